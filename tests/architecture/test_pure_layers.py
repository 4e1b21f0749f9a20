"""The language reads nothing and asks nobody for the time: what import contracts can't see."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVER = Path(__file__).parents[2] / "server/promptwell"
PURE = ("language", "domain")
# Built-ins and methods that reach outside without an import.
REACHING = {"open", "input", "print", "exec", "eval", "breakpoint"}
CLOCK = {"now", "today", "utcnow"}


def calls() -> Iterator[tuple[str, int, ast.Call]]:
    for folder in PURE:
        for path in sorted((SERVER / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    yield path.relative_to(SERVER).as_posix(), node.lineno, node


def test_no_pure_module_opens_reads_or_prints() -> None:
    found = [
        f"{path}:{line}: {call.func.id}"
        for path, line, call in calls()
        if isinstance(call.func, ast.Name) and call.func.id in REACHING
    ]
    assert found == []


def test_no_pure_module_asks_for_the_time() -> None:
    found = [
        f"{path}:{line}: {call.func.attr}"
        for path, line, call in calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in CLOCK
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("date", "datetime", "dt")
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["services", "adapters", "settings", "entrypoints/cli"])
def test_folders_of_the_map_exist(folder: str) -> None:
    assert (SERVER / folder).is_dir()
