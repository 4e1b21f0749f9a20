"""Mustache text to the tree that Jinja templates have: islands, expressions, blocks. Never raises."""

from __future__ import annotations

import re
from dataclasses import replace

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.tree import (
    Block,
    Branch,
    Expression,
    Island,
    IslandKind,
    Node,
    Parsed,
    Template,
)
from promptwell.language.text.source import Span

_PATH = re.compile(r"\s*[^\s.{}]+(?:\.[^\s.{}]+)*\s*")
_NAME = re.compile(r"[^\s.{}]+")
_LONGEST_PATH = 300
_DEEPEST = 100
_DELIMITERS = re.compile(r"\s*([^\s=]+)\s+([^\s=]+)\s*")
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")


def parse_mustache(text: str, span: Span) -> Template:
    """The template between two offsets of a file.

    A section `{{#items}}` is a block whose tag is `#` (or `^` where it is inverted). What stands inside
    a section may be a field of its items, so names there count as coping with a missing value.
    """
    reader = _Reader(text, span)
    reader.read()
    children = reader.close_all()
    problems = tuple(sorted(reader.problems, key=lambda problem: problem.span))
    return Template(span, tuple(reader.islands), children, problems)


class _Open:
    """A section whose end has not come yet, or the template itself."""

    def __init__(self, island: Island | None, name: str) -> None:
        self.island = island
        self.name = name
        self.children: list[Node] = []


class _Reader:
    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        self.span = span
        self.islands: list[Island] = []
        self.problems: list[Problem] = []
        self.open = [_Open(None, "")]
        self.left, self.right = "{{", "}}"
        self.too_deep = False

    def read(self) -> None:
        """Find the tags one after another, from left to right."""
        position = self.span.start
        while True:
            start = self.text.find(self.left, position, self.span.end)
            if start < 0:
                return
            position = self._tag(start)

    def close_all(self) -> tuple[Node, ...]:
        """The nodes of the template; sections that are still open end with it."""
        while len(self.open) > 1:
            unclosed = self.open[-1]
            if unclosed.island:
                message = (
                    f"`{unclosed.name}` is never closed: `{{{{/{unclosed.name}}}}}` is missing"
                )
                self.problems.append(Problem("unclosed-block", unclosed.island.span, message))
            self._close(None)
        return tuple(self.open[0].children)

    def _tag(self, start: int) -> int:
        inner = start + len(self.left)
        mark = self.text[inner : inner + 1] if inner < self.span.end else ""
        closing = self.right
        if mark == "{":
            closing = "}" + self.right
        elif mark == "=":
            closing = "=" + self.right
        end = self.text.find(closing, inner, self.span.end)
        again = -1 if mark == "!" else self.text.find(self.left, inner + 1, max(end, inner))
        if end < 0 or again >= 0:
            line_end = _LINE_END.search(self.text, inner, self.span.end)
            stop = line_end.start() if line_end else self.span.end
            stop = min(stop, again) if again >= 0 else stop
            message = f"this tag is not closed: `{closing}` is missing"
            self.problems.append(Problem("template-syntax", Span(start, stop), message))
            self._add(self._island("output", start, stop, inner, stop, closed=False))
            return stop
        stop = end + len(closing)
        content = inner + (1 if mark and mark in "#^/!&{=>" else 0)
        if mark == "!":
            self._add(Island("comment", Span(start, stop), Parsed()))
        elif mark == "=":
            self._add(Island("statement", Span(start, stop), _parsed("=", inner - start)))
            changed = _DELIMITERS.fullmatch(self.text, content, end)
            if changed:
                self.left, self.right = changed[1], changed[2]
        elif mark == ">":
            self._add(Island("statement", Span(start, stop), _parsed(">", inner - start)))
        elif mark == "/":
            self._end(start, stop, content, end)
        elif mark in ("#", "^") and mark:
            self._section(start, stop, content, end, mark)
        else:
            self._add(self._island("output", start, stop, content, end))
        return stop

    def _section(self, start: int, stop: int, content: int, end: int, mark: str) -> None:
        island = self._island("statement", start, stop, content, end, mark)
        name, place = self._name(start, content, end)
        island = replace(island, parsed=replace(island.parsed, name=name, name_span=place))
        if len(self.open) > _DEEPEST:
            self._add(island)
            if not self.too_deep:
                self.too_deep = True
                message = f"sections nest more than {_DEEPEST} levels deep here"
                self.problems.append(Problem("nesting-too-deep", island.span, message))
            return
        self.islands.append(island)
        self.open.append(_Open(island, name))

    def _end(self, start: int, stop: int, content: int, end: int) -> None:
        name, place = self._name(start, content, end)
        parsed = replace(_parsed("/", content - 1 - start), name=name, name_span=place)
        island = Island("statement", Span(start, stop), parsed)
        if not any(each.name == name for each in self.open[1:]):
            if self.too_deep:
                self._add(island)
                return
            message = f"no section `{name}` is open here"
            self.problems.append(Problem("stray-end", island.span, message))
            self._add(island)
            return
        self.islands.append(island)
        while self.open[-1].name != name:
            unclosed = self.open[-1]
            if unclosed.island:
                message = f"`{unclosed.name}` is not closed before `{name}` ends"
                self.problems.append(Problem("unclosed-block", unclosed.island.span, message))
            self._close(None)
        self._close(island)

    def _close(self, end: Island | None) -> None:
        closed = self.open.pop()
        if closed.island is None:
            return
        stop = end.span.end if end else self._last_end(closed)
        branch = Branch(closed.island, tuple(closed.children))
        block = Block((branch,), end, Span(closed.island.span.start, stop))
        self.open[-1].children.append(block)

    def _last_end(self, closed: _Open) -> int:
        if closed.children:
            return closed.children[-1].span.end
        return closed.island.span.end if closed.island else self.span.end

    def _add(self, island: Island) -> None:
        self.islands.append(island)
        self.open[-1].children.append(island)

    def _island(
        self,
        kind: IslandKind,
        start: int,
        stop: int,
        content: int,
        end: int,
        tag: str = "",
        *,
        closed: bool = True,
    ) -> Island:
        expression = self._expression(start, content, end)
        if expression is not None and len(self.open) > 1 and kind == "output":
            # The name may be a field of the section's items, where it is never missing by fault.
            after = Span(expression.span.end, expression.span.end)
            expression = Expression("filter", expression.span, "default", (expression,), after)
        tag_span = Span(content - 1 - start, content - start) if tag else Span(0, 0)
        expressions = (expression,) if expression else ()
        return Island(kind, Span(start, stop), Parsed(tag, tag_span, expressions), closed)

    def _name(self, base: int, start: int, end: int) -> tuple[str, Span]:
        """A section's name and its place in the tag's own offsets."""
        written = self.text[start:end]
        name = written.strip()
        first = start - base + len(written) - len(written.lstrip())
        return name, Span(first, first + len(name))

    def _expression(self, base: int, start: int, end: int) -> Expression | None:
        """`user.name` as a name and its attributes, in the island's own offsets; `.` is nothing."""
        expression: Expression | None = None
        if end - start > _LONGEST_PATH or not _PATH.fullmatch(self.text, start, end):
            return None
        for match in _NAME.finditer(self.text, start, end):
            place = Span(match.start() - base, match.end() - base)
            if expression is None:
                expression = Expression("name", place, match.group(), (), place)
            else:
                whole = Span(expression.span.start, place.end)
                expression = Expression("attribute", whole, match.group(), (expression,), place)
        return expression


def _parsed(tag: str, start: int) -> Parsed:
    return Parsed(tag, Span(start, start + 1))
