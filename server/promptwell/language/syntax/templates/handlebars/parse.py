"""Handlebars text to the tree that Jinja templates have: islands, expressions, blocks. Never raises.

A block's tag is the word behind `{{#`: `if`, `each`, a helper of the application, or the field whose
items it goes through; its end has the same word behind a `/`. `{{else}}` and `{{^}}` have the tag `else`,
`{{else if x}}` has `else if`, a partial `>`, a partial with a block `#>`, an inline partial `*inline`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.handlebars.blocks import BlockBuilder
from promptwell.language.syntax.templates.handlebars.expressions import read_expression
from promptwell.language.syntax.templates.handlebars.stray_braces import stray_braces
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
    Template,
)
from promptwell.language.text.source import Span

_OPENING = re.compile(r"\{\{~?(?P<mark>\#>|\#\*|\#|/|\^|>|&|\*|\{(?!\{)|!--|!)?")
_ELSE = re.compile(r"\s*else(?=[\s~}])")
_RAW = re.compile(r"\{\{\{\{\s*([^\s{}/]+)[^{}]*\}\}\}\}")


def parse_handlebars(text: str, span: Span) -> Template:
    """The template between two offsets of a file, with every fault and its place."""
    reader = _Reader(text, span)
    reader.read()
    blocks = reader.blocks
    children = blocks.finish()
    islands = tuple(blocks.islands)
    faults = [*reader.problems, *blocks.problems, *stray_braces(text, span, islands)]
    problems = tuple(sorted(faults, key=lambda problem: problem.span))
    return Template(span, islands, children, problems)


class _Reader:
    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        self.limit = span.end
        self.start = span.start
        self.finder = Finder(text, span.end)
        self.blocks = BlockBuilder(text)
        self.problems: list[Problem] = []

    def read(self) -> None:
        """Find the tags one after another, from left to right."""
        position = self.start
        while True:
            start = self.finder.find("{{", position)
            if start < 0:
                return
            position = start + 2 if self._is_escaped(start, position) else self._tag(start)

    def _is_escaped(self, start: int, position: int) -> bool:
        """One backslash makes text of the braces behind it, two are one and a tag."""
        before = self.text[max(position, start - 2) : start]
        return before.endswith("\\") and before != "\\\\"

    def _tag(self, start: int) -> int:
        if self.text.startswith("{{{{", start):
            return self._raw(start)
        opening = _OPENING.match(self.text, start, self.limit)
        mark = opening["mark"] or "" if opening else ""
        inner = opening.end() if opening else start + 2
        if mark.startswith("!"):
            return self._comment(start, inner, "--" if mark == "!--" else "")
        closing = "}}}" if mark == "{" else "}}"
        inside = read_inside(self.text, inner, closing, self.finder, self.limit)
        if not inside.closed:
            stop = self._unclosed(start, inner, inside.end, closing)
            kept = [token for token in inside.tokens if token.end <= stop]
            inside = Inside(kept, stop, stop, False)
        self._read_tag(mark, Span(start, inside.stop), inner, inside)
        return inside.stop

    def _unclosed(self, start: int, inner: int, reached: int, closing: str) -> int:
        stop = min(reached, self.finder.line_end(inner))
        message = f"this tag is not closed: `{closing}` is missing"
        self.problems.append(Problem("template-syntax", Span(start, stop), message))
        return stop

    def _comment(self, start: int, inner: int, dashes: str) -> int:
        inner -= len(dashes)  # `{{!--}}` is a whole comment
        end = self.finder.find(f"{dashes}}}}}", inner)
        if dashes:
            tilde = self.finder.find("--~}}", inner)
            end = min((each for each in (end, tilde) if each >= 0), default=-1)
        if end < 0:
            stop = self.finder.line_end(inner)
            message = f"this comment is not closed: `{dashes}}}}}` is missing"
            self.problems.append(Problem("template-syntax", Span(start, stop), message))
            self.blocks.add(Island("comment", Span(start, stop), Parsed(), closed=False))
            return stop
        stop = self.text.index("}}", end) + 2
        self.blocks.add(Island("comment", Span(start, stop), Parsed()))
        return stop

    def _raw(self, start: int) -> int:
        opening = _RAW.match(self.text, start, min(self.limit, start + 2000))
        closing = f"{{{{{{{{/{opening[1]}}}}}}}}}" if opening else ""
        end = self.finder.find(closing, opening.end()) if opening else -1
        if end < 0:
            stop = self.finder.line_end(start)
            message = "this raw block is not closed: `{{{{/` and its name are missing"
            self.problems.append(Problem("template-syntax", Span(start, stop), message))
            self.blocks.add(Island("raw", Span(start, stop), Parsed(), closed=False))
            return stop
        stop = end + len(closing)
        self.blocks.add(Island("raw", Span(start, stop), Parsed()))
        return stop

    def _read_tag(self, mark: str, span: Span, inner: int, inside: Inside) -> None:
        match = _ELSE.match(self.text, inner, span.end) if mark == "" else None
        if match is not None:
            self._else(span, inside, match.end())
        elif mark == "^" and not inside.tokens and inside.closed:
            place = Span(span.start + 2, inner)
            tag = Parsed("else", Span(place.end - 1 - span.start, place.end - span.start))
            self.blocks.divide(Island("statement", span, tag, inside.closed))
        elif mark in ("#", "^"):
            island = self._island("statement", span, inside, inside.tokens)
            flags = frozenset({"inverted"}) if mark == "^" else frozenset[str]()
            self.blocks.open(_tagged(island, self.text, flags))
        elif mark == "/":
            self.blocks.close(self._end(span, inside))
        elif mark in (">", "#>"):
            self._partial(mark, span, inner, inside)
        elif mark == "#*":
            island = self._island("statement", span, inside, inside.tokens)
            self.blocks.open(_inline(_tagged(island, self.text, frozenset(), "*")))
        else:
            self.blocks.add(self._island("output", span, inside, inside.tokens))

    def _else(self, span: Span, inside: Inside, end: int) -> None:
        words = [token for token in inside.tokens if token.start >= end]
        first = inside.tokens[0] if inside.tokens else Token("id", end - 4, end)
        if not words:
            tag = Parsed("else", first.span.shift(-span.start))
            self.blocks.divide(Island("statement", span, tag, inside.closed))
            return
        island = _tagged(self._island("statement", span, inside, words), self.text, frozenset())
        parsed = island.parsed
        tag_span = Span(first.start - span.start, parsed.tag_span.end)
        island = replace(
            island, parsed=replace(parsed, tag=f"else {parsed.tag}", tag_span=tag_span)
        )
        self.blocks.divide(island)

    def _end(self, span: Span, inside: Inside) -> Island:
        """`{{/if}}`: nothing of it is evaluated, so it holds only the word."""
        island = self._island("statement", span, inside, inside.tokens)
        parsed = _tagged(island, self.text, frozenset()).parsed
        tag = Parsed(f"/{parsed.tag}", parsed.tag_span)
        return replace(island, parsed=tag)

    def _partial(self, mark: str, span: Span, inner: int, inside: Inside) -> None:
        island = self._island("statement", span, inside, inside.tokens, is_partial=True)
        tag_span = Span(inner - 1 - span.start, inner - span.start)
        island = replace(island, parsed=replace(island.parsed, tag=mark, tag_span=tag_span))
        if mark == ">":
            self.blocks.add(island)
        else:
            self.blocks.open(island, island.parsed.name)

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
            problems=tuple(problems),
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
