"""The other places in a file of what stands under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from promptwell.language.features.attribute_uses import attribute_places_in
from promptwell.language.features.block_tags import block_at, islands_of, raw_words
from promptwell.language.features.linked_editing import linked
from promptwell.language.features.symbol import Symbol, symbol_at
from promptwell.language.features.variables import places_in, variable_of
from promptwell.language.semantics.model import Local, SemanticModel, Use
from promptwell.language.text.source import Span

HighlightKind = Literal["text", "read", "write"]


class Highlight(NamedTuple):
    """One place; `write` where the name gets its value or is declared, `read` where it is used."""

    span: Span
    kind: HighlightKind = "text"


def highlights(model: SemanticModel, offset: int) -> list[Highlight]:
    """Every place of this file that belongs to what an offset touches, in the order of the text.

    A variable, an attribute of it, a macro, a filter, a path: where the same one stands. A tag:
    the others of its block. A role: the messages of that role.
    """
    found = list(_of_tags(model, offset))
    if not found:
        symbol = symbol_at(model, offset)
        found = list(_of_symbol(model, symbol)) if symbol is not None else []
    pair = linked(model, offset) if not found else None
    if pair is not None:
        found = [Highlight(span) for span in pair.spans]
    return sorted(set(found))


def _of_tags(model: SemanticModel, offset: int) -> Iterator[Highlight]:
    """The tags of a block, where the offset is on one of their words."""
    document = model.document
    island = document.template.island_at(offset)
    if island is None:
        return
    spans: list[Span] = []
    if island.kind == "raw":
        spans = raw_words(document, island)
    elif (block := block_at(document, offset)) is not None:
        spans = [each.absolute(each.parsed.tag_span) for each in islands_of(block)]
    if any(span.contains(offset) for span in spans):
        yield from map(Highlight, spans)


def _of_symbol(model: SemanticModel, symbol: Symbol) -> Iterator[Highlight]:
    if symbol.kind in ("input", "local"):
        yield from _of_variable(model, symbol)
    elif symbol.kind in ("attribute", "key", "value"):
        yield from _of_attribute(model, symbol)
    elif symbol.kind == "macro" and symbol.local is not None:
        yield from _of_imported(model, symbol.local, symbol.name)
    elif symbol.kind in ("filter", "test", "function"):
        calls = (call for call in model.calls if call.kind == symbol.kind)
        yield from _named(symbol.name, ((call.name, call.span) for call in calls))
    elif symbol.kind == "block":
        yield from _of_block_name(model, symbol.name)
    elif symbol.kind == "reference":
        written = ((each.target, each.span) for each in model.references if not each.dynamic)
        yield from _named(symbol.name, written)
    elif symbol.kind == "role":
        roles = ((each.role, each.name_span) for each in model.messages if not each.implicit)
        yield from _named(symbol.name, roles)


def _named(name: str, places: Iterable[tuple[str, Span]]) -> Iterator[Highlight]:
    return (Highlight(span) for each, span in places if each == name)


def _of_variable(model: SemanticModel, symbol: Symbol) -> Iterator[Highlight]:
    variable = variable_of(model, symbol)
    if variable is None:
        return
    places = places_in(model, variable)
    declared = {location.span for location in places.declared}
    for span in declared:
        yield Highlight(span, "write")
    for location in places.used:
        if location.span not in declared:
            yield Highlight(location.span, "read")


def _of_attribute(model: SemanticModel, symbol: Symbol) -> Iterator[Highlight]:
    """Where this file declares and reads one attribute: `user.name`, however the user is called."""
    places = attribute_places_in(model, symbol)
    assigned = {span for use in model.uses if _is_set(use) for span in use.path_spans[-1:]}
    for location in places.declared:
        yield Highlight(location.span, "write")
    for location in places.used:
        yield Highlight(location.span, "write" if location.span in assigned else "read")


def _is_set(use: Use) -> bool:
    """Whether a `set` tag gives a value to this attribute: `{% set box.count = 1 %}`."""
    island = use.island
    if island is None or island.parsed.tag != "set" or not island.parsed.assigns:
        return False
    targets = island.parsed.expressions[:-1]
    return any(island.absolute(each.span).covers(use.span) for each in targets)


def _of_imported(model: SemanticModel, imported: Local, name: str) -> Iterator[Highlight]:
    """A macro of another file: where it is taken from the import."""
    for binding, _ in imported.island.parsed.aliases:
        if binding.name == name:
            yield Highlight(imported.island.absolute(binding.span), "write")
    for call in model.calls:
        if call.target == imported and (call.name == name or call.name == imported.name):
            yield Highlight(call.span, "read")


def _of_block_name(model: SemanticModel, name: str) -> Iterator[Highlight]:
    for island in model.document.template.islands:
        if island.parsed.name == name and island.parsed.tag in ("block", "endblock"):
            kind: HighlightKind = "write" if island.parsed.tag == "block" else "text"
            yield Highlight(island.absolute(island.parsed.name_span), kind)
