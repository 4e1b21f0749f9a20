"""Where a sample file or dataset names an input, exactly, so that a rename can follow it there."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from promptwell.language.semantics.container_inputs import CONFIG_NAME, declared_names
from promptwell.language.syntax.embedding import content_span
from promptwell.language.syntax.json_text import read_json
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SPACE = re.compile(r"[ \t\r\n]*")
_LONGEST = 2_000_000
_LISTS = ("samples", "data", "rows", "tests")
_NESTED = ("inputs", "vars")


class DataKeys(NamedTuple):
    """The places of a key, without its quotes; `readable` is False where the file can't be followed."""

    spans: list[Span]
    readable: bool = True


def data_keys(text: str, path: str, name: str) -> DataKeys:
    """The places at which a data file's samples name an input."""
    suffix = path.rpartition(".")[2].lower()
    if len(text) > _LONGEST:
        return DataKeys([], readable=False)
    if path.rpartition("/")[2].lower() == CONFIG_NAME:
        return _in_config(text, name)
    if suffix in ("csv", "tsv"):
        return _header(text, name, "\t" if suffix == "tsv" else ",")
    if suffix in ("yaml", "yml"):
        return _in_yaml(text, name)
    start = 1 if text.startswith("\ufeff") else 0
    if suffix in ("jsonl", "ndjson"):
        return _in_lines(text, start, name)
    whole = _Json(text, start).read()
    if whole is not None:
        return DataKeys(_keys(whole, name))
    return _in_lines(text, start, name)


def _in_config(text: str, name: str) -> DataKeys:
    """The places at which the config of a `skprompt.txt` declares an input."""
    reading = read_json(text)
    names = declared_names(reading.root) if reading.root else []
    spans = [content_span(text, each) for each in names if each.value == name]
    return DataKeys(spans, reading.strict)


def _in_lines(text: str, start: int, name: str) -> DataKeys:
    spans: list[Span] = []
    readable = True
    position = start
    for line in text[start:].split("\n"):
        if line.strip():
            row = _Json(text[: position + len(line)], position).read()
            readable = readable and row is not None
            spans += _keys(row, name) if row is not None else []
        position += len(line) + 1
    return DataKeys(spans, readable)


def _header(text: str, name: str, delimiter: str) -> DataKeys:
    position = 1 if text.startswith("\ufeff") else 0
    line = re.split(r"\r\n|\n|\r", text[position:], maxsplit=1)[0]
    spans = []
    for cell in line.split(delimiter):
        start = position + len(cell) - len(cell.lstrip(' "'))
        if cell.strip(' "') == name:
            spans.append(Span(start, start + len(name)))
        position += len(cell) + 1
    return DataKeys(spans)


def _in_yaml(text: str, name: str) -> DataKeys:
    from promptwell.language.syntax.yaml.read import read_yaml

    reading = read_yaml(text)
    if reading.root is None:
        return DataKeys([], readable=False)
    return DataKeys(_keys(_from_yaml(reading.root, text), name), reading.strict)


def _from_yaml(node: YamlNode, text: str) -> Any:
    if node.kind == "mapping":
        return _Object(
            (entry.name, _bare(entry.key.span, text), _from_yaml(entry.value, text))
            for entry in node.entries
        )
    if node.kind == "sequence":
        return [_from_yaml(item, text) for item in node.items]
    return None


def _bare(span: Span, text: str) -> Span:
    quoted = text[span.start : span.start + 1] in ("'", '"')
    return Span(span.start + 1, span.end - 1) if quoted else span


class _Object(list[tuple[str, Span, Any]]):
    """The pairs of an object, with the place of each key."""

    def get(self, key: str) -> Any:
        return next((value for name, _, value in self if name == key), None)


def _keys(value: Any, name: str) -> list[Span]:
    """The keys of that name in each sample of a file's values."""
    if isinstance(value, _Object):
        for key in _LISTS:
            if isinstance(value.get(key), list) and not isinstance(value.get(key), _Object):
                return _keys(value.get(key), name)
        return [span for key, span, _ in value if key == name]
    spans: list[Span] = []
    for row in value if isinstance(value, list) else ():
        if not isinstance(row, _Object):
            continue
        nested = next((row.get(key) for key in _NESTED if isinstance(row.get(key), _Object)), None)
        spans += [span for key, span, _ in (nested or row) if key == name]
    return spans


class _Json:
    """Reads JSON with the places of keys; numbers and literals are not told apart."""

    def __init__(self, text: str, position: int) -> None:
        self._text = text
        self._position = position

    def read(self) -> Any:
        """The value, or None where the text is no JSON (or is `null`, which names nothing)."""
        start = self._position
        try:
            json.loads(self._text[start:])
            return self._value()
        except (ValueError, RecursionError):
            return None

    def _value(self) -> Any:
        character = self._next()
        if character == "{":
            return self._object()
        if character == "[":
            return self._list()
        if character == '"':
            return self._string()[0]
        found = re.compile(r"[^\s,\]}]+").match(self._text, self._position)
        self._position = found.end() if found else len(self._text)
        return True

    def _object(self) -> _Object:
        found = _Object()
        self._position += 1
        while self._next() != "}":
            key, span = self._string()
            self._next()
            self._position += 1  # the colon
            found.append((key, span, self._value()))
            if self._next() == ",":
                self._position += 1
        self._position += 1
        return found

    def _list(self) -> list[Any]:
        found: list[Any] = []
        self._position += 1
        while self._next() != "]":
            found.append(self._value())
            if self._next() == ",":
                self._position += 1
        self._position += 1
        return found

    def _string(self) -> tuple[str, Span]:
        self._next()
        match = _STRING.match(self._text, self._position)
        if match is None:
            raise ValueError("no string")
        self._position = match.end()
        return json.loads(match.group(), strict=False), Span(match.start(1), match.end(1))

    def _next(self) -> str:
        space = _SPACE.match(self._text, self._position)
        self._position = space.end() if space else self._position
        return self._text[self._position : self._position + 1]
