"""Runs every case of `tests/cases/operations` through the ways in that it names."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.operation_cases import OperationCase, Step, differences, filled, operation_cases
from tests.operation_levels.base import OpenWorkspace, RefusedCall
from tests.operation_levels.cli import Cli
from tests.operation_levels.in_process import InProcess
from tests.operation_levels.mcp import Mcp, McpOf2025
from tests.operation_levels.rest import Rest

from promptwell.services.operations import OPERATIONS

WAYS_IN: dict[str, Callable[[Path], OpenWorkspace]] = {
    "in-process": InProcess,
    "rest": Rest,
    "cli": Cli,
    "mcp": Mcp,
    "mcp-2025": McpOf2025,
}
ALL = [(case, level) for case in operation_cases() for level in case.levels]


@pytest.mark.parametrize(
    ("case", "level"),
    ALL,
    ids=[f"{case.source.stem}:{case.line}-{level}" for case, level in ALL],
)
def test_case(
    case: OperationCase, level: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "promptwell.toml").write_text("")
    before = next(at for at, step in enumerate(case.steps) if step.kind == "call")
    for step in case.steps[:before]:
        _prepare(folder, step)
    workspace = WAYS_IN[level](folder)
    try:
        _play(folder, workspace, case.steps[before:])
    finally:
        workspace.close()


def test_every_operation_has_a_case() -> None:
    called = {step.about for case, _ in ALL for step in case.steps if step.kind == "call"}
    # What starts and stops processes is tried in `bootstrap/test_engine_processes.py`.
    assert set(OPERATIONS) - called == {"engine.start", "engine.stop"}


def _play(folder: Path, workspace: OpenWorkspace, steps: tuple[Step, ...]) -> None:
    named: dict[str, Any] = {}
    answer: Any = None
    looked_at = True
    for step in steps:
        if step.kind == "call":
            _must_be_looked_at(answer, looked_at)
            asked = filled(json.loads(step.body or "{}"), named)
            answer, looked_at = workspace.call(step.about, asked), False
        elif step.kind == "answer":
            looked_at = True
            assert not isinstance(answer, RefusedCall), f"{step.place}: refused: {answer}"
            faults = differences(json.loads(step.body), answer, named)
            assert not faults, f"{step.place}\n" + "\n".join(faults) + f"\n{json.dumps(answer)}"
        elif step.kind == "refused":
            looked_at = True
            assert isinstance(answer, RefusedCall), f"{step.place}: answered: {answer}"
            assert answer.kind in ("", step.about), f"{step.place}: {answer}"
            for line in step.body.splitlines():
                assert line in answer.message, f"{step.place}: {answer.message}"
        elif step.kind == "lies":
            assert (folder / step.about).read_text(encoding="utf-8") == step.body, step.place
        elif step.kind == "gone":
            assert not (folder / step.about).exists(), step.place
        else:
            _prepare(folder, step)
    _must_be_looked_at(answer, looked_at)


def _must_be_looked_at(answer: Any, looked_at: bool) -> None:
    """A call without an answer below it has to succeed."""
    assert looked_at or not isinstance(answer, RefusedCall), answer


def _prepare(folder: Path, step: Step) -> None:
    if step.kind == "file":
        path = folder / step.about
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.body, encoding="utf-8", newline="")
        return
    assert step.kind == "git", f"{step.place}: a `{step.kind}` before the first call"
    for line in ("init -q", *step.body.splitlines()):
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *line.split()]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=30)
