"""Two editors, an agent and a command work on one store at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from promptwell.adapters.engine.record import read_record
from promptwell.bootstrap.calling import Caller

SECONDS = float(os.environ.get("BUSY_SECONDS", "60"))
WHO = {"editor-1": "stays", "editor-2": "stays", "agent": "stays", "command": "goes"}


@pytest.mark.timeout(120 + 3 * SECONDS)
def test_nobody_loses_an_update_and_one_engine_serves_all(caller: Caller) -> None:
    path = Path(caller.root) / "common.prompty"
    path.write_text("---\nname: common\n---\nsystem:\ncounted 0\n")
    caller.call("index", {})
    program = Path(__file__).with_name("busy_process.py")
    processes = {
        name: subprocess.Popen(
            [sys.executable, str(program), caller.root, name, stays, str(SECONDS)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name, stays in WHO.items()
    }
    made = changed = 0
    for name, process in processes.items():
        out, err = process.communicate(timeout=90 + 2 * SECONDS)
        assert process.returncode == 0, f"{name}: {err}"
        numbers = [int(each) for each in out.split()]
        made, changed = made + numbers[0], changed + numbers[1]
    assert changed > 0
    assert path.read_text().endswith(f"counted {changed}\n")
    status = caller.call("engine.status", {})
    assert status["crashes"] == 0
    record = read_record(caller.folder)
    assert record is not None
    assert record.pid == status["pid"]
    assert len(list(Path(caller.root).glob("**/*.prompty"))) == made + 1
    assert caller.call("db.check", {})["whole"]
