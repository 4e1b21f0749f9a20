"""The value that a filter, a test or an attribute belongs to, and what is known of its type."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.language.features.available import type_of_name
from promptwell.language.features.completion.site import Site
from promptwell.language.semantics.expression_types import type_of_expression
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.templates.jinja.expressions import ExpressionReader
from promptwell.language.syntax.templates.jinja.tokens import Token

_OPENING = frozenset({")", "]", "}"})
_IN_VALUES = frozenset({".", "|"})
_WORDS = frozenset({"and", "or", "not", "if", "else", "elif", "in", "is", "for", "set", "print"})


def type_before(site: Site, tokens: Sequence[Token]) -> Type:
    """What is known of the type of the value that ends with the last token.

    `a and orders | sort` ends with the value `orders | sort`.
    """
    start = _start(tokens)
    if start == len(tokens):
        return ANY
    reader = ExpressionReader(list(tokens[start:]), tokens[-1].end)
    expression = reader.expression()
    if reader.fault is not None:
        return ANY

    def named(name: str) -> Type:
        return type_of_name(site.project, site.model, name, site.offset)

    return type_of_expression(expression, named)


def _start(tokens: Sequence[Token]) -> int:
    """The position of the first token of the value that ends with the last."""
    position = len(tokens)
    while position > 0:
        token = tokens[position - 1]
        if token.kind == "operator" and token.text in _OPENING:
            position = _opening(tokens, position - 1)
            continue
        if _ends(token):
            return position
        position -= 1
        if position > 0 and token.kind == "name" and tokens[position - 1].kind == "name":
            return position  # two names beside each other: the first is a tag's
    return 0


def _ends(token: Token) -> bool:
    """Whether a value can't reach over a token."""
    if token.kind == "name":
        return token.text in _WORDS
    return token.kind == "operator" and token.text not in _IN_VALUES


def _opening(tokens: Sequence[Token], closing: int) -> int:
    """The position of the bracket that the one at a position closes; 0 where it is missing."""
    depth = 0
    for position in range(closing, -1, -1):
        if tokens[position].kind != "string":
            depth += (tokens[position].text in ")]}") - (tokens[position].text in "([{")
        if depth == 0:
            return position
    return 0
