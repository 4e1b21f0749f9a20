"""Where each line of a YAML text should begin, found by walking its tree."""

from __future__ import annotations

import re

from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import SourceText, Span

STEP = 2
_BLOCK_TEXT = ("literal", "folded")
_BEHIND_KEY = re.compile(r"[ \t]*:[ \t]+(?=[^\s#])")
_ITEM = re.compile(r"[ \t]*(?:-[ \t]+)+")


class UnusualLayoutError(Exception):
    """The text is laid out in a way that is better left to its author."""


class Indentation:
    """The columns that a YAML text's lines should begin at, and the gaps within its lines.

    `columns` maps the lines that begin with a key or a dash, or that go on with a value, to where
    they should begin. `inner` are the lines whose ends lie within a value. `kept` are the ends of
    values to which the blank lines behind them belong.

    Raises:
        UnusualLayoutError: it holds something other than keys and items on lines of their own.
    """

    def __init__(self, source: SourceText, root: YamlNode) -> None:
        self.columns: dict[int, int] = {}
        self.gaps: list[TextEdit] = []
        self.inner: set[int] = set()
        self.kept: set[int] = set()
        self._source = source
        self._text = source.text
        self._mapping(root, 0)

    def indent(self, line: int) -> int:
        """How many spaces a line begins with now."""
        text = self._source.line_text(line)
        return len(text) - len(text.lstrip(" "))

    def _mapping(self, node: YamlNode, column: int) -> None:
        for entry in node.entries:
            self._begin(entry.key.span.start, column)
            self._colon(entry)
            self._value(entry.value, entry.key.span.start, column)

    def _sequence(self, node: YamlNode, column: int) -> None:
        for item in node.items:
            start = item.span.start
            line = self._source.line_starts[self._source.line_number(start)]
            if item.kind == "missing" or not _ITEM.fullmatch(self._text, line, start):
                raise UnusualLayoutError
            dash = self._text.rindex("-", line, start)
            self._begin(dash, column)
            self._gap(Span(dash + 1, start), " ")
            if item.kind == "mapping" and item.style != "flow":
                self._mapping(item, column + STEP)
            elif item.kind == "sequence" and item.style != "flow":
                self._sequence(item, column + STEP)
            else:
                self._value(item, dash, column)

    def _value(self, node: YamlNode, start: int, column: int) -> None:
        """A value of an entry or item that begins at `start` and should stand at a column."""
        if node.kind == "mapping" and node.style != "flow":
            self._mapping(node, column + STEP)
        elif node.kind == "sequence" and node.style != "flow":
            self._sequence(node, column + STEP)
        elif node.kind != "missing":
            self._lines_of(node, start, column)

    def _begin(self, offset: int, column: int) -> None:
        """A key or dash that has its line to itself so far should stand at a column."""
        line, at = self._source.line_column(offset)
        if not self._source.line_text(line)[:at].strip(" "):
            self.columns[line] = column

    def _colon(self, entry: YamlEntry) -> None:
        found = _BEHIND_KEY.match(self._text, entry.key.span.end)
        if found:
            self._gap(Span(*found.span()), ": ")

    def _gap(self, span: Span, wanted: str) -> None:
        if self._source.slice(span) != wanted:
            self.gaps.append(TextEdit(span, wanted))

    def _lines_of(self, node: YamlNode, start: int, column: int) -> None:
        """The further lines of a value that takes several: they move along with its first one."""
        first, old = self._source.line_column(start)
        last = self._source.line_number(max(node.span.end - 1, node.span.start))
        value_line = self._source.line_number(node.span.start)
        if node.style in _BLOCK_TEXT:
            self._block_text(node, value_line, last, column - old, column)
            return
        self.inner.update(range(value_line, last))
        for line in range(first + 1, last + 1):
            if column != old and self._moves(line):
                least = 0 if node.style == "flow" else column + 1
                self.columns[line] = max(self.indent(line) + column - old, least)
            else:
                self.columns.setdefault(line, self.indent(line))

    def _block_text(self, node: YamlNode, header: int, last: int, moved: int, column: int) -> None:
        mark = self._source.line_text(header)[self._source.line_column(node.span.start)[1] :]
        mark = mark.partition("#")[0]
        if "+" in mark:
            self.kept.add(last)
        lines = range(header + 1, last + 1)
        self.inner.update(lines)
        written = [line for line in lines if self._source.line_text(line).strip()]
        if not written:
            return
        present = self.indent(written[0])
        shift = moved if any(each.isdigit() for each in mark) else column + STEP - present
        for line in lines:
            indent = self.indent(line)
            blank = indent <= present and line not in written
            self.columns[line] = indent if blank else max(indent + shift, 0)

    def _moves(self, line: int) -> bool:
        text = self._source.line_text(line)
        return bool(text.strip()) and not text[: len(text) - len(text.lstrip())].count("\t")
