"""What a part of a prompt says exactly, wherever the prompt stands.

A prompt in a text of another file is read from a view of that file (`embedding.py`), in which escapes
are filled up with blanks and lines are indented. Here a range of it becomes the text that its tool gets.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.embedding import ESCAPE, content_span, indent_of, meaning_of
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

_LINE_END = r"(?:\r\n|\r|\n)"
_LINE_BREAK = re.compile(_LINE_END)
# A line of a quoted or unquoted text goes on in the next one; empty lines between them are line ends.
_FOLD = rf"(?P<fold>[ \t]*{_LINE_END}(?:[ \t]*{_LINE_END})*[ \t]*)"
_IN_DOUBLE_QUOTES = re.compile(rf"(?P<goes_on>\\{_LINE_END}[ \t]*)|{ESCAPE.pattern}|{_FOLD}")
_IN_SINGLE_QUOTES = re.compile(rf"(?P<quotes>'')|{_FOLD}")
_UNQUOTED = re.compile(_FOLD)


def exact_text(document: PromptDocument, span: Span) -> str:
    """What a range of a document says: escapes resolved, without the indentation of the file around it.

    All lines end with a line feed. Of several texts of a file, each begins a line.
    """
    embedding = document.embedding
    if embedding is None:
        return _LINE_BREAK.sub("\n", document.text[span.start : span.end])
    parts = []
    for index in range(_first(embedding.places, span), len(embedding.places)):
        place = embedding.places[index]
        if place.start >= span.end:
            break
        part = Span(max(place.start, span.start), min(place.end, span.end))
        parts.append(_exact(embedding.file.text, embedding.scalars[index], part))
    return "\n".join(parts)


def escapes(document: PromptDocument, span: Span) -> list[tuple[Span, str]]:
    """Where a range of a document writes a character by an escape, and what it stands for."""
    embedding = document.embedding
    if embedding is None:
        return []
    text = embedding.file.text
    found = []
    for place, scalar in zip(embedding.places, embedding.scalars, strict=True):
        if scalar.style == "double" and place.start < span.end and span.start < place.end:
            # From the text's beginning, for a backslash may belong to the one before it.
            for match in ESCAPE.finditer(text, *place):
                if match.start() >= span.end:
                    break
                if match.end() > span.start:
                    found.append((Span(*match.span()), meaning_of(match.group())))
    return found


def _first(places: tuple[Span, ...], span: Span) -> int:
    """The first of the places, which are in order, that ends behind the beginning of a range."""
    return bisect_right(places, span.start, key=lambda place: place.end)


def _exact(text: str, scalar: YamlNode, span: Span) -> str:
    written = text[span.start : span.end]
    if scalar.style == "double":
        return _IN_DOUBLE_QUOTES.sub(_meant, written)
    if scalar.style == "single":
        return _IN_SINGLE_QUOTES.sub(_meant, written)
    if scalar.style in ("literal", "folded"):
        place = content_span(text, scalar)
        lines = _LINE_BREAK.split(written)
        indent = indent_of(text, place)
        first_is_whole = span.start == place.start or text[span.start - 1] in "\r\n"
        cut = [
            _without(line, indent if number or first_is_whole else 0)
            for number, line in enumerate(lines)
        ]
        return "\n".join(cut) if scalar.style == "literal" else _folded(cut)
    return _UNQUOTED.sub(_meant, written)


def _meant(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "fold":
        breaks = len(_LINE_BREAK.findall(match.group()))
        return " " if breaks == 1 else "\n" * (breaks - 1)
    if kind == "quotes":
        return "'"
    return "" if kind == "goes_on" else meaning_of(match.group())


def _without(line: str, indent: int) -> str:
    return line[indent:] if not line[:indent].strip(" ") else line.lstrip(" ")


def _folded(lines: list[str]) -> str:
    """Lines of a folded block: one goes on in the next, unless it is empty or indented further."""
    parts: list[str] = []
    before, breaks = "", 0
    for line in lines:
        if line and parts:
            goes_on = before[0] not in " \t" and line[0] not in " \t"
            parts.append(" " if goes_on and breaks == 1 else "\n" * (breaks - goes_on))
        elif line:
            parts.append("\n" * breaks)
        if line:
            parts.append(line)
            before, breaks = line, 0
        breaks += 1
    return "".join(parts) + "\n" * (breaks - 1)
