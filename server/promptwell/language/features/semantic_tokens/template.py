"""The words of the tags and outputs of a body, and its roles."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.block_tags import raw_words
from promptwell.language.features.semantic_tokens.handlebars import handlebars_tokens
from promptwell.language.features.semantic_tokens.names import Names
from promptwell.language.features.semantic_tokens.token import Kind, SemanticToken
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tokens import tokenize
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.text.source import Span

_KEYWORDS = frozenset(
    {
        *("and", "or", "not", "in", "is", "if", "else", "recursive", "import", "as"),
        *("with", "without", "context", "ignore", "missing", "scoped", "required"),
        *("true", "True", "false", "False", "none", "None"),
    }
)
_KEYWORD, _OPERATOR = Kind("keyword"), Kind("operator")
_LEXICAL = {"string": Kind("string"), "integer": Kind("number"), "float": Kind("number")}


def template_tokens(names: Names, span: Span) -> Iterator[SemanticToken]:
    """The tokens of the body within a range, in the order of the text for each kind of part."""
    document = names.model.document
    for island in document.template.islands_in(span):
        if island.kind == "comment":
            yield SemanticToken(island.span, Kind("comment"))
        elif island.kind == "raw":
            yield from (SemanticToken(each, _KEYWORD) for each in raw_words(document, island))
        elif document.engine == "markdown":
            yield SemanticToken(island.span, names.placeholder(island))
        elif document.engine == "handlebars":
            yield from handlebars_tokens(names, document, island)
        elif document.engine != "jinja2":
            yield from (SemanticToken(*each) for each in names.in_island(island))
        else:
            yield from _words(names, document, island)
    for message in document.messages:
        place = message.name_span
        if place.overlaps(span) and document.template.island_at(place.start + 1) is None:
            yield SemanticToken(place, Kind("decorator"))


def _words(names: Names, document: PromptDocument, island: Island) -> Iterator[SemanticToken]:
    """The delimiters, and between them each word: what the model knows of it, or what its letters tell."""
    text = document.source.slice(island.span)
    start = 3 if text[2:3] in ("-", "+") else 2
    end = len(text) - 2 if island.closed else len(text)
    if island.closed and end > start and text[end - 1] in "-+":
        end -= 1
    known = {each.start: (each, kind) for each, kind in names.in_island(island)}
    base = island.span.start
    yield SemanticToken(Span(base, base + start), _OPERATOR)
    for token in tokenize(text, start, max(start, end)):
        place = Span(base + token.start, base + token.end)
        if token.kind == "name" and place.start in known:
            yield SemanticToken(*known[place.start])
        elif token.kind == "name":
            if token.text in _KEYWORDS:
                yield SemanticToken(place, _KEYWORD)
        elif token.kind in _LEXICAL:
            yield SemanticToken(place, _LEXICAL[token.kind])
        elif token.kind == "operator" and token.text not in "()[]{},.:;":
            yield SemanticToken(place, _OPERATOR)
    if island.closed:
        yield SemanticToken(Span(base + max(start, end), island.span.end), _OPERATOR)
