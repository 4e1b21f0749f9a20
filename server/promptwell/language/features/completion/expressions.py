"""What can stand in an expression: names, attributes, filters, tests, words."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.attributes import attributes
from promptwell.language.features.completion.builtins import filters, tests
from promptwell.language.features.completion.cursor import IslandCursor
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.names import names
from promptwell.language.features.completion.quoted import in_quotes
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.values import type_before

_VALUE_ENDS = frozenset({")", "]", "}"})
_WORDS = ("is", "in", "not in", "and", "or", "if", "else")
# After these names an expression begins; after any other a value has ended.
_OPERATOR_WORDS = frozenset({"and", "or", "not", "if", "else", "elif", "in", "is", "print", "do"})


def in_expression(site: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    """What fits after the tokens before the cursor."""
    if cursor.quote is not None:
        yield from in_quotes(site, cursor)
    elif cursor.last == ".":
        yield from attributes(site, cursor, cursor.tokens[:-1])
    elif cursor.last == "|":
        yield from filters(site, cursor.word, type_before(site, cursor.tokens[:-1]))
    elif _after_is(cursor):
        yield from tests(site, cursor.word)
    elif ends_value(cursor):
        if cursor.tokens[-1].end < cursor.word.start:
            for number, word in enumerate(_WORDS):
                yield CompletionItem(word, "keyword", cursor.word, word, order=number)
    else:
        yield from names(site, cursor)


def ends_value(cursor: IslandCursor) -> bool:
    """Whether a value ends just before what is being typed, so that an operator would follow."""
    if not cursor.tokens:
        return False
    token = cursor.tokens[-1]
    if token.kind == "name":
        is_tag = cursor.is_tag and len(cursor.tokens) == 1
        return not is_tag and token.text not in _OPERATOR_WORDS
    return token.kind in ("integer", "float", "string") or token.text in _VALUE_ENDS


def _after_is(cursor: IslandCursor) -> bool:
    words = [token.text for token in cursor.tokens[-2:]]
    return words[-1:] == ["is"] or words == ["is", "not"]
