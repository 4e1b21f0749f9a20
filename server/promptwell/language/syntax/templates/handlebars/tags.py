"""One Handlebars tag: what it says, and what it does to the blocks around it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Literal, NamedTuple

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.handlebars.expressions import read_expression
from promptwell.language.syntax.templates.handlebars.tokens import (
    Finder,
    Inside,
    Token,
    read_inside,
)
from promptwell.language.syntax.templates.jinja.tree import (
    Expression,
    Island,
    IslandKind,
    Parsed,
)
from promptwell.language.text.source import Span

_OPENING = re.compile(r"\{\{~?(?P<mark>\#>|\#\*|\#|/|\^|>|&|\*|\{(?!\{))?")
_SPACED = re.compile(r"\{\{~?(?:\s*(?P<mark>\#>|\#\*|\#|/|\^|>|&|\*)\s*|(?P<third>\{)(?!\{))?")
_ELSE = re.compile(r"\s*else(?=[\s~}])")
_LONGEST_KEPT = 200


class Tag(NamedTuple):
    """A tag and what becomes of it: it stands for itself, opens a block, divides or closes one.

    `name` is that of the block; `problems` are places in the file.
    """

    action: Literal["add", "open", "divide", "close"]
    island: Island
    name: str = ""
    problems: tuple[Problem, ...] = ()


def read_tag(text: str, start: int, finder: Finder, limit: int, *, spaced: bool = False) -> Tag:
    """The tag that begins at an offset: no comment and no raw block.

    With `spaced`, blanks may stand before its mark.
    The same tag mostly stands in a file more than once, and in the file as it was before a keystroke.
    """
    end = finder.find("}}", start + 2)
    if 0 <= end <= start + _LONGEST_KEPT:
        found = _kept(text[start : end + 2], spaced)
        if found is not None:
            problems = tuple(each.shift(start) for each in found.problems)
            island = found.island
            moved = Island(island.kind, island.span.shift(start), island.parsed, island.closed)
            return Tag(found.action, moved, found.name, problems)
    return _Reader(text, start, finder, limit, spaced).read()


@lru_cache(maxsize=4096)
def _kept(written: str, spaced: bool) -> Tag | None:
    """The tag that a text is from its beginning to its end; None where it is another one."""
    tag = _Reader(written, 0, Finder(written, len(written)), len(written), spaced).read()
    return tag if tag.island.closed and tag.island.span.end == len(written) else None


class _Reader:
    def __init__(self, text: str, start: int, finder: Finder, limit: int, spaced: bool) -> None:
        self.text = text
        self.start = start
        self.finder = finder
        self.limit = limit
        self.opening = _SPACED if spaced else _OPENING
        self.problems: list[Problem] = []

    def read(self) -> Tag:
        opening = self.opening.match(self.text, self.start, self.limit)
        mark = next((each for each in opening.groups() if each), "") if opening else ""
        inner = opening.end(opening.lastindex or 0) if opening else self.start + 2
        closing = "}}}" if mark == "{" else "}}"
        inside = read_inside(self.text, inner, closing, self.finder, self.limit)
        if not inside.closed:
            stop = min(inside.end, self.finder.line_end(inner))
            message = f"this tag is not closed: `{closing}` is missing"
            self.problems.append(Problem("template-syntax", Span(self.start, stop), message))
            kept = [token for token in inside.tokens if token.end <= stop]
            inside = Inside(kept, stop, stop, False)
        tag = self._tag(mark, Span(self.start, inside.stop), inner, inside)
        return tag._replace(problems=tuple(self.problems))

    def _tag(self, mark: str, span: Span, inner: int, inside: Inside) -> Tag:
        match = _ELSE.match(self.text, inner, span.end) if mark == "" else None
        if match is not None:
            return Tag("divide", self._else(span, inside, match.end()))
        if mark == "^" and not inside.tokens and inside.closed:
            place = Span(inner - 1 - span.start, inner - span.start)
            return Tag("divide", Island("statement", span, Parsed("else", place), inside.closed))
        if mark in (">", "#>"):
            island = self._partial(mark, span, inner, inside)
            return Tag("add" if mark == ">" else "open", island, island.parsed.name)
        if mark not in ("#", "^", "#*", "/"):
            return Tag("add", self._island("output", span, inside, inside.tokens))
        island = self._island("statement", span, inside, inside.tokens)
        if mark == "/":  # nothing of it is evaluated, so it holds only the word
            parsed = _tagged(island, self.text, frozenset()).parsed
            ending = Parsed(f"/{parsed.tag}", parsed.tag_span, problems=parsed.problems)
            return Tag("close", replace(island, parsed=ending), parsed.tag)
        if mark == "#*":
            island = _inline(_tagged(island, self.text, frozenset(), "*"))
        else:
            flags = frozenset({"inverted"}) if mark == "^" else frozenset[str]()
            island = _tagged(island, self.text, flags)
        return Tag("open", island, island.parsed.tag.removeprefix("*"))

    def _else(self, span: Span, inside: Inside, end: int) -> Island:
        words = [token for token in inside.tokens if token.start >= end]
        first = inside.tokens[0] if inside.tokens else Token("id", end - 4, end)
        if not words:
            tag = Parsed("else", first.span.shift(-span.start))
            return Island("statement", span, tag, inside.closed)
        island = _tagged(self._island("statement", span, inside, words), self.text, frozenset())
        parsed = island.parsed
        tag_span = Span(first.start - span.start, parsed.tag_span.end)
        return replace(island, parsed=replace(parsed, tag=f"else {parsed.tag}", tag_span=tag_span))

    def _partial(self, mark: str, span: Span, inner: int, inside: Inside) -> Island:
        island = self._island("statement", span, inside, inside.tokens, is_partial=True)
        tag_span = Span(inner - 1 - span.start, inner - span.start)
        return replace(island, parsed=replace(island.parsed, tag=mark, tag_span=tag_span))

    def _island(
        self,
        kind: IslandKind,
        span: Span,
        inside: Inside,
        tokens: list[Token],
        *,
        is_partial: bool = False,
    ) -> Island:
        name, place = "", Span(0, 0)
        if is_partial:
            name, place = _partial_name(self.text, tokens, span.start)
        reading = read_expression(
            self.text,
            tokens,
            span.start,
            inside.end,
            is_block=kind == "statement",
            computed=is_partial,
            brackets=self.opening is _SPACED,
        )
        expressions: tuple[Expression, ...] = ()
        if reading.expression is not None:
            expressions = (reading.expression,)
        problems = reading.problems
        if inside.closed and not tokens:
            problems = [Problem("template-syntax", span, "a name is missing between these braces")]
        if inside.closed:
            self.problems += problems
        parsed = Parsed(
            expressions=expressions,
            bindings=reading.bindings,
            name=name,
            name_span=place,
            problems=tuple(each.shift(-span.start) for each in problems),
        )
        return Island(kind, span, parsed, inside.closed)


def _partial_name(text: str, tokens: list[Token], base: int) -> tuple[str, Span]:
    """A partial's name, which may be a path or in quotes; "" where it is computed."""
    if not tokens or tokens[0].kind not in ("id", "string", "number", "literal"):
        return "", Span(0, 0)
    first = tokens[0]
    if first.kind == "string" or text[first.start] == "[":
        place = Span(first.start + 1, first.end - 1)
    else:
        end = 1
        while end < len(tokens) and tokens[end].start == tokens[end - 1].end:
            end += 1
        place = Span(first.start, tokens[end - 1].end)
    return text[place.start : place.end], place.shift(-base)


def _tagged(island: Island, text: str, flags: frozenset[str], prefix: str = "") -> Island:
    """The island with its first word as its tag."""
    parsed = island.parsed
    head = parsed.expressions[0] if parsed.expressions else None
    if head is not None and head.kind == "call":
        head = head.children[0]
    if head is None or head.kind == "missing":
        return replace(island, parsed=replace(parsed, flags=flags))
    place = head.span
    if text[island.span.start + place.start] in "\"'[":
        place = Span(place.start + 1, place.end - 1)
    start, end = island.absolute(place)
    tag = replace(parsed, tag=prefix + text[start:end], tag_span=place, flags=flags)
    return replace(island, parsed=tag)


def _inline(island: Island) -> Island:
    """`{{#*inline "name"}}` with the name that it gives to its block."""
    for expression in island.parsed.expressions:
        for child in expression.children[1:2]:
            if child.kind == "constant" and isinstance(child.value, str):
                inside = Span(child.span.start + 1, child.span.end - 1)
                return replace(
                    island, parsed=replace(island.parsed, name=child.value, name_span=inside)
                )
    return island
