"""Several processes on one store, and processes that are killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.adapters.storage.records import ROOT

from promptwell.adapters.storage.opening import open_store
from promptwell.domain.prompts.ports import Selection

# Says each name once it was written for good; begins with the number in the second argument.
WRITER = """
import sys
from datetime import UTC, datetime
from promptwell.adapters.storage.opening import open_store
from promptwell.domain.prompts.record import PromptRecord

folder, writer, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
now = datetime.now(UTC)
store = open_store(folder)
for number in range(count):
    path = f"{writer}-{number}"
    with store.writing("/work/shop") as rows:
        content = rows.contents.put(path * 300)
        rows.prompts.insert([PromptRecord(id=path, path=path, name=path, format="prompty",
            content=content, tags=("x",), created=now, updated=now)])
    with store.reading("/work/shop") as rows:
        assert rows.prompts.by_path(path) is not None
    print(path, flush=True)
"""


def start(folder: Path, writer: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, folder, writer, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def missing_in(folder: Path, acknowledged: Sequence[str]) -> set[str]:
    store = open_store(str(folder))
    try:
        assert list(store.faults()) == []
        with store.reading(ROOT) as rows:
            found = rows.prompts.select(Selection(tags=("x",)), "", 100_000)
            assert all(rows.contents.get(record.content) is not None for record in found)
        return set(acknowledged) - {record.path for record in found}
    finally:
        store.close()


def test_four_processes_write_at_once(tmp_path: Path) -> None:
    writers = [start(tmp_path, f"w{number}", 40) for number in range(4)]
    written: list[str] = []
    for writer in writers:
        out, err = writer.communicate(timeout=100)
        assert (writer.returncode, err) == (0, "")
        written += out.split()
    assert len(written) == 160
    assert missing_in(tmp_path, written) == set()


@pytest.mark.parametrize("after", [1, 7, 23])
def test_a_killed_process_loses_nothing_that_it_acknowledged(tmp_path: Path, after: int) -> None:
    # Whatever it is doing when its last word is read, it is killed in the middle of it.
    first, second = start(tmp_path, "killed", 100_000), start(tmp_path, "lives", 60)
    assert first.stdout is not None
    written = [first.stdout.readline().strip() for _ in range(after)]
    first.kill()
    rest, _ = first.communicate(timeout=100)
    written += [line for line in rest.split("\n")[:-1] if line]
    out, err = second.communicate(timeout=100)
    assert (second.returncode, err) == (0, "")
    assert missing_in(tmp_path, [*written, *out.split()]) == set()
