"""JSON with exact places, as the tree that YAML has; of a broken text, as much as could be read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.syntax.yaml.read import YamlReading
from promptwell.language.text.source import Span

# The standard library's own reader of texts, which its stubs don't know by name.
_scan: Any = json.decoder.scanstring  # type: ignore[attr-defined]
_RULE = "invalid-front-matter"
_DEEPEST = 100
_MOST_PROBLEMS = 20
_BLANK = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null|NaN|-?Infinity")
_JUNK = re.compile(r"[^\s,\[\]{}\":]+|.", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=16)
def read_json(text: str) -> YamlReading:
    """Read a JSON text. Never raises.

    YAML's readers take JSON too, save for tabs and for characters written as two escapes.
    """
    return _Reader(text).read()


@dataclass(slots=True)
class _Open:
    """An object or a list whose end has not come yet."""

    kind: Literal["mapping", "sequence"]
    start: int
    entries: list[YamlEntry] = field(default_factory=list)
    items: list[YamlNode] = field(default_factory=list)
    key: YamlNode | None = None
    colon: bool = False
    comma: bool = True

    @property
    def wants_key(self) -> bool:
        return self.kind == "mapping" and self.key is None


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[_Open] = []
        self.root: YamlNode | None = None
        self.problems: list[Problem] = []
        self.position = 1 if text.startswith("\ufeff") else 0

    def read(self) -> YamlReading:
        text = self.text
        while True:
            blank = _BLANK.match(text, self.position)
            self.position = blank.end() if blank else self.position
            if self.position >= len(text):
                break
            self._token(text[self.position])
        if self.open:
            closer = "}" if self.open[-1].kind == "mapping" else "]"
            start = self.open[-1].start
            self._problem(Span(start, start + 1), f"this is never closed: `{closer}` is missing")
        while self.open:
            self._close(len(text.rstrip()))
        return YamlReading(self.root, tuple(self.problems), not self.problems)

    def _token(self, first: str) -> None:
        start = self.position
        if first in "{[":
            self._begin(start, first)
        elif first in "}]":
            self._end(start, first)
        elif first == ",":
            self._comma(start)
        elif first == ":":
            self._colon(start)
        elif first == '"':
            self._string(start)
        else:
            self._literal(start)

    def _begin(self, start: int, first: str) -> None:
        self.position = start + 1
        if len(self.open) >= _DEEPEST:
            message = f"this nests more than {_DEEPEST} levels deep; what lies deeper is not read"
            self.problems.append(Problem("nesting-too-deep", Span(start, start + 1), message))
            self.position = len(self.text)
            return
        self._expect_value(start)
        self.open.append(_Open("mapping" if first == "{" else "sequence", start))

    def _end(self, start: int, first: str) -> None:
        self.position = start + 1
        wanted = "mapping" if first == "}" else "sequence"
        if not self.open or self.open[-1].kind != wanted:
            self._problem(Span(start, start + 1), f"`{first}` closes nothing here")
            if not any(each.kind == wanted for each in self.open):
                return
            while self.open[-1].kind != wanted:
                self._close(start)
        elif self.open[-1].comma and (self.open[-1].entries or self.open[-1].items):
            self._problem(Span(start, start + 1), f"JSON has no comma before `{first}`")
        self._close(start + 1)

    def _comma(self, start: int) -> None:
        self.position = start + 1
        holder = self.open[-1] if self.open else None
        if holder is None or holder.comma:
            self._problem(Span(start, start + 1), "a value is missing before this comma")
            return
        self._settle(holder)
        holder.comma = True

    def _colon(self, start: int) -> None:
        self.position = start + 1
        holder = self.open[-1] if self.open else None
        if holder is None or holder.key is None or holder.colon:
            self._problem(Span(start, start + 1), "a colon stands behind a key only")
            return
        holder.colon = True

    def _string(self, start: int) -> None:
        try:
            value, end = _scan(self.text, start + 1, False)
        except json.JSONDecodeError as error:
            end = self._string_end(start)
            self._problem(Span(start, end), _plain_words(error.msg))
            value = self.text[start + 1 : end].rstrip('"')
        self.position = end
        value = _SURROGATE.sub("\ufffd", value)
        self._add(YamlNode("scalar", Span(start, end), value, "double"))

    def _string_end(self, start: int) -> int:
        """The end of a text that can't be read: its quote, or the end of its line."""
        match = re.compile(r'(?:[^"\\\r\n]|\\[^\r\n])*"?').match(self.text, start + 1)
        return match.end() if match else start + 1

    def _literal(self, start: int) -> None:
        match = _LITERAL.match(self.text, start)
        junk = _JUNK.match(self.text, start)
        end = junk.end() if junk else start + 1
        self.position = end
        if match is None or match.end() != end:
            self._problem(Span(start, end), "a text stands between double quotes in JSON")
            self._add(YamlNode("scalar", Span(start, end), self.text[start:end]))
            return
        self._add(YamlNode("scalar", Span(start, end), _value(match.group())))

    def _add(self, node: YamlNode) -> None:
        holder = self.open[-1] if self.open else None
        if holder is not None and holder.wants_key:
            if not holder.comma:
                self._problem(node.span, "a comma is missing before this")
            if node.style != "double":
                self._problem(node.span, "a key stands between double quotes in JSON")
            holder.key, holder.comma = node, False
            return
        self._expect_value(node.span.start)
        self._place(node)

    def _expect_value(self, start: int) -> None:
        holder = self.open[-1] if self.open else None
        place = Span(start, min(start + 1, len(self.text)))
        if holder is None:
            if self.root is not None:
                self._problem(place, "JSON ends with its first value")
        elif holder.kind == "mapping":
            if holder.key is None:
                self._problem(place, "a key stands between double quotes in JSON")
            elif not holder.colon:
                self._problem(place, "a colon is missing before this")
        elif not holder.comma:
            self._problem(place, "a comma is missing before this")

    def _place(self, node: YamlNode) -> None:
        """Put a finished value where it belongs."""
        if not self.open:
            self.root = self.root or node
            return
        holder = self.open[-1]
        holder.comma = False
        if holder.kind == "sequence":
            holder.items.append(node)
        elif holder.key is not None:
            holder.entries.append(YamlEntry(_name(holder.key), holder.key, node))
            holder.key, holder.colon = None, False

    def _settle(self, holder: _Open) -> None:
        """A key that got no value has a missing one."""
        if holder.key is not None:
            end = holder.key.span.end
            self._problem(holder.key.span, "this key has no value")
            self._place(YamlNode("missing", Span(end, end)))

    def _close(self, end: int) -> None:
        holder = self.open[-1]
        self._settle(holder)
        self.open.pop()
        span = Span(holder.start, max(end, holder.start + 1))
        entries, items = tuple(holder.entries), tuple(holder.items)
        self._place(YamlNode(holder.kind, span, None, "flow", entries, items))

    def _problem(self, span: Span, message: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(_RULE, span, message))


def _name(key: YamlNode) -> str:
    return key.value if isinstance(key.value, str) else str(key.value)


def _value(written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError:  # more digits than Python takes for a number
        return written


def _plain_words(message: str) -> str:
    message = message.removesuffix(" at").removesuffix(" starting at")
    return f"this text can't be read: {message[:1].lower()}{message[1:]}"
