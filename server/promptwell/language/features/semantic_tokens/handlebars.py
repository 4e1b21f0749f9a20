"""The words of Handlebars tags: helpers, names, paths, literals."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.semantic_tokens.names import INPUT, Names
from promptwell.language.features.semantic_tokens.token import Kind, SemanticToken
from promptwell.language.semantics.handlebars.vocabulary import vocabulary_of
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.text.source import Span

_OPERATOR, _KEYWORD = Kind("operator"), Kind("keyword")
_KNOWN = Kind("function", ("defaultLibrary",))
_UNKNOWN = Kind("function")
_GIVEN = Kind("variable", ("defaultLibrary",))
_STEERING = frozenset({"if", "unless", "each", "with"})


def handlebars_tokens(
    names: Names, document: PromptDocument, island: Island
) -> Iterator[SemanticToken]:
    """The words of one tag with their kinds, in the order of the text."""
    found = {token.span: token for token in _tokens(names, document, island)}
    last = island.span.start
    for token in sorted(found.values(), key=lambda each: each.span):
        if token.span.start >= last and "\n" not in document.source.slice(token.span):
            last = token.span.end
            yield token


def _tokens(names: Names, document: PromptDocument, island: Island) -> Iterator[SemanticToken]:
    parsed = island.parsed
    text = document.text
    start, end = island.span
    opened = start
    while opened < end and text[opened] in "{~#/^>&*":
        opened += 1
    yield SemanticToken(Span(start, opened), _OPERATOR)
    if island.closed:
        closed = end
        while closed > opened and text[closed - 1] in "}~":
            closed -= 1
        yield SemanticToken(Span(closed, end), _OPERATOR)
    if parsed.name:
        yield SemanticToken(island.absolute(parsed.name_span), Kind("namespace"))
    for expression in parsed.expressions:
        for each, is_head in _walk(expression):
            token = _token(names, island, each, is_head)
            if token is not None and not _is_name_of_partial(island, token.span):
                yield token
    for binding in parsed.bindings:
        place = island.absolute(binding.span)
        yield SemanticToken(place, Kind("variable", ("declaration",)))
    word = parsed.tag.lstrip("/").removeprefix("else ")
    if parsed.tag == "else" or word in _STEERING:
        yield SemanticToken(island.absolute(parsed.tag_span), _KEYWORD)
    elif parsed.tag.startswith("/"):
        kind = _KNOWN if word in vocabulary_of(document).helpers else _UNKNOWN
        yield SemanticToken(island.absolute(parsed.tag_span), kind)


def _walk(root: Expression) -> Iterator[tuple[Expression, bool]]:
    """All parts of an expression, each with whether it names a helper that is called."""
    stack = [(root, False)]
    while stack:
        expression, is_head = stack.pop()
        yield expression, is_head
        calls = expression.kind == "call"
        children = [(each, calls and not index) for index, each in enumerate(expression.children)]
        stack.extend(reversed(children))


def _token(
    names: Names, island: Island, expression: Expression, is_head: bool
) -> SemanticToken | None:
    place = island.absolute(expression.name_span)
    kind = expression.kind
    if kind == "constant":
        type_: Kind = Kind("keyword")
        if isinstance(expression.value, str):
            type_ = Kind("string")
        elif isinstance(expression.value, (int, float)) and not isinstance(expression.value, bool):
            type_ = Kind("number")
        return SemanticToken(island.absolute(expression.span), type_)
    if kind == "keyword":
        return SemanticToken(place, Kind("parameter"))
    if kind == "attribute" and expression.value:
        return SemanticToken(place, _field(names, expression, place))
    if kind != "name":
        return None
    name = str(expression.value)
    if names.is_called(place.start) or (is_head and names.use_at(place.start) is None):
        known = name in vocabulary_of(names.model.document).helpers
        return SemanticToken(place, _KNOWN if known else _UNKNOWN)
    if name.startswith(("@", ".")) or name == "this":
        return SemanticToken(place, _GIVEN)
    use = names.use_at(place.start)
    if use is None:
        return SemanticToken(place, INPUT)
    if use.target is not None:
        kind_ = Kind("property") if use.name == "this" else Kind("variable")
        return SemanticToken(place, kind_)
    return SemanticToken(place, names.input(use.name, guarded=use.guarded))


def _field(names: Names, expression: Expression, place: Span) -> Kind:
    """A field, or an input behind `../` and `@root.`."""
    owner = expression.children[0]
    use = names.use_at(place.start) if owner.kind == "name" else None
    is_input = use is not None and use.span == place and use.target is None
    return names.input(use.name, guarded=use.guarded) if is_input and use else Kind("property")


def _is_name_of_partial(island: Island, span: Span) -> bool:
    parsed = island.parsed
    return parsed.tag in (">", "#>") and island.absolute(parsed.name_span).overlaps(span)
