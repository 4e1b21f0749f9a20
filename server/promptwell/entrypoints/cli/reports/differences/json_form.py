"""A difference as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from promptwell.bootstrap.comparing import Compared
from promptwell.services.versions.difference import SideShown, difference


def write_json(compared: Compared, *, level: str = "word") -> str:
    """One object; its parts are those of `services/versions/difference.py`."""
    found = difference(
        compared.comparison,
        SideShown(ref=compared.old.ref, path=compared.old.path),
        SideShown(ref=compared.new.ref, path=compared.new.path),
        same_meaning=compared.same_meaning,
        tokens=level == "token",
    )
    # A value that YAML reads as a date or the like is written as text.
    return json.dumps(asdict(found), indent=2, default=str)
