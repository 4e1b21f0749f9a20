"""Code that libraries compile at every start is kept, and never used where it does not belong."""

from __future__ import annotations

import builtins
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from promptwell.adapters.compiled_code import CompiledCode

SOURCE = "answer = 6 * 7"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that Python itself compiled."""
    seen: list[str] = []
    own = builtins.compile

    def noticed(source: Any, *rest: Any, **options: Any) -> Any:
        seen.append(source)
        return own(source, *rest, **options)

    monkeypatch.setattr(builtins, "compile", noticed)
    return seen


def result(kept: CompiledCode, source: str = SOURCE, file: str = "<made>") -> object:
    found: dict[str, object] = {}
    exec(kept.compile(source, file, "exec"), found)
    return found["answer"]


def kept_file(folder: Path) -> Path:
    kept = CompiledCode(folder.as_posix())
    result(kept)
    kept.finish()
    return next(folder.iterdir())


def test_the_same_source_is_compiled_once(tmp_path: Path, compiled: list[str]) -> None:
    kept_file(tmp_path)
    assert compiled == [SOURCE]
    assert result(CompiledCode(tmp_path.as_posix())) == 42
    assert compiled == [SOURCE]


def test_another_source_or_file_name_is_compiled(tmp_path: Path, compiled: list[str]) -> None:
    kept_file(tmp_path)
    later = CompiledCode(tmp_path.as_posix())
    assert result(later, "answer = 43") == 43
    assert result(later, file="<other>") == 42
    assert compiled == [SOURCE, "answer = 43", SOURCE]


def test_code_that_is_no_longer_used_is_forgotten(tmp_path: Path, compiled: list[str]) -> None:
    kept_file(tmp_path)
    later = CompiledCode(tmp_path.as_posix())
    result(later, "answer = 43")
    later.finish()
    compiled.clear()
    result(CompiledCode(tmp_path.as_posix()))
    assert compiled == [SOURCE]


@pytest.mark.parametrize("damage", ["shorter", "changed", "empty", "foreign"])
def test_a_damaged_file_counts_as_none(tmp_path: Path, compiled: list[str], damage: str) -> None:
    file = kept_file(tmp_path)
    data = file.read_bytes()
    damaged = {
        "shorter": data[:-3],
        "changed": data[:-3] + bytes([data[-3] ^ 1]) + data[-2:],
        "empty": b"",
        "foreign": b"not code at all" * 10,
    }
    file.write_bytes(damaged[damage])
    compiled.clear()
    assert result(CompiledCode(tmp_path.as_posix())) == 42
    assert compiled == [SOURCE]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="a folder of the user's own on Windows")
def test_a_file_that_others_can_write_is_not_used(tmp_path: Path, compiled: list[str]) -> None:
    file = kept_file(tmp_path)
    file.chmod(0o666)
    compiled.clear()
    result(CompiledCode(tmp_path.as_posix()))
    assert compiled == [SOURCE]


def test_a_folder_that_cannot_be_made_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    kept = CompiledCode((tmp_path / "taken" / "folder").as_posix())
    assert result(kept) == 42
    kept.finish()


def test_a_module_gets_its_code_from_here_and_the_rest_from_python(tmp_path: Path) -> None:
    module = ModuleType("generates")
    kept = CompiledCode(tmp_path.as_posix())
    kept.serve(module)
    compile_as_module: Any = vars(module)["compile"]
    assert compile_as_module("x = 1", "<made>", "exec", dont_inherit=True).co_name == "<module>"
    kept.finish()
    assert not any(tmp_path.iterdir())


def test_a_name_and_a_statement_that_read_alike_have_code_of_their_own(tmp_path: Path) -> None:
    kept = CompiledCode(tmp_path.as_posix())
    assert eval(kept.compile("6 * 7", "<made>", "eval")) == 42
    assert eval(kept.compile("6 * 7", "<made>", "exec")) is None
    kept.finish()
    later = CompiledCode(tmp_path.as_posix())
    assert eval(later.compile("6 * 7", "<made>", "eval")) == 42


def test_what_a_module_executes_is_compiled_once_and_means_the_same(
    tmp_path: Path, compiled: list[str]
) -> None:
    source = "def made(size: kind = 1) -> kind: return size"
    for _ in range(2):
        module = ModuleType("generates")
        kept = CompiledCode(tmp_path.as_posix())
        kept.serve(module)
        found: dict[str, Any] = {}
        vars(module)["exec"](source, {"kind": int}, found)
        # Annotations stay values there, though they are texts in our own modules.
        assert found["made"].__annotations__ == {"size": int, "return": int}
        kept.finish()
    assert compiled == [source]


def test_what_is_kept_stays_when_a_start_is_finished_twice(
    tmp_path: Path, compiled: list[str]
) -> None:
    kept = CompiledCode(tmp_path.as_posix())
    result(kept)
    kept.finish()
    kept.finish()
    result(CompiledCode(tmp_path.as_posix()))
    assert compiled == [SOURCE]


def test_code_and_source_of_a_finished_start_are_executed_as_ever(tmp_path: Path) -> None:
    kept = CompiledCode(tmp_path.as_posix())
    kept.finish()
    found: dict[str, Any] = {}
    kept.exec("first = 1", found)
    kept.exec(compile("second = 2", "<made>", "exec"), found)
    assert (found["first"], found["second"]) == (1, 2)


def test_each_python_has_a_file_of_its_own(tmp_path: Path) -> None:
    assert f"{sys.hexversion:x}" in kept_file(tmp_path).name
