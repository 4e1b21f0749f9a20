"""Engines as processes: who starts one, who is served by it, and what happens when it dies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from promptwell.adapters.engine.lock import StoreLock
from promptwell.adapters.engine.record import EngineRecord, read_record, write_record
from promptwell.adapters.other_processes import is_running
from promptwell.bootstrap.calling import Caller, root_of
from promptwell.bootstrap.ending_engine import stop_engine
from promptwell.bootstrap.stores import make_folder
from promptwell.entrypoints.cli.engine_text import status_lines
from promptwell.errors import EngineError

PATIENCE = 60.0


@pytest.fixture
def caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caller]:
    """A way in that stays, in a workspace of its own; its engine is ended with the test."""
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    workspace = tmp_path / "work space ✎"
    workspace.mkdir()
    (workspace / "promptwell.toml").write_text("")
    opened = Caller(root_of(str(workspace)), "a test", starts=True)
    yield opened
    left = record_of(opened)
    if left is not None and left.pid != os.getpid() and is_running(left.pid):
        os.kill(left.pid, signal.SIGKILL)
        wait_until(lambda: not is_running(left.pid))


def record_of(caller: Caller) -> EngineRecord | None:
    return read_record(caller.folder)


def test_an_engine_that_crashed_is_told_with_when_and_its_log(caller: Caller) -> None:
    began = time.time()
    record = caller.started()
    kill(caller)
    status = caller.call("engine.status", {})
    assert (status["running"], status["pid"], status["crashes"]) == (False, record.pid, 1)
    assert began - 1 < datetime.fromisoformat(status["crashed"]).timestamp() < time.time() + 1
    assert Path(status["log"]).is_file()
    assert any("crashed" in line for line in status_lines(status))
    caller.started()
    assert caller.call("engine.status", {})["crashed"] is None


def kill(caller: Caller) -> None:
    record = record_of(caller)
    assert record is not None
    os.kill(record.pid, signal.SIGKILL)
    lock = StoreLock(caller.folder)
    wait_until(lambda: lock.take("a test"))
    lock.release()


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def command(caller: Caller, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "promptwell", *arguments, "--format=json"],
        cwd=caller.root,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def names(caller: Caller) -> list[str]:
    return sorted(each["name"] for each in caller.call("token.list", {})["tokens"])


def test_a_command_leaves_no_process_behind(caller: Caller) -> None:
    command(caller, "token", "create", "ann")
    assert record_of(caller) is None
    assert [each["name"] for each in command(caller, "token", "list")["tokens"]] == ["ann"]


def test_an_engine_serves_commands_and_editors_alike(caller: Caller) -> None:
    caller.call("token.create", {"name": "ann"})
    record = record_of(caller)
    assert record is not None
    assert command(caller, "engine", "status")["pid"] == record.pid
    command(caller, "token", "create", "bob")
    assert names(caller) == ["ann", "bob"]
    stopped = command(caller, "engine", "stop")
    assert stopped["running"] is False
    assert record_of(caller) is None
    wait_until(lambda: not is_running(record.pid))
    assert len(command(caller, "token", "list")["tokens"]) == 2


def test_a_call_of_an_engine_loads_neither_a_database_nor_a_validation_library(
    caller: Caller,
) -> None:
    caller.started()
    script = (
        "import sys\nfrom promptwell.entrypoints.cli.main import run_command_line\n"
        "assert run_command_line(['prompt', 'list']) == 0\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=caller.root,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    heavy = {"pydantic", "sqlalchemy", "fastapi", "starlette", "uvicorn", "httpx", "mcp", "jinja2"}
    assert loaded.isdisjoint(heavy)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_its_record_and_folder_are_for_its_user_alone(caller: Caller) -> None:
    caller.started()
    for name in ("engine.json", "engine.log"):
        assert (Path(caller.folder) / name).stat().st_mode & 0o077 == 0
    assert Path(caller.folder).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", ["removed", "overwritten", "opened to all"])
def test_a_record_that_is_not_in_order_is_mended(caller: Caller, damage: str) -> None:
    caller.call("token.list", {})
    before = record_of(caller)
    path = Path(caller.folder) / "engine.json"
    if damage == "removed":
        path.unlink()
    elif damage == "overwritten":
        path.write_text('{"pid": ')
    else:
        path.chmod(0o644)
    wait_until(lambda: path.exists() and path.stat().st_mode & 0o777 == 0o600)
    wait_until(lambda: record_of(caller) == before)
    assert caller.call("token.list", {}) == {"tokens": []}


def test_an_engine_whose_store_is_removed_leaves(caller: Caller) -> None:
    caller.call("token.create", {"name": "ann"})
    before = record_of(caller)
    assert before is not None
    shutil.rmtree(caller.folder)
    wait_until(lambda: not is_running(before.pid))
    assert caller.call("token.list", {}) == {"tokens": []}


def test_of_many_who_start_one_wins(caller: Caller) -> None:
    with ThreadPoolExecutor(4) as threads:
        records = list(threads.map(lambda _: caller.started(), range(4)))
    assert len(set(records)) == 1


def test_what_was_acknowledged_is_there_after_a_kill(caller: Caller) -> None:
    caller.call("token.create", {"name": "ann"})
    kill(caller)
    assert [each["name"] for each in command(caller, "token", "list")["tokens"]] == ["ann"]


def test_a_crashed_engine_is_started_once_more_and_then_reported(caller: Caller) -> None:
    caller.call("token.create", {"name": "ann"})
    kill(caller)
    assert names(caller) == ["ann"]
    assert command(caller, "engine", "status")["crashes"] == 1
    kill(caller)
    with pytest.raises(EngineError, match=r"crashed 2 times in a row.*promptwell engine start"):
        names(caller)
    assert command(caller, "engine", "start")["crashes"] == 0
    assert names(caller) == ["ann"]


def test_it_leaves_when_nobody_needs_it(caller: Caller) -> None:
    settings = Path(caller.root) / "promptwell.toml"
    settings.write_text("[engine]\nidle-minutes = 0.02\n")
    record = caller.started()
    wait_until(lambda: not is_running(record.pid))
    assert record_of(caller) is None
    log = (Path(caller.folder) / "engine.log").read_text(encoding="utf-8").splitlines()
    assert json.loads(log[-1])["message"].startswith("left after")


def test_only_a_newer_client_replaces_an_engine(caller: Caller) -> None:
    newer = caller.started()
    write_record(caller.folder, _with_version(newer, "99.0"))
    assert names(caller) == []
    assert caller.started().pid == newer.pid
    write_record(caller.folder, _with_version(newer, "0.0.1"))
    assert names(caller) == []
    replaced = record_of(caller)
    assert replaced is not None
    assert replaced.pid != newer.pid
    wait_until(lambda: not is_running(newer.pid))


def test_who_works_on_the_store_is_waited_for(caller: Caller) -> None:
    told: list[str] = []
    waits = Caller(caller.root, "a test", told=told.append)
    make_folder(waits.place)
    lock = StoreLock(waits.folder)
    assert lock.take("promptwell index")
    threading.Timer(2.0, lock.release).start()
    assert names(waits) == []
    assert told == [
        f"waiting for `promptwell index` (process {os.getpid()}), which works on the same store"
    ]


def test_a_record_that_was_left_leads_nobody_to_another_program(caller: Caller) -> None:
    make_folder(caller.place)
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        left = EngineRecord(os.getpid(), port, "secret", "0.1.0", time.time())
        write_record(caller.folder, left)
        assert command(caller, "token", "list") == {"tokens": []}
        assert command(caller, "engine", "status")["running"] is False
        stranger.settimeout(0.1)
        with pytest.raises(TimeoutError):
            stranger.accept()


def test_an_engine_that_cannot_start_says_why(caller: Caller) -> None:
    make_folder(caller.place)
    settings = Path(caller.root) / "promptwell.toml"
    settings.write_text("[engine]\nidle-minutes = -1\n")
    with pytest.raises(EngineError, match=r"did not start: .*`engine.idle-minutes`: a number"):
        caller.started()


def test_an_engine_can_let_go_of_the_file_that_its_output_goes_to(tmp_path: Path) -> None:
    # As on Windows, where its log could not be rotated otherwise.
    program = (
        "from promptwell.bootstrap.engine_log import let_go_of_output as let_go; import sys\n"
        "print('before'); let_go(); print('after'); print('after', file=sys.stderr)"
    )
    log = tmp_path / "engine.log"
    with log.open("wb") as output:
        subprocess.run(
            [sys.executable, "-c", program], stdout=output, stderr=output, check=True, timeout=60
        )
    assert log.read_text() == "before\n"


def test_stopping_waits_for_the_end(caller: Caller) -> None:
    record = caller.started()
    stop_engine(record, caller.folder)
    lock = StoreLock(caller.folder)
    assert lock.take("a test"), "the next one need not wait"
    lock.release()


def test_a_team_server_writes_the_log_that_its_status_names(caller: Caller) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "promptwell", "serve", "--port=0"],
        cwd=caller.root,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: record_of(caller) is not None)
        log = Path(command(caller, "engine", "status")["log"])
        assert "serving" in json.loads(log.read_text().splitlines()[0])["message"]
    finally:
        server.terminate()
        assert server.wait(PATIENCE) == 0


def test_an_engine_leaves_its_store_to_a_server_for_a_team(caller: Caller) -> None:
    record = caller.started()
    server = subprocess.Popen(
        [sys.executable, "-m", "promptwell", "serve", "--port=0"],
        cwd=caller.root,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: (found := record_of(caller)) is not None and found.pid == server.pid)
        assert caller.started().pid == server.pid
        assert not is_running(record.pid)
    finally:
        server.terminate()
        told = server.communicate(timeout=PATIENCE)[1]
    assert f"(process {record.pid}) leaves the store to this server" in told


def _with_version(record: EngineRecord, version: str) -> EngineRecord:
    return EngineRecord(record.pid, record.port, record.token, version, record.started)
