"""Marks that travel through a rendering inside its text and can't be written by a value.

They carry what plain text can't: that a role line stands in the template, where a message tag
opens and closes, and where an image or a conversation belongs. Every mark holds a number that
occurs in neither the templates nor the values.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from promptwell.language.text.source import Span

# Private-use characters; the rest of a mark is digits, which no change of case touches.
_BEGIN, _END = "\ue0b0", "\ue0b1"


class Found(NamedTuple):
    """A mark in a rendered text: its kind, what it carries, and where it stood in the cleaned text."""

    kind: str
    data: Any
    offset: int


class Tokens:
    """The marks of one rendering."""

    ROLE, OPENING, CLOSING, PART, MESSAGE = "1", "2", "3", "4", "5"

    def __init__(self, nonce: str) -> None:
        self.nonce = nonce
        number = str(int(nonce, 16)).zfill(10)
        self._head = f"{_BEGIN}{number}"
        self.role = self._mark(self.ROLE)
        self.close = self._mark(self.CLOSING)
        self._pattern = re.compile(f"{self._head}([1-5])([0-9]*){_END}")

    def open(self, role: str, metadata: Mapping[str, Any]) -> str:
        """The mark at which a message begins."""
        return self._mark(self.OPENING, [role, dict(metadata)])

    def part(self, kind: str, value: str, attributes: Mapping[str, Any]) -> str:
        """The mark of an image, a file or a text with attributes inside a message."""
        return self._mark(self.PART, [kind, value, dict(attributes)])

    def value(self, message: Mapping[str, Any]) -> str:
        """The mark of a whole message that came as a value."""
        return self._mark(self.MESSAGE, dict(message))

    def read(self, text: str) -> tuple[str, list[Found]]:
        """The text without marks, and the marks with their places in it."""
        found: list[Found] = []
        pieces: list[str] = []
        position = length = 0
        for match in self._pattern.finditer(text):
            pieces.append(text[position : match.start()])
            length += len(pieces[-1])
            position = match.end()
            found.append(Found(match[1], _decode(match[2]), length))
        pieces.append(text[position:])
        return "".join(pieces), found

    def strip(self, text: str) -> str:
        """The text without marks."""
        return self._pattern.sub("", text) if _BEGIN in text else text

    def mark_roles(self, text: str, names: Iterable[Span]) -> str:
        """The template with a mark after the name in each of its role lines."""
        pieces: list[str] = []
        position = 0
        for name in names:
            pieces += [text[position : name.end], self.role]
            position = name.end
        pieces.append(text[position:])
        return "".join(pieces)

    def _mark(self, kind: str, data: Any = None) -> str:
        return f"{self._head}{kind}{_encode(data)}{_END}"


def choose_nonce(templates: Iterable[str], values: str) -> str:
    """Eight hexadecimal digits for the marks of one rendering, found in no template and no value."""
    joined = "\n".join([*templates, values])
    round_ = 0
    while True:
        digest = hashlib.sha256(f"{round_}:{joined}".encode("utf-8", "surrogatepass")).hexdigest()
        nonce = digest[:8]
        if nonce not in joined and str(int(nonce, 16)) not in joined:
            return nonce
        round_ += 1


def _encode(data: Any) -> str:
    if data is None:
        return ""
    return "".join(f"{byte:03d}" for byte in json.dumps(data).encode())


def _decode(digits: str) -> Any:
    if not digits:
        return None
    return json.loads(bytes(int(digits[at : at + 3]) for at in range(0, len(digits), 3)))
