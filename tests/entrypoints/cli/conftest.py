"""The command line in this process, in a folder of its own, with a cache of its own."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from promptwell.entrypoints.cli.main import run_command_line


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Cli = Callable[..., Answer]

# Accepted by every rule, so that a test sees only what it plants.
CLEAN = """\
---
name: clean
model:
  id: gpt-4o
inputs:
  - name: topic
    kind: string
    required: true
---
system:
You explain things.

user:
Explain {{ topic }}.
"""
UNUSED = CLEAN.replace("{{ topic }}", "it")
BROKEN = CLEAN.replace("{{ topic }}", "{{ topic")


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


@pytest.fixture
def write(workspace: Path) -> Callable[[str, str], Path]:
    """Write a file of the workspace."""

    def write_file(name: str, text: str) -> Path:
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return path

    return write_file


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run `promptwell` with arguments, as a user would."""

    def run(*arguments: str, stdin: str = "") -> Answer:
        content = io.BytesIO(stdin.encode("utf-8", "surrogateescape"))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(content))
        code = run_command_line(list(arguments))
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return run


@pytest.fixture
def clean() -> str:
    """A prompt with which nothing is wrong."""
    return CLEAN


@pytest.fixture
def unused() -> str:
    """A prompt with one warning: an unused input in line 6."""
    return UNUSED


@pytest.fixture
def broken() -> str:
    """A prompt with an output in line 14 that is never closed."""
    return BROKEN
