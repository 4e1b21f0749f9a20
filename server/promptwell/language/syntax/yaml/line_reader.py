"""The last resort for text that is not YAML: `key: rest of the line`, nested by indentation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from promptwell.language.syntax.yaml.lines import YamlLine, all_lines
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.syntax.yaml.scalars import plain_value
from promptwell.language.text.source import Span

_DEEPEST = 100


def read_lines(text: str, *, verbatim: bool = False) -> YamlNode | None:
    """A tree of what the lines seem to say; every line that is no `key:` or `- item` is passed over.

    With `verbatim` a value goes on to the end of its line, for readers that know no comments.
    """
    reader = _LineReader(text)
    for line in all_lines(text):
        if verbatim and line.key is not None:
            line = line.without_comment(text)
        if not line.blank:
            reader.take(line)
    return reader.finish()


@dataclass(slots=True)
class _Level:
    column: int
    kind: Literal["mapping", "sequence"]
    start: int
    entries: list[YamlEntry] = field(default_factory=list)
    items: list[YamlNode] = field(default_factory=list)
    key: YamlNode | None = None


class _LineReader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.levels: list[_Level] = []
        self.root: YamlNode | None = None

    def take(self, line: YamlLine) -> None:
        if line.dashes:
            start = line.span.start + line.indent
            self._close_to(line.indent, sequence=True)
            level = self._level(line.indent, "sequence", start)
            if level is None:
                return
            if line.key is None:
                level.items.append(self._scalar(line.value))
                return
        column = line.column
        if line.key is None:
            return
        self._close_to(column, sequence=False)
        level = self._level(column, "mapping", line.key.start)
        if level is None:
            return
        self._settle(level)
        key = YamlNode("scalar", line.key, _unquoted(self.text[line.key.start : line.key.end]))
        if line.value.start == line.value.end:
            level.key = key
        else:
            level.entries.append(YamlEntry(str(key.value), key, self._scalar(line.value)))

    def finish(self) -> YamlNode | None:
        while self.levels:
            self._close()
        return self.root

    def _level(
        self, column: int, kind: Literal["mapping", "sequence"], start: int
    ) -> _Level | None:
        top = self.levels[-1] if self.levels else None
        if top and top.column == column and top.kind == kind:
            return top
        if top and top.kind == "mapping" and top.key is None and self._fresh(top, column, kind):
            return None
        if len(self.levels) >= _DEEPEST:
            return None
        self.levels.append(_Level(column, kind, start))
        return self.levels[-1]

    @staticmethod
    def _fresh(top: _Level, column: int, kind: str) -> bool:
        """Whether a deeper line has nothing to hang on: the key above it already has a value."""
        return column > top.column or kind == "sequence"

    def _close_to(self, column: int, *, sequence: bool) -> None:
        while self.levels:
            top = self.levels[-1]
            if top.column < column:
                return
            if top.column == column:
                if sequence == (top.kind == "sequence"):
                    return
                if sequence and top.key is not None:
                    return  # a list may stand at the column of its key
            if len(self.levels) == 1 and not sequence and top.kind == "mapping":
                top.column = column
                return
            self._close()

    def _settle(self, level: _Level) -> None:
        if level.key is not None:
            after = Span(level.key.span.end, level.key.span.end)
            level.entries.append(
                YamlEntry(str(level.key.value), level.key, YamlNode("missing", after))
            )
            level.key = None

    def _close(self) -> None:
        level = self.levels.pop()
        self._settle(level)
        ends = [entry.span.end for entry in level.entries] + [item.span.end for item in level.items]
        span = Span(level.start, max([level.start, *ends]))
        entries, items = tuple(level.entries), tuple(level.items)
        node = YamlNode(level.kind, span, None, "block", entries, items)
        if not self.levels:
            self.root = self.root or node
            return
        parent = self.levels[-1]
        if parent.kind == "sequence":
            parent.items.append(node)
        elif parent.key is not None:
            parent.entries.append(YamlEntry(str(parent.key.value), parent.key, node))
            parent.key = None

    def _scalar(self, span: Span) -> YamlNode:
        written = self.text[span.start : span.end]
        if not written:
            return YamlNode("missing", span)
        bare = _unquoted(written)
        if bare != written:
            return YamlNode("scalar", span, bare, "single" if written[0] == "'" else "double")
        return YamlNode("scalar", span, plain_value(written))


def _unquoted(written: str) -> str:
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        return written[1:-1]
    return written
