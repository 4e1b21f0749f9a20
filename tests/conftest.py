"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples on every machine, so that a change is judged by what it changes;
# `HYPOTHESIS_PROFILE=search` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile("search", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
