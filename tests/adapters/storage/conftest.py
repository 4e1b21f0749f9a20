"""A real store for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from promptwell.adapters.storage.opening import open_store
from promptwell.adapters.storage.store import SqlStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(str(tmp_path / "store"))
    yield opened
    opened.close()
