"""A log of bounded length that several processes write, and what is printed beside it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from promptwell.adapters.shared_log import SharedLog

LONGEST = 40_000
WRITER = """
import logging, os, sys
from promptwell.adapters.json_log import JsonFormatter
from promptwell.adapters.shared_log import SharedLog
log = SharedLog(sys.argv[1], longest=int(sys.argv[2]), kept=3, with_output=True)
log.setFormatter(JsonFormatter())
logger = logging.getLogger("promptwell.test")
logger.addHandler(log)
logger.setLevel("INFO")
for number in range(300):
    logger.info("%s-%d", sys.argv[3], number)
    if number % 50 == 0:
        os.write(2, b"printed\\n")
        os.system("echo printed by a child")
"""


def write(path: Path, processes: int, longest: int = LONGEST) -> None:
    """Have processes write 300 lines each at once, and print seven times, themselves and by a child."""
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, str(longest), str(each)])
        for each in range(processes)
    ]
    assert [each.wait(60) for each in running] == [0] * processes


def files(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}*"))


def test_what_several_processes_write_and_print_is_all_there(tmp_path: Path) -> None:
    path = tmp_path / "engine.log"
    write(path, 3)
    lines = [line for file in files(path) for line in file.read_text().splitlines()]
    assert len(files(path)) > 1
    assert lines.count("printed") == lines.count("printed by a child") == 18
    told = [json.loads(line)["message"] for line in lines if line.startswith("{")]
    assert sorted(told) == sorted(f"{one}-{number}" for one in range(3) for number in range(300))


def test_it_is_never_longer_than_its_files(tmp_path: Path) -> None:
    path = tmp_path / "engine.log"
    write(path, 1, 5_000)
    assert files(path) == [path, *(tmp_path / f"engine.log.{number}" for number in (1, 2, 3))]
    # What is printed comes after the look.
    assert all(each.stat().st_size < 6_000 for each in files(path))
    newest = path.read_text().splitlines()[-1]
    assert newest.startswith(("{", "printed"))


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_each_file_is_for_its_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "engine.log"
    write(path, 1, 5_000)
    assert {each.stat().st_mode & 0o777 for each in files(path)} == {0o600}


Say = Callable[[str], None]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SharedLog]:
    opened = SharedLog(str(tmp_path / "log.txt"), longest=LONGEST, kept=1)
    yield opened
    opened.close()


@pytest.fixture
def say(log: SharedLog) -> Say:
    return lambda text: log.emit(logging.makeLogRecord({"msg": text}))


def test_a_log_that_was_removed_is_made_again(say: Say, tmp_path: Path) -> None:
    say("before")
    (tmp_path / "log.txt").unlink()
    say("after")
    assert (tmp_path / "log.txt").read_text() == "after\n"


def test_a_log_that_is_only_printed_to_is_put_aside_as_well(log: SharedLog, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text("x" * (LONGEST + 1))
    log.tidy()
    assert path.read_text() == ""
    assert (tmp_path / "log.txt.1").stat().st_size == LONGEST + 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_ends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    full = SharedLog("/dev/full", longest=LONGEST, kept=1)
    full.emit(logging.makeLogRecord({"msg": "lost"}))
    full.close()
    assert capsys.readouterr() == ("", "")
