"""Prompts that stand inside another file's texts, read where they stand.

A prompt in a YAML or JSON text is read from a *view* of that file: a text of the same length in which
everything but the prompt is blank and its escapes are what they mean, filled up with blanks. So
every place in the prompt is a place in the file, and nothing has to be mapped back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import cached_property

from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.change import Recent
from promptwell.language.text.source import SourceText, Span

_BLOCK_HEADER = re.compile(r"[^\n\r]*(?:\r\n|\r|\n|\Z)")
_NOT_LINE_END = re.compile(r"[^\n\r]")
_QUOTE_PAIR = re.compile(r"''")
_INDENT = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*([ ]*)")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# What would end an unquoted text of YAML, or begin something else in it.
_NOT_PLAIN = re.compile(r": |:$| #|[,\[\]{}]|^[-?&*!|>'\"%@`#]")
# A high surrogate and its low one are one character; JSON knows no other way to write it.
ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|[\s\S])"
)
_TAG_ENDS = r"(?P<begin>\{[{%]+)|(?P<end>[}%]\}+)"
_IN_TAGS = re.compile(rf'{_TAG_ENDS}|(?P<escaped>\\\\\\")|{ESCAPE.pattern}')
_PAIRS_IN_TAGS = re.compile(rf"{_TAG_ENDS}|''")
_MEANINGS = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def view_of(text: str, scalars: Iterable[YamlNode]) -> str:
    """The text with nothing but what these scalars say, each character where it stands.

    Args:
        text: the file's text.
        scalars: texts in it, in the order in which they stand.

    Returns:
        a text of the same length. Line ends outside the scalars stay.
    """
    parts: list[str] = []
    position = 0
    for scalar in scalars:
        span = content_span(text, scalar)
        parts += [blanked(text[position : span.start]), said(text, scalar)]
        position = span.end
    parts.append(blanked(text[position:]))
    return "".join(parts)


class View(SourceText):
    """A view of a file as a text of its own; made when it is first read, for a file may have hundreds.

    Its lines are the file's, also where an escape means a line end.
    """

    def __init__(
        self, file: SourceText, blank: Callable[[], str], spans: Iterable[tuple[Span, str]]
    ) -> None:
        self._file = file
        self._blank = blank
        self._said = tuple(spans)

    @cached_property
    def text(self) -> str:  # type: ignore[override]
        """The view's text."""
        blank = self._blank()
        parts: list[str] = []
        position = 0
        for span, said in self._said:
            parts += [blank[position : span.start], said]
            position = span.end
        parts.append(blank[position:])
        return "".join(parts)

    def __len__(self) -> int:
        return len(self._file)

    def __repr__(self) -> str:
        return f"View({self.text.strip()[:40]!r})"

    @property
    def end(self) -> int:
        """The offset just after the last code point."""
        return len(self._file)

    @property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line of the file begins."""
        return self._file.line_starts


_blanks: Recent[str] = Recent()


def blank_view(text: str) -> str:
    """A file's whole text, blanked; with each keystroke only what has changed in it."""
    before = _blanks.before(text)
    if before is None:
        found = blanked(text)
    else:
        start, end, moved = before.change
        same = before.result
        found = f"{same[:start]}{blanked(text[start:end])}{same[end - moved :]}"
    _blanks.keep(text, found)
    return found


def blanked(text: str) -> str:
    """A text of which only the line ends are left."""
    if "\r" in text:
        return _NOT_LINE_END.sub(" ", text)
    return "\n".join([" " * len(line) for line in text.split("\n")])  # ten times as fast


def said(text: str, scalar: YamlNode) -> str:
    """What a scalar says, as long as it is written: escapes resolved and filled up with blanks."""
    span = content_span(text, scalar)
    return _said(text[span.start : span.end], scalar)


def rewritten(text: str, scalar: YamlNode, new_text: str) -> str | None:
    """How a new text is written inside a scalar: escaped or indented as the scalar asks.

    None where it can't be: an unquoted text can't hold all that a text may say.
    """
    if scalar.style == "double":
        return json.dumps(new_text, ensure_ascii=False)[1:-1]
    if scalar.style in ("literal", "folded"):
        indent = " " * indent_of(text, content_span(text, scalar))
        return _LINE_BREAK.sub(lambda found: found.group() + indent, new_text)
    if "\n" in new_text or "\r" in new_text:
        return None
    if scalar.style == "single":
        return new_text.replace("'", "''")
    return None if _NOT_PLAIN.search(new_text) else new_text


