"""Where a message sets data apart from instructions: tags, fences, quotes, and lines that begin and end it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

from promptwell.language.semantics.setting_apart import NAMED_FOR_VALUES, NO_DELIMITERS
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

DelimiterKind = Literal["tag", "fence", "quotes", "lines"]

# One pattern each, with a text in front by which the search leaps from place to place.
_TAG = re.compile(r"<(?P<close>/?)(?P<tag>[A-Za-z][\w.-]*)(?:\s[^<>\n]*|/)?>")
_QUOTES = re.compile(r'"{3}|\'{3}')
_LINE = (
    r"[ \t]*+(?:(?P<fence>`{3,}+|~{3,}+)"
    r"|(?P<line>-{3,}+|={3,}+|\#{3,}+|\*{3,}+|_{3,}+)(?P<words>[^\n]{0,80})(?=\n|\Z))"
)
_FIRST_LINE = re.compile(_LINE)
_NEXT_LINE = re.compile(r"\n" + _LINE)
_BEGINS = re.compile(r"\b(?:begin|start)\b", re.IGNORECASE)
_ENDS = re.compile(r"\bend\b", re.IGNORECASE)
_FARTHEST = 20
_NEAR = 40
# Quotes that stand directly around one output: `"{{ title }}"`.
_PAIRS = {'"': '"', "'": "'", "`": "`", "\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c"}


class Delimiter(NamedTuple):
    """What sets a stretch apart: its kind, the text that closes it, where it opens, and what is inside."""

    kind: DelimiterKind
    closing: str
    opening: Span
    inside: Span


class DelimitedText:
    """The ranges of a message's content that stand between delimiters."""

    def __init__(self, document: PromptDocument, content: Span) -> None:
        self._text = document.text
        self._found = sorted(_delimited(document, content), key=lambda each: each.inside)
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._outermost: list[Delimiter] = []
        for each in self._found:
            span = each.inside
            if self._ends and span.start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)
                self._outermost.append(each)

    def covers(self, offset: int) -> bool:
        """Whether a place stands between delimiters."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]

    def around(self, output: Span) -> Delimiter | None:
        """The innermost delimiter around an output; None where nothing sets it apart."""
        before = self._text[output.start - 1 : output.start]
        closing = _PAIRS.get(before)
        if closing is not None and self._text.startswith(closing, output.end):
            return Delimiter("quotes", closing, Span(output.start - 1, output.start), output)
        index = bisect_right(self._starts, output.start) - 1
        if index < 0 or output.start >= self._ends[index]:
            return None
        last = bisect_right(self._found, output.start, key=lambda each: each.inside.start)
        near = reversed(self._found[max(0, last - _NEAR) : last])
        holding = (each for each in near if each.inside.end >= output.end)
        return next(holding, self._outermost[index])


def _delimited(document: PromptDocument, content: Span) -> list[Delimiter]:
    text, (start, end) = document.text, content
    marks = [("tag", match) for match in _TAG.finditer(text, start, end)]
    if text.find('"""', start, end) >= 0 or text.find("'''", start, end) >= 0:
        marks += (("quotes", match) for match in _QUOTES.finditer(text, start, end))
    first = _FIRST_LINE.match(text, start, end)
    lines = [first] if first is not None and (start == 0 or text[start - 1] == "\n") else []
    for match in (*lines, *_NEXT_LINE.finditer(text, start, end)):
        marks.append(("fence" if match["fence"] else "line", match))
    marks.sort(key=lambda mark: mark[1].start())
    found: list[Delimiter] = []
    tags: list[tuple[str, Span]] = []
    fence: re.Match[str] | None = None
    quotes: dict[str, Span] = {}
    opened: dict[str, Span] = {}
    for kind, match in marks:
        if kind == "tag":
            if not match[0].endswith("/>"):
                _match_tag(text, match, tags, found)
        elif kind == "line":
            _match_line(text, match, opened, found)
        elif kind == "quotes":
            before = quotes.pop(match[0], None)
            if before is None:
                quotes[match[0]] = Span(*match.span())
            else:
                inside = Span(before.end, match.start())
                found.append(Delimiter("quotes", match[0], before, inside))
        elif fence is None:
            fence = match
        elif match["fence"].startswith(fence["fence"]):
            inside = Span(fence.end(), match.start())
            found.append(Delimiter("fence", fence["fence"], Span(*fence.span("fence")), inside))
            fence = None
    return found


def _match_line(
    text: str, match: re.Match[str], opened: dict[str, Span], found: list[Delimiter]
) -> None:
    """A line of dashes opens, the next one of the same kind closes; words say which of them it is."""
    words = match["words"].strip(" \t\r-=#*_")
    place = Span(match.start("line"), match.end())
    key = match["line"][0] + ("w" if words else "")
    if words and _BEGINS.search(words):
        opened[key] = place
    elif words and not _ENDS.search(words):
        return  # a heading of its own
    else:
        start = opened.pop(key, None)
        inside = text[start.end : place.start].strip() if start is not None else ""
        # Bare lines part sections as well: they set data apart only where nothing else is between them.
        if start is not None and (words or (inside[:1] == "{" and inside[-1:] == "}")):
            span = Span(start.end, place.start)
            found.append(Delimiter("lines", text[place.start : place.end].strip(), start, span))
        elif not words:
            opened[key] = place


def _match_tag(
    text: str, match: re.Match[str], opened: list[tuple[str, Span]], found: list[Delimiter]
) -> None:
    name = match["tag"]
    if not match["close"]:
        opened.append((name, Span(*match.span())))
        return
    for index in range(len(opened) - 1, max(-1, len(opened) - _FARTHEST), -1):
        if opened[index][0] == name:
            opening = opened[index][1]
            inside = Span(opening.end, match.start())
            if name.lower() not in NO_DELIMITERS or _is_one_value(text, name, opening, inside):
                found.append(Delimiter("tag", f"</{name}>", opening, inside))
            del opened[index:]
            return


def _is_one_value(text: str, name: str, opening: Span, inside: Span) -> bool:
    """Whether a tag without attributes, named for what it holds, holds one output and nothing else."""
    if name.lower() not in NAMED_FOR_VALUES or opening.end - opening.start != len(name) + 2:
        return False
    value = text[inside.start : inside.end].strip()
    return value.startswith("{") and value.endswith("}") and value.find("}", 0, -2) < 0
