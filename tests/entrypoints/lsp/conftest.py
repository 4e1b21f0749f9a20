"""Servers for the tests of the language server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.entrypoints.lsp.raw_server import RawServer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace of its own, so that no settings above the test's folder count."""
    (tmp_path / "promptwell.toml").write_text("")
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[RawServer]:
    """A server that was greeted with the folder and counts in UTF-16."""
    with RawServer(cwd=folder) as started:
        started.initialize(folder)
        yield started
