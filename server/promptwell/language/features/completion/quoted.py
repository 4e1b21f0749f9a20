"""What can stand in quotes: the key of an item, and what filters take by its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.features.completion.attributes import attributes, fields
from promptwell.language.features.completion.builtins import filters, tests
from promptwell.language.features.completion.cursor import IslandCursor
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.values import type_before
from promptwell.language.semantics.types import Type
from promptwell.language.syntax.templates.jinja.tokens import Token

# Which argument of a filter names an attribute of the items, by position.
_ATTRIBUTES = {"selectattr": 0, "rejectattr": 0, "groupby": 0, "sum": 0, "join": 1, "sort": 2}
_ATTRIBUTES |= {"unique": 1, "max": 1, "min": 1, "attr": 0}
_TAKE_ATTRIBUTES = frozenset({*_ATTRIBUTES, "map"}) - {"attr"}
_FILTER_NAMES = {"map": 0}
_TEST_NAMES = {"select": 0, "reject": 0, "selectattr": 1, "rejectattr": 1}


class _Argument(NamedTuple):
    """The argument that is being typed: of which filter, at which place or by which name."""

    filter: str
    position: int
    keyword: str
    value: list[Token]


def in_quotes(site: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    """The keys of a value in brackets, or the names that a filter takes as text."""
    if cursor.last == "[":
        yield from attributes(site, cursor, cursor.tokens[:-1])
        return
    argument = _argument(cursor.tokens)
    if argument is None:
        return
    name = argument.filter
    if argument.keyword:
        if argument.keyword == "attribute" and name in _TAKE_ATTRIBUTES:
            yield from _of_items(site, cursor, argument)
    elif argument.position == _ATTRIBUTES.get(name):
        yield from _of_items(site, cursor, argument)
    elif argument.position == _FILTER_NAMES.get(name):
        yield from (item._replace(snippet="") for item in filters(site, cursor.word))
    elif argument.position == _TEST_NAMES.get(name):
        yield from (
            item._replace(snippet="") for item in tests(site, cursor.word) if item.kind == "test"
        )


def _of_items(site: Site, cursor: IslandCursor, argument: _Argument) -> Iterator[CompletionItem]:
    """The attributes of what the filter works on; behind a dot those of the attribute before it."""
    known: Type = type_before(site, argument.value)
    if argument.filter != "attr":
        known = known.element()
    path, dot, _ = cursor.prefix.rpartition(".")
    for step in path.split(".") if dot else ():
        known = known.attribute("[]" if step.isdigit() else step)
    yield from fields(known, cursor, path, before=len(path) + len(dot))


def _argument(tokens: list[Token]) -> _Argument | None:
    """The argument of a filter that begins behind the tokens."""
    keyword = ""
    end = len(tokens)
    if end > 1 and tokens[-1].text == "=" and tokens[-2].kind == "name":
        keyword = tokens[-2].text
        end -= 2
    depth = 0
    commas = 0
    for index in range(end - 1, 1, -1):
        text = tokens[index].text if tokens[index].kind != "string" else ""
        depth += (text in (")", "]", "}")) - (text in ("(", "[", "{"))
        if depth == 0 and text == ",":
            commas += 1
        if depth < 0:
            is_filter = text == "(" and tokens[index - 2].text == "|"
            if not is_filter or tokens[index - 1].kind != "name":
                return None
            return _Argument(tokens[index - 1].text, commas, keyword, tokens[: index - 2])
    return None
