"""Semantic tokens as the numbers that the protocol wants, and the difference of two answers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import get_args

from lsprotocol import types

from promptwell.entrypoints.lsp.positions import Positions
from promptwell.language.features.semantic_tokens.token import Modifier, SemanticToken, TokenType

_TYPES: tuple[str, ...] = get_args(TokenType)
_MODIFIERS: tuple[str, ...] = get_args(Modifier)
_TYPE_NUMBERS = {name: number for number, name in enumerate(_TYPES)}
_MODIFIER_BITS = {name: 1 << number for number, name in enumerate(_MODIFIERS)}
_MOST_KEPT = 32

LEGEND = types.SemanticTokensLegend(_TYPES, _MODIFIERS)
"""The names of what the numbers stand for."""


def to_numbers(tokens: Iterable[SemanticToken], positions: Positions) -> list[int]:
    """Five numbers for each token: line and column from the token before, length, type, modifiers."""
    numbers: list[int] = []
    line = column = 0
    for span, kind in tokens:
        start = positions.position(span.start)
        end = positions.position(span.end)
        numbers += (
            start.line - line,
            start.column - column if start.line == line else start.column,
            end.column - start.column,
            _TYPE_NUMBERS[kind.type],
            sum(_MODIFIER_BITS[modifier] for modifier in kind.modifiers),
        )
        line, column = start
    return numbers


class TokenAnswers:
    """The last answer for each document, so that the next one can tell only what changed."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, list[int]]] = OrderedDict()
        self._count = 0

    def full(self, path: str, numbers: list[int]) -> types.SemanticTokens:
        """All tokens of a document, under a name by which the client may refer to them."""
        return types.SemanticTokens(numbers, self._keep(path, numbers))

    def difference(
        self, path: str, previous: str, numbers: list[int]
    ) -> types.SemanticTokens | types.SemanticTokensDelta:
        """What changed since the answer that the client has; everything if it is not the last one."""
        name, before = self._kept.get(path, ("", []))
        if name != previous:
            return self.full(path, numbers)
        edits = list(_edits(before, numbers))
        return types.SemanticTokensDelta(edits, self._keep(path, numbers))

    def _keep(self, path: str, numbers: list[int]) -> str:
        self._count += 1
        self._kept[path] = (str(self._count), numbers)
        self._kept.move_to_end(path)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return str(self._count)


def _edits(before: Sequence[int], after: Sequence[int]) -> Iterable[types.SemanticTokensEdit]:
    """The one stretch of numbers that is not the same, if any."""
    shorter = min(len(before), len(after))
    start = 0
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    if start < len(before) - end or start < len(after) - end:
        new = after[start : len(after) - end]
        yield types.SemanticTokensEdit(start, len(before) - end - start, list(new))