def edited_span(text: str, scalar: YamlNode, span: Span, new_text: str) -> Span:
    """The range to replace for an edit in a scalar.

    It is made larger where it would cut an escape in two. In a block of text it begins behind the
    indentation of its first line, unless whole lines go.
    """
    start, end = span
    place = content_span(text, scalar)
    if scalar.style in ("literal", "folded"):
        line = max(text.rfind("\n", place.start, start), text.rfind("\r", place.start, start)) + 1
        line = line or place.start
        indent = indent_of(text, place)
        whole_lines = not new_text and (end == line or text[end - 1 : end] in ("\n", "\r"))
        if not whole_lines and start < line + indent:
            start = min(line + indent, end) if end > start else min(line + indent, place.end)
            end = max(start, end)
        return Span(start, end)
    pattern = {"double": ESCAPE, "single": _QUOTE_PAIR}.get(scalar.style)
    for match in pattern.finditer(text, place.start, place.end) if pattern else ():
        first, last = match.span()
        if first < start < last:
            start = first
        if first < end < last:
            end = last
    return Span(start, end)


def indent_of(text: str, place: Span) -> int:
    """How many blanks stand before the first line of a block of text."""
    first = _INDENT.match(text, place.start, place.end)
    return len(first.group(1)) if first else 0


def content_span(text: str, scalar: YamlNode) -> Span:
    """Where a scalar's text stands, without its quotes or the line that begins a block."""
    start, end = scalar.span
    if scalar.style in ("literal", "folded"):
        header = _BLOCK_HEADER.match(text, start, end)
        return Span(header.end() if header else start, end)
    if scalar.style in ("single", "double") and end - start >= 2:
        return Span(start + 1, end - 1)
    return Span(start, end)


def _said(written: str, scalar: YamlNode) -> str:
    if scalar.style == "single":
        return _with_single_quotes(written) if "''" in written else written
    if scalar.style == "double" and "\\" in written:
        return _unescaped(written)
    return written


def _unescaped(written: str) -> str:
    """The escapes' meanings, each filled up with blanks: outside of quotes, where tags have some."""
    opened: bool | None = None

    def meaning(match: re.Match[str]) -> str:
        nonlocal opened
        if match.lastgroup == "escaped":  # a quote that the template escapes, too
            return '\\ " ' if opened is None else '\\"  '
        if match.lastgroup:
            opened = False if match.lastgroup == "begin" else None
            return match.group()
        if match.group() == "\\\\" and opened is not None:
            return " \\"  # what follows belongs to it
        if match.group() == '\\"' and opened is not None:
            opened = not opened
            return ' "' if opened else '" '
        return _meaning(match)

    return _IN_TAGS.sub(meaning, written)


def _with_single_quotes(written: str) -> str:
    """The same for quotes that are written twice."""
    opened: bool | None = None

    def meaning(match: re.Match[str]) -> str:
        nonlocal opened
        if match.lastgroup:
            opened = False if match.lastgroup == "begin" else None
            return match.group()
        if opened is None:
            return "' "
        opened = not opened
        return " '" if opened else "' "

    return _PAIRS_IN_TAGS.sub(meaning, written)


def meaning_of(escape: str) -> str:
    """What an escape between double quotes stands for: one character, or a line that goes on."""
    kind, digits = escape[1], escape[2:]
    if kind in "\r\n":
        return ""
    if kind in "xuU" and digits:
        if "\\" in digits:
            return bytes.fromhex(digits[:4] + escape[8:]).decode("utf-16-be")
        number = int(digits, 16)
        whole = number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
        return chr(number) if whole else "\ufffd"
    return _MEANINGS.get(kind, kind)


def _meaning(match: re.Match[str]) -> str:
    escape = match.group()
    if escape[1] in "\r\n":
        return escape.replace("\\", " ")  # a line that goes on
    said = meaning_of(escape)
    # The blanks stand before a line end: behind it they would indent the next line.
    blanks = " " * (len(escape) - len(said))
    return blanks + said if said == "\n" else said + blanks
