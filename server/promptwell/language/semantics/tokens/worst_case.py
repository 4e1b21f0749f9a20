"""The most tokens that a prompt comes to over the rows of a dataset."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from promptwell.language.semantics.model import ABSENT, Local, SemanticModel, Use
from promptwell.language.semantics.tokens.counting import (
    ESTIMATES_ONLY,
    TokenCount,
    Tokenizers,
    count_tokens,
)
from promptwell.language.semantics.tokens.prompt import (
    count_prompt,
    count_rendered,
    literal_text,
)
from promptwell.language.syntax.templates.jinja.tree import Block, Expression, Island
from promptwell.language.text.source import Span

_DEPTH = 8


class WorstCase(NamedTuple):
    """The largest count over rows, and which row has it, counted from 0."""

    tokens: TokenCount
    row: int


def worst_case(
    model: SemanticModel,
    rows: Sequence[Mapping[str, Any]],
    name: str | None,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
) -> WorstCase | None:
    """The row with the most tokens for the model of this name, without rendering; None for no rows.

    To the written text it adds every value that is written out, as often as loops write it.
    Conditions count as true and filters as changing nothing, so it is an estimate on the high
    side. What a dataset's row lacks comes from the declared default.
    """
    written = count_prompt(model.document, name, tokenizers).total
    counter = _ValueCounter(model, name, tokenizers)
    worst: WorstCase | None = None
    for index, row in enumerate(rows):
        count = written.more(counter.tokens_for(row), exact=False)
        if worst is None or count.count > worst.tokens.count:
            worst = WorstCase(count, index)
    return worst


def worst_rendered(
    renderings: Iterable[Sequence[tuple[str, str]]],
    name: str | None,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
) -> WorstCase | None:
    """The rendering with the most tokens; each is its messages as pairs of role and text."""
    counts = [
        WorstCase(count_rendered(messages, name, tokenizers), index)
        for index, messages in enumerate(renderings)
    ]
    return max(counts, key=lambda each: each.tokens.count, default=None)


class _ValueCounter:
    """Counts what the values of a row add to a prompt's written text."""

    def __init__(self, model: SemanticModel, name: str | None, tokenizers: Tokenizers) -> None:
        self.model = model
        self.name = name
        self.tokenizers = tokenizers
        self.defaults = {
            each.name: each.default for each in model.declarations if each.default is not ABSENT
        }
        self.outputs = [use for use in model.uses if use.output and use.island]
        self.loops = [
            (block.branches[0].island, self._tokens(self._body_text(block)))
            for block in model.document.template.blocks()
            if block.tag == "for"
        ]

    def tokens_for(self, row: Mapping[str, Any]) -> int:
        values = {**self.defaults, **row}
        total = 0
        for use in self.outputs:
            total += sum(self._tokens(_text_of(value)) for value in self._values(use, values))
        for island, tokens in self.loops:
            iterable = island.parsed.expressions[0] if island.parsed.expressions else None
            passes = len(self._items(iterable, island, values, _DEPTH)) if iterable else 0
            total += tokens * max(0, passes - 1)
        return total

    def _tokens(self, text: str) -> int:
        return count_tokens(text, self.name, self.tokenizers).count if text else 0

    def _body_text(self, block: Block) -> str:
        """The text a loop repeats, without that of loops inside it, which are counted themselves."""
        branch = block.branches[0]
        after = block.branches[1].island if len(block.branches) > 1 else block.end
        span = Span(branch.island.span.end, after.span.start if after else block.span.end)
        text, _ = literal_text(self.model.document, span)
        for child in branch.children:
            if isinstance(child, Block) and child.tag == "for":
                text = text.replace(self._body_text(child), "", 1)
        return text

    def _values(self, use: Use, row: Mapping[str, Any]) -> list[Any]:
        if use.target is None:
            found = [row[use.name]] if use.name in row else []
        else:
            found = self._local_values(use.target, row, _DEPTH)
        return _follow(found, use.path)

    def _local_values(self, local: Local, row: Mapping[str, Any], depth: int) -> list[Any]:
        if local.value is None:
            return []
        if local.kind == "loop":
            return self._items(local.value, local.island, row, depth)
        return self._evaluate(local.value, local.island, row, depth)

    def _items(
        self, iterable: Expression, island: Island, row: Mapping[str, Any], depth: int
    ) -> list[Any]:
        items: list[Any] = []
        for value in self._evaluate(iterable, island, row, depth):
            items += value if isinstance(value, list | dict) else []
        return items

    def _evaluate(
        self, expression: Expression, island: Island, row: Mapping[str, Any], depth: int
    ) -> list[Any]:
        """The values an expression may have: names and attributes are followed, filters are not."""
        if depth == 0:
            return []
        if expression.kind == "name":
            local = self.model.visible_locals(island.span.start).get(str(expression.value))
            if local is not None:
                return self._local_values(local, row, depth - 1)
            return [row[expression.value]] if expression.value in row else []
        if expression.kind == "constant":
            return [expression.value]
        if expression.kind in ("attribute", "filter", "item", "call") and expression.children:
            found = self._evaluate(expression.children[0], island, row, depth - 1)
            return _follow(found, (expression.value,)) if expression.kind == "attribute" else found
        return []


def _follow(values: list[Any], path: Sequence[str]) -> list[Any]:
    for name in path:
        values = [value[name] for value in values if isinstance(value, dict) and name in value]
    return values


def _text_of(value: Any) -> str:
    """About what a value becomes in the text: strings as they are, the rest as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
