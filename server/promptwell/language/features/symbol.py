"""What stands at an offset of a file: an input, a local name, a filter, a path, a key ..."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from promptwell.language.semantics.model import Call, Local, Reference, SemanticModel
from promptwell.language.semantics.models.reference import model_reference
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.document import Message, PromptDocument
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES, dialect
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

SymbolKind = Literal[
    "input",
    "local",
    "attribute",
    "macro",  # of another file, through an import
    "special",  # `loop`, `self` and their like
    "filter",
    "test",
    "function",
    "tag",
    "block",
    "argument",  # `name=` of a call
    "reference",
    "model",
    "key",
    "value",
    "role",
]


@dataclass(frozen=True, slots=True)
class Symbol:
    """One thing and its place. What else is known depends on the kind.

    `local` is set for `local` and `macro` (then it is the import), `type` for `attribute`,
    `call` for `argument`, `reference` for `reference`, `path` (of keys) for `key` and `value`,
    `message` for `role`.
    """

    kind: SymbolKind
    name: str
    span: Span
    local: Local | None = None
    type: Type = ANY
    owner: str = ""
    reference: Reference | None = None
    path: tuple[str | int, ...] = ()
    message: Message | None = None
    call: Call | None = None


def symbol_at(model: SemanticModel, offset: int) -> Symbol | None:
    """What an offset touches; where two things meet, the one that begins there."""
    touching = [symbol for symbol in _symbols(model, offset) if symbol.span.contains(offset)]
    for symbol in touching:
        if offset < symbol.span.end:
            return symbol
    return touching[0] if touching else None


def front_matter_nodes(
    node: YamlNode, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], YamlNode, bool]]:
    """All keys and scalars below a node, each with its path of keys and whether it is a key."""
    for entry in node.entries:
        yield (*path, entry.name), entry.key, True
        yield from front_matter_nodes(entry.value, (*path, entry.name))
    for index, item in enumerate(node.items):
        yield from front_matter_nodes(item, (*path, index))
    if node.kind == "scalar" and path:
        yield path, node, False


def _symbols(model: SemanticModel, offset: int) -> Iterator[Symbol]:
    """The things near an offset, the more telling first."""
    document = model.document
    yield from _calls(model, offset)
    yield from _uses(model, offset)
    yield from _declared(model, offset)
    for reference in model.references:
        if reference.span.contains(offset) and not reference.dynamic:
            yield Symbol("reference", reference.target, reference.span, reference=reference)
    for call in model.calls:
        if call.span.contains(offset) and call.kind == "function" and call.target is None:
            yield Symbol("function", call.name, call.span, call=call)
    island = document.template.island_at(offset)
    if island is not None:
        yield from _in_island(model, island, offset)
    elif document.front_matter and document.front_matter.span.contains(offset):
        yield from _in_front_matter(document, offset)
    for message in document.messages:
        if message.role and message.name_span.contains(offset):
            yield Symbol("role", message.role, message.name_span, message=message)


def _calls(model: SemanticModel, offset: int) -> Iterator[Symbol]:
    """Filters, tests, and macros of an imported file."""
    for call in model.calls:
        if not call.span.contains(offset):
            continue
        if call.kind != "function":
            yield Symbol(call.kind, call.name, call.span, call=call)
        elif call.target and call.name != call.target.name:
            yield Symbol("macro", call.name, call.span, call.target, call=call)


def _declared(model: SemanticModel, offset: int) -> Iterator[Symbol]:
    for local in model.locals:
        if local.span.contains(offset):
            yield Symbol("local", local.name, local.span, local)
    for declaration in model.declarations:
        place = declaration.name_span
        if place.contains(offset) and model.document.source.slice(place) == declaration.name:
            yield Symbol("input", declaration.name, place)


def _uses(model: SemanticModel, offset: int) -> Iterator[Symbol]:
    given = dialect(model.document.dialect).globals - model.declared.keys()
    for use in model.uses:
        if use.span.contains(offset):
            if use.target is not None:
                yield Symbol("local", use.name, use.span, use.target)
            else:
                yield Symbol("function" if use.name in given else "input", use.name, use.span)
        known = use.type if use.target is not None else model.type_of_input(use.name)
        owner = use.name if use.target is None else owner_name(model, use.target)
        for name, span in zip(use.path, use.path_spans, strict=False):
            known = known.attribute(name)
            if span.contains(offset) and name != "[]":
                yield Symbol("attribute", name, span, type=known, owner=owner)
            owner = f"{owner}[]" if name == "[]" else f"{owner}.{name}"


def owner_name(model: SemanticModel, local: Local) -> str:
    """A local name in words; the value of a section of Mustache, which has none, by the section's."""
    if model.document.engine != "mustache" or local.value is None:
        return local.name
    written = model.document.source.slice(local.island.absolute(local.value.span))
    return f"{written}[]" if local.kind == "loop" else written


def _in_island(model: SemanticModel, island: Island, offset: int) -> Iterator[Symbol]:
    parsed, document = island.parsed, model.document
    if parsed.tag:
        yield Symbol("tag", parsed.tag, island.absolute(parsed.tag_span))
    if parsed.name and parsed.tag in ("block", "endblock"):
        yield Symbol("block", parsed.name, island.absolute(parsed.name_span))
    for imported, binding in parsed.aliases:
        span = island.absolute(imported.span)
        local = next(
            (each for each in model.locals if each.island is island and each.name == binding), None
        )
        if span.contains(offset) and local is not None:
            yield Symbol("macro", imported.name, span, local)
    yield from _arguments(model, island)
    for expression in parsed.expressions:
        for inner in expression.walk():
            data = str(inner.value).startswith("@") and document.engine == "handlebars"
            if inner.kind == "name" and (inner.value in SPECIAL_NAMES or data):
                yield Symbol("special", str(inner.value), island.absolute(inner.span))
            elif inner.kind == "attribute" and inner.children[0].value == "loop":
                yield Symbol(
                    "attribute", str(inner.value), island.absolute(inner.name_span), owner="loop"
                )


def _arguments(model: SemanticModel, island: Island) -> Iterator[Symbol]:
    """Names of arguments, as `name=` in a call of a macro, filter or test."""
    calls = {call.span: call for call in model.calls if call.island is island}
    for expression in island.parsed.expressions:
        for inner in expression.walk():
            if inner.kind not in ("call", "filter", "test"):
                continue
            named = inner.children[0] if inner.kind == "call" else inner
            call = calls.get(island.absolute(named.name_span))
            for argument in inner.children[1:]:
                if argument.kind == "keyword" and call is not None:
                    place = island.absolute(argument.name_span)
                    yield Symbol("argument", str(argument.value), place, call=call)


def _in_front_matter(document: PromptDocument, offset: int) -> Iterator[Symbol]:
    named = model_reference(document)
    if named is not None and named.span.contains(offset):
        yield Symbol("model", named.name, named.span)
    for path, node, is_key in front_matter_nodes(document.root):
        if node.span.contains(offset):
            name = str(path[-1]) if is_key else str(node.value)
            yield Symbol("key" if is_key else "value", name, node.span, path=path)
