"""What all tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from tests.packaged_model import can_search_by_meaning

# The same examples on every machine, so that a change is judged by what it changes;
# `HYPOTHESIS_PROFILE=search` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile("search", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.hookimpl(tryfirst=True)  # before the fixtures, which would need the extra
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("semantic") and not can_search_by_meaning():
        pytest.skip("the extra `semantic` or its model is not installed. Run: make test-semantic")
