"""Values and names as sentences about changes show them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from promptwell.domain.versions.differences.structure.change import Value

_LONGEST = 40


def shown(value: Value) -> str | None:
    """A value in a few words: text as it is, other data as JSON; None where it is too long for a sentence."""
    if isinstance(value, str):
        written = (
            value if value and value.strip() == value and value.isprintable() else json.dumps(value)
        )
    else:
        written = json.dumps(value, ensure_ascii=False, default=str)
    return written if len(written) <= _LONGEST and "\n" not in written else None


def from_to(before: Value, after: Value) -> str | None:
    """`0.2 -> 0.7`; None where one of the values is too long for a sentence."""
    old, new = shown(before), shown(after)
    if old is None or new is None:
        return None
    # The number 1 and the text "1" are told apart.
    if old == new:
        old, new = json.dumps(before, default=str), json.dumps(after, default=str)
    return f"{old} -> {new}"


def code(name: str) -> str:
    """A name in backticks, on one line."""
    return f"`{' '.join(name.split())}`"


def listed(words: Sequence[str]) -> str:
    """Words with commas and a last *and*."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def percent(share: float) -> str:
    """A share in whole per cent: `12 %`; more than threefold as `3.4 times`."""
    return f"{round(share * 100):,} %"
