"""A workspace for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.services.repository.workspace import Place, place_at


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = place_at(tmp_path)
    yield made
    made.store.close()
