"""What can be called in more than one way: each way as it is written, the usual one first."""

from __future__ import annotations

OVERLOADS: dict[str, tuple[str, ...]] = {
    "map": ("map(filter, *args)", "map(attribute, default=None)"),
    "range": ("range(stop)", "range(start, stop, step=1)"),
}
