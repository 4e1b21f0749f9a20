"""How many of something, in words that people read."""

from __future__ import annotations

_WITHOUT_PLURAL = ("information",)


def counted(count: int, thing: str) -> str:
    """`1 file`, `2 files`, `1,200 tokens`; `3 information` stays as it is."""
    return f"{count:,} {thing if count == 1 or thing in _WITHOUT_PLURAL else thing + 's'}"
