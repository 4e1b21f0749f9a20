"""A policy put together from several places: each of them can tighten it, none can loosen it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from promptwell.language.rules.severity import SEVERITIES


def tightened(outer: Mapping[str, Any], inner: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of two policies: all that is required, the higher floors, the shorter time."""
    merged = {**outer, **inner}
    if "required" in outer and "required" in inner:
        merged["required"] = tuple(dict.fromkeys((*outer["required"], *inner["required"])))
    if "floors" in outer and "floors" in inner:
        merged["floors"] = _higher(outer["floors"], inner["floors"])
    days = [each.get("longest_suppression") for each in (outer, inner)]
    if any(each is not None for each in days):
        merged["longest_suppression"] = min(each for each in days if each is not None)
    if outer.get("reason_required"):
        merged["reason_required"] = True
    return merged


def _higher(outer: Mapping[str, str], inner: Mapping[str, str]) -> dict[str, str]:
    found = dict(outer)
    for name, floor in inner.items():
        found[name] = min(floor, found.get(name, floor), key=SEVERITIES.index)
    return found
