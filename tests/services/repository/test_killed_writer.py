"""A process that is killed while it changes prompts loses nothing that it acknowledged."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.services.repository.workspace import Place, place_at

ROOT = Path(__file__).parents[3]
ROUNDS = int(os.environ.get("PROMPTWELL_KILLS", "6"))


@pytest.mark.skipif(os.name == "nt", reason="a process is killed by its signal")
def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    place = place_at(tmp_path)
    chance = random.Random(4)
    done: dict[str, list[str]] = {}
    for turn in range(ROUNDS):
        _write_and_kill(tmp_path, turn * 1000, chance.uniform(0.05, 0.6), done)
        place.index()
        _must_hold(place, done)
    assert len(done) >= ROUNDS
    assert list(place.store.faults()) == []
    place.store.close()


def _write_and_kill(folder: Path, begin: int, after: float, done: dict[str, list[str]]) -> None:
    """Let the writer work for so many seconds behind its first line, and note what it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.services.repository.killed_writer", str(folder), str(begin)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline()]
        time.sleep(after)  # the moment of the kill is what is tried here
        process.kill()
        lines += process.stdout.readlines()
    for line in lines:
        if line.endswith("\n"):
            what, name, *more = line.split()
            done.setdefault(name, []).append(more[0] if what == "made" else what)


def _must_hold(place: Place, done: dict[str, list[str]]) -> None:
    living = {each.name: each for each in place.records().values()}
    with place.store.reading(place.folder.as_posix()) as rows:
        for name, (identity, *more) in done.items():
            record = rows.prompts.by_id(identity)
            assert record is not None, name
            if "deleted" in more:
                assert record.deleted, name
            elif record.deleted is None:  # else it was being deleted when it was killed
                assert living[name].id == identity
                assert "tagged" not in more or record.tags == ("kept",)
                assert "moved" not in more or record.path == f"moved/{name}.prompty"
                assert (place.folder / record.path).exists()
    files = {each.relative_to(place.folder).as_posix() for each in place.folder.rglob("*.prompty")}
    assert {each.path for each in living.values()} == files
