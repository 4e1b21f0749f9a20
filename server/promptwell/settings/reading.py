"""How the validation library reads the classes of settings; a plain mapping, so that they don't import it."""

from __future__ import annotations

from typing import Any


def _as_written(name: str) -> str:
    return name.replace("_", "-")


READ_AS: dict[str, Any] = {
    "extra": "forbid",
    "alias_generator": _as_written,
    "use_attribute_docstrings": True,
}
