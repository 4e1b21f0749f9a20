"""Handlebars text to the tree that Jinja templates have: islands, expressions, blocks. Never raises.

A block's tag is the word behind `{{#`: `if`, `each`, a helper of the application, or the field whose
items it goes through; its end has the same word behind a `/`. `{{else}}` and `{{^}}` have the tag `else`,
`{{else if x}}` has `else if`, a partial `>`, a partial with a block `#>`, an inline partial `*inline`.
"""

from __future__ import annotations

import re

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.handlebars.blocks import BlockBuilder
from promptwell.language.syntax.templates.handlebars.stray_braces import stray_braces
from promptwell.language.syntax.templates.handlebars.tags import read_tag
from promptwell.language.syntax.templates.handlebars.tokens import Finder
from promptwell.language.syntax.templates.jinja.tree import Island, Parsed, Template
from promptwell.language.text.source import Span

_COMMENT = re.compile(r"\{\{~?!(?P<dashes>--)?")
_SPACED = re.compile(r"\{\{~?\s*!(?P<dashes>--)?")
_RAW = re.compile(r"\{\{\{\{\s*([^\s{}/]+)[^{}]*\}\}\}\}")


def parse_handlebars(text: str, span: Span, *, spaced: bool = False) -> Template:
    """The template between two offsets of a file, with every fault and its place.

    With `spaced`, blanks may stand before what a tag begins with, as in `{{ #if x}}`: Handlebars for .NET reads those.
    """
    reader = _Reader(text, span, spaced=spaced)
    reader.read()
    blocks = reader.blocks
    children = blocks.finish()
    islands = tuple(blocks.islands)
    faults = [*reader.problems, *blocks.problems, *stray_braces(text, span, islands)]
    problems = tuple(sorted(faults, key=lambda problem: problem.span))
    return Template(span, islands, children, problems)


class _Reader:
    def __init__(self, text: str, span: Span, *, spaced: bool) -> None:
        self.text = text
        self.spaced = spaced
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
        comment = (_SPACED if self.spaced else _COMMENT).match(self.text, start, self.limit)
        if comment is not None:
            return self._comment(start, comment.end(), comment["dashes"] or "")
        tag = read_tag(self.text, start, self.finder, self.limit, spaced=self.spaced)
        self.problems += tag.problems
        if tag.action == "add":
            self.blocks.add(tag.island)
        elif tag.action == "open":
            self.blocks.open(tag.island, tag.name)
        elif tag.action == "divide":
            self.blocks.divide(tag.island)
        else:
            self.blocks.close(tag.island)
        return tag.island.span.end

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
