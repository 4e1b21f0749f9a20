"""Values that change with each call, and the unchanging text that stands behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.semantics.model import SemanticModel
from promptwell.language.text.source import Span

# Words of an identifier, from its last one backwards; a name counts when it ends so.
_ENDS = frozenset(
    {
        ("date",), ("today",), ("now",), ("datetime",), ("timestamp",), ("time",), ("weekday",),
        ("uuid",), ("nonce",),
        *((what, "id") for what in ("request", "session", "conversation", "trace", "message", "user",
                                    "correlation", "thread", "chat")),
        *((who, "name") for who in ("user", "first", "last", "full", "customer")),
        ("username",), ("firstname",), ("lastname",),
        ("question",), ("query",), ("utterance",), ("user", "input"), ("user", "message"), ("user", "prompt"),
        ("user", "request"), ("chat", "input"),
    }
)  # fmt: skip
# Dates and times that belong to the matter, not to the call.
_MATTER = frozenset(
    {
        "release", "due", "birth", "start", "end", "expiry", "expiration", "effective", "publication",
        "published", "created", "updated", "modified", "order", "delivery", "event", "cutoff", "training",
        "knowledge", "run", "max", "min", "per", "sample", "example", "one", "lead", "response", "elapsed",
        "sql", "search", "template", "commit", "target",
    }
)  # fmt: skip
_CLOCKS = frozenset({"now", "utcnow", "today", "strftime_now", "uuid4", "random", "randint"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


class Volatile(NamedTuple):
    """A value that changes with each call: its name, where it is named, and where its output ends."""

    name: str
    span: Span
    start: int
    end: int


def volatile_outputs(model: SemanticModel) -> tuple[Volatile, ...]:
    """Outputs of values whose names say that they change with each call, in the order of the text."""
    return tuple(sorted({*_named(model), *_clocks(model)}, key=lambda each: each.start))


def _named(model: SemanticModel) -> Iterator[Volatile]:
    for use in model.free_uses:
        last = use.path[-1] if use.path else use.name
        if use.output and use.island is not None and (last in _CLOCKS or _changes(last)):
            whole = use.island.span
            yield Volatile(".".join((use.name, *use.path)), use.span, whole.start, whole.end)


def _clocks(model: SemanticModel) -> Iterator[Volatile]:
    for call in model.calls:
        if call.kind == "function" and call.name in _CLOCKS and call.island.kind == "output":
            whole = call.island.span
            yield Volatile(f"{call.name}()", call.span, whole.start, whole.end)


def _changes(name: str) -> bool:
    words = tuple(word.lower() for word in _WORD.findall(name))
    if not words or not _MATTER.isdisjoint(words):
        return False
    return words[-1:] in _ENDS or words[-2:] in _ENDS
