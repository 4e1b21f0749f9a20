"""Where text from outside reaches a message: which output, whose text, and whether it is fenced in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from promptwell.language.detectors.delimiters import DelimitedText
from promptwell.language.semantics.model import Local, SemanticModel, Use
from promptwell.language.text.source import Span

Reason = Literal["declared", "name"]

# Names of things that people outside wrote, as words of an identifier.
_OUTSIDE = frozenset(
    {
        ("document",), ("documents",), ("email",), ("emails",), ("html",), ("queries",), ("query",),
        ("tool", "result"), ("tool", "results"), ("user", "input"), ("user", "inputs"),
    }
)  # fmt: skip
# `document_count` or `email_address` is a fact about the text, not the text.
_FACTS = frozenset(
    {
        "address", "addresses", "count", "date", "domain", "enabled", "format", "id", "ids",
        "index", "kind", "lang", "language", "length", "limit", "mode", "name", "names", "num",
        "number", "parameters", "params", "path", "required", "schema", "score", "scores", "size",
        "status", "syntax", "time", "type", "types", "uri", "url", "version",
    }
)  # fmt: skip
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# What these give back is a number, a yes or no, or JSON with its quotes escaped.
_HARMLESS = frozenset({"length", "count", "int", "float", "abs", "round", "tojson", "sum"})


class Inflow(NamedTuple):
    """Text of one input written into a message.

    `use` is the place, `input` the input's name, `reason` why it counts as outside text.
    `delimited` tells whether tags, a fence or triple quotes set it apart from the instructions.
    """

    use: Use
    input: str
    reason: Reason
    delimited: bool


def inflows(model: SemanticModel, roles: frozenset[str]) -> Iterator[Inflow]:
    """Outside text that the file writes into messages of these roles, in the order of the text."""
    suspects = _suspects(model)
    if not suspects:
        return
    sources = _Sources(model)
    fenced: dict[Span, DelimitedText] = {}
    for use in model.uses:
        if not use.output or use.message is None or use.message.role not in roles:
            continue
        if not _HARMLESS.isdisjoint(use.filters):
            continue
        name = next((each for each in sources.of(use) if each in suspects), None)
        if name is None:
            continue
        content = use.message.content
        if content not in fenced:
            fenced[content] = DelimitedText(model.document, content)
        yield Inflow(use, name, suspects[name], fenced[content].covers(use.span.start))


def names_outside_text(name: str) -> bool:
    """Whether a variable's name says that it holds a text someone outside wrote."""
    words = tuple(word.lower() for word in _WORD.findall(name))
    if not words or words[-1] in _FACTS:
        return False
    return any((word,) in _OUTSIDE for word in words) or any(
        pair in _OUTSIDE for pair in pairwise(words)
    )


def _suspects(model: SemanticModel) -> dict[str, Reason]:
    found: dict[str, Reason] = {}
    for name in {use.name for use in model.free_uses}:
        declaration = model.declared.get(name)
        if declaration and declaration.trust == "trusted":
            continue
        if declaration and declaration.trust == "untrusted":
            found[name] = "declared"
        elif names_outside_text(name):
            kind = model.type_of_input(name).kind
            if kind not in ("integer", "float", "boolean", "image", "file", "audio", "thread"):
                found[name] = "name"
    return found


class _Sources:
    """Which inputs a local name takes its value from, through loops, `set`, `with` and other locals."""

    def __init__(self, model: SemanticModel) -> None:
        self._by_start = {use.span.start: use for use in model.uses}
        self._known: dict[int, tuple[str, ...]] = {}

    def of(self, use: Use) -> tuple[str, ...]:
        """The inputs behind a use: itself, or those of the local name it means."""
        if use.target is None:
            return (use.name,)
        return self._of_local(use.target)

    def _of_local(self, local: Local) -> tuple[str, ...]:
        key = id(local)
        if key in self._known:
            return self._known[key]
        self._known[key] = ()  # a name that is set from itself adds nothing
        names: dict[str, None] = {}
        if local.value is not None:
            for part in local.value.walk():
                if part.kind != "name":
                    continue
                use = self._by_start.get(local.island.absolute(part.name_span).start)
                if use and _HARMLESS.isdisjoint(use.filters):
                    names.update(dict.fromkeys(self.of(use)))
        self._known[key] = tuple(names)
        return self._known[key]
