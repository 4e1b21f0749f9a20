"""Two editors, an agent and a command work on one store at once, each by its own program."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.packaged_model import can_search_by_meaning, search_by_meaning

from promptwell.adapters.engine.record import read_record
from promptwell.bootstrap.calling import Caller

SECONDS = float(os.environ.get("BUSY_SECONDS", "60"))
WORK = {"editor-1": "edit", "editor-2": "edit", "agent": "ask", "command": "command"}


@pytest.mark.timeout(300 + 4 * SECONDS)
def test_nobody_loses_an_update_and_one_engine_serves_all(caller: Caller) -> None:
    root = Path(caller.root)
    by_meaning = can_search_by_meaning()
    search_by_meaning()
    path = root / "common.prompty"
    path.write_text("---\nname: common\n---\nsystem:\ncounted 0\n")
    caller.call("index", {})
    if by_meaning:
        caller.call("index.embed", {})
    program = [sys.executable, "-m", "tests.faults.busy_process"]
    processes = {
        name: subprocess.Popen(
            [*program, work, caller.root, name, str(SECONDS)],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name, work in WORK.items()
    }
    owners, of_vectors = set[int](), set[int]()
    while any(process.poll() is None for process in processes.values()):
        owners |= _having_open(f"{caller.folder}/store.db")
        of_vectors |= _having_open(f"{caller.folder}/vectors/")
        time.sleep(0.5)
    made = changed = 0
    for name, process in processes.items():
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, f"{name}: {err}"
        numbers = [int(each) for each in out.split()]
        print(f"{name}: {numbers[0]} made, {numbers[1]} changed")
        assert numbers[0] > 0
        made, changed = made + numbers[0], changed + numbers[1]
    assert changed > 0
    assert path.read_text().endswith(f"counted {changed}\n")
    status = caller.call("engine.status", {})
    assert status["crashes"] == 0
    record = read_record(caller.folder)
    assert record is not None
    assert record.pid == status["pid"]
    if Path("/proc/self/fd").exists():
        assert owners == {record.pid}
        assert of_vectors == ({record.pid} if by_meaning else set())
    assert len(list(root.glob("**/*.prompty"))) == made + 1
    assert caller.call("index", {})["prompts"] == made + 1
    assert caller.call("db.check", {})["whole"]


def _having_open(beginning: str) -> set[int]:
    """The processes that have a file open whose path begins so, where the system tells."""
    found: set[int] = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            opened = [str(each.readlink()) for each in (process / "fd").iterdir()]
        except OSError:  # it has ended, or is somebody else's
            continue
        if any(each.startswith(beginning) for each in opened):
            found.add(int(process.name))
    return found
