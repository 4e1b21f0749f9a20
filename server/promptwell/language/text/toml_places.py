"""Where each key and value of a TOML text stands, for messages that point at a setting."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import NamedTuple

from promptwell.language.text.source import Span

Path = tuple[str | int, ...]


class TomlPlace(NamedTuple):
    """One key with its value; for an item of an array both are the item."""

    key: Span
    value: Span


def toml_places(text: str) -> dict[Path, TomlPlace]:
    """The places of all keys of a valid TOML text, by their path of names and list indexes.

    `tomllib` reads the values; this only says where they stand. In text that is not TOML it
    stops where it can't go on, and what it found until there is returned.
    """
    scanner = _Scanner(text)
    with suppress(_NotToml):
        scanner.scan()
    return scanner.places


class _NotToml(Exception):  # noqa: N818  # never leaves this file
    pass


_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\r\n]+")
_STRINGS = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'",
    re.DOTALL,
)
_HEADER_END = re.compile(r"[ \t]*\]{1,2}")


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.places: dict[Path, TomlPlace] = {}
        self._lengths: dict[Path, int] = {}  # of the arrays of tables

    def scan(self) -> None:
        prefix: Path = ()
        self._skip(_SPACE)
        while self.position < len(self.text):
            if self.text[self.position] == "[":
                prefix = self._header()
            else:
                self._entry(prefix)
            self._skip(_SPACE)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.position)
        if match:
            self.position = match.end()

    def _take(self, pattern: re.Pattern[str]) -> Span:
        match = pattern.match(self.text, self.position)
        if not match or match.end() == self.position:
            raise _NotToml
        self.position = match.end()
        return Span(match.start(), match.end())

    def _header(self) -> Path:
        doubled = self.text.startswith("[[", self.position)
        start = self.position
        self.position += 2 if doubled else 1
        names = self._dotted_key()
        self._take(_HEADER_END)
        path: Path = ()
        for index, (name, span) in enumerate(names):
            path = (*path, name)
            if index == len(names) - 1 and doubled:
                self._lengths[path] = self._lengths.get(path, 0) + 1
            self._note(path, span, Span(start, self.position))
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return path

    def _entry(self, prefix: Path) -> None:
        names = self._dotted_key()
        if not self.text.startswith("=", self.position):
            raise _NotToml
        self.position += 1
        self._skip(_BLANK)
        path = (*prefix, *(name for name, _ in names))
        value = self._value(path)
        for index, (_, span) in enumerate(names):
            self._note(path[: len(prefix) + index + 1], span, value)

    def _dotted_key(self) -> list[tuple[str, Span]]:
        names: list[tuple[str, Span]] = []
        while True:
            self._skip(_BLANK)
            quoted = self.text[self.position : self.position + 1] in ('"', "'")
            span = self._take(_STRINGS if quoted else _BARE_KEY)
            written = self.text[span.start : span.end]
            names.append((_unquoted(written) if quoted else written, span))
            self._skip(_BLANK)
            if not self.text.startswith(".", self.position):
                return names
            self.position += 1

    def _value(self, path: Path) -> Span:
        start = self.position
        opening = self.text[start : start + 1]
        if opening in ('"', "'"):
            return self._take(_STRINGS)
        if opening not in ("[", "{"):
            span = self._take(_SCALAR)
            return Span(start, start + len(self.text[start : span.end].rstrip()))
        self.position += 1
        closing = "]" if opening == "[" else "}"
        index = 0
        self._skip(_SPACE)
        while not self.text.startswith(closing, self.position):
            if opening == "[":
                item = self._value((*path, index))
                self._note((*path, index), item, item)
                index += 1
            else:
                self._entry(path)
            self._skip(_SPACE)
            if self.text.startswith(",", self.position):
                self.position += 1
            elif not self.text.startswith(closing, self.position):
                raise _NotToml
            self._skip(_SPACE)
        self.position += 1
        return Span(start, self.position)

    def _note(self, path: Path, key: Span, value: Span) -> None:
        self.places.setdefault(path, TomlPlace(key, value))


def _unquoted(written: str) -> str:
    inner = written[1:-1]
    if written.startswith("'"):
        return inner
    simple = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "e": "\x1b"}

    def character(match: re.Match[str]) -> str:
        code = match.group(1)
        if code[0] in "uUx":
            number = int(code[1:], 16)
            return chr(number) if number <= 0x10FFFF else match.group()
        return simple.get(code, code)

    return re.sub(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|.)", character, inner)
