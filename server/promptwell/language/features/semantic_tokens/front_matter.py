"""The words of the front matter: keys, the inputs it declares, values, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.features.semantic_tokens.names import Names
from promptwell.language.features.semantic_tokens.token import Kind, SemanticToken
from promptwell.language.features.symbol import front_matter_nodes
from promptwell.language.semantics.declarations import name_place
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.syntax.formats.base import schema_at
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

_COMMENT = re.compile(r"(?<=\s)#[^\r\n]*")
_DECLARED = Kind("parameter", ("declaration", "readonly"))


def front_matter_tokens(names: Names) -> Iterator[SemanticToken]:
    """The tokens of the front matter: its nodes in their order, then its comments."""
    model = names.model
    document = model.document
    if document.front_matter is None:
        return
    known = _known(names)
    written: list[Span] = []
    for path, node, is_key in front_matter_nodes(document.root):
        if node.span.start == node.span.end:
            continue
        written.append(node.span)
        place = name_place(document, node)
        if place.start in known:
            yield SemanticToken(place, known[place.start])
        elif is_key:
            yield SemanticToken(node.span, _key(model, path))
        else:
            yield SemanticToken(node.span, _value(model, path, node))
    for comment in _comments(model, document.front_matter.content, written):
        yield SemanticToken(comment, Kind("comment"))


def _known(names: Names) -> dict[int, Kind]:
    """What the model tells of places in the front matter: declared inputs, their types, bindings."""
    model = names.model
    known: dict[int, Kind] = {}
    for declaration in model.declarations:
        if declaration.type_span is not None:
            known[declaration.type_span.start] = Kind("type")
        if model.document.source.slice(declaration.name_span) == declaration.name:
            known[declaration.name_span.start] = _DECLARED
    for use in model.uses:
        if use.island is None:
            known[use.span.start] = names.input(use.name)
    return known


def _key(model: SemanticModel, path: tuple[str | int, ...]) -> Kind:
    schema = schema_at(model.document, path)
    return Kind("property", ("deprecated",) if schema and schema.deprecated else ())


def _value(model: SemanticModel, path: tuple[str | int, ...], node: YamlNode) -> Kind:
    value = node.value
    if value is None or isinstance(value, bool):
        return Kind("keyword")
    if isinstance(value, int | float):
        return Kind("number")
    schema = schema_at(model.document, path)
    if schema and not schema.suggested and value in schema.values:
        return Kind("enumMember")
    return Kind("string")


def _comments(model: SemanticModel, content: Span, written: list[Span]) -> Iterator[Span]:
    """The comments between the nodes: a `#` inside a value is none."""
    text = model.document.text
    if "#" not in text[content.start : content.end]:
        return
    position = content.start
    for span in [*sorted(written), Span(content.end, content.end)]:
        for match in _COMMENT.finditer(text, position, max(position, span.start)):
            yield Span(*match.span())
        position = max(position, span.end)
