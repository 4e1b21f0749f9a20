"""Where a message sets data apart from instructions: tags, fences, quotes, and lines that begin and end it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

DelimiterKind = Literal["tag", "fence", "quotes", "lines"]

_MARK = re.compile(
    r"<(?P<close>/?)(?P<tag>[A-Za-z][\w.-]*)(?:\s[^<>\n]*|/)?>"
    r"|^[ \t]*(?P<fence>`{3,}|~{3,})"
    r'|(?P<quotes>"{3}|\'{3})'
    r"|^[ \t]*(?P<line>-{3,}+|={3,}+|\#{3,}+|\*{3,}+|_{3,}+)(?P<words>[^\n]{0,80})$",
    re.MULTILINE,
)
_BEGINS = re.compile(r"\b(?:begin|start)\b", re.IGNORECASE)
_ENDS = re.compile(r"\bend\b", re.IGNORECASE)
_FARTHEST = 20
# Quotes that stand directly around one output: `"{{ title }}"`.
_PAIRS = {'"': '"', "'": "'", "`": "`", "\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c"}
# A tag around the instructions themselves doesn't set data apart from them.
_AROUND_INSTRUCTIONS = frozenset(
    {
        "assistant", "constraints", "developer", "guidelines", "instruction", "instructions",
        "message", "messages", "persona", "prompt", "role", "rules", "system", "system_prompt",
        "task", "user",
    }
)  # fmt: skip
_LAYOUT = frozenset(
    {
        "b", "body", "div", "em", "h1", "h2", "h3", "html", "i", "li", "ol", "p", "span", "strong",
        "ul",
    }
)  # fmt: skip


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
        for _, _, _, span in self._found:
            if self._ends and span.start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

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
        if not self.covers(output.start):
            return None
        last = bisect_right(self._found, output.start, key=lambda each: each.inside.start)
        holding = (each for each in self._found[:last] if each.inside.end >= output.end)
        return min(holding, key=lambda each: each.inside.end - each.inside.start, default=None)


def _delimited(document: PromptDocument, content: Span) -> list[Delimiter]:
    found: list[Delimiter] = []
    tags: list[tuple[str, Span]] = []
    fence: re.Match[str] | None = None
    quotes: dict[str, Span] = {}
    lines: dict[str, Span] = {}
    for match in _MARK.finditer(document.text, content.start, content.end):
        place = Span(*match.span())
        if match["fence"]:
            if fence is None:
                fence = match
            elif match["fence"].startswith(fence["fence"]):
                opening = Span(fence.start(), fence.end())
                inside = Span(fence.end(), match.start())
                found.append(Delimiter("fence", fence["fence"], opening, inside))
                fence = None
        elif match["quotes"]:
            opened = quotes.pop(match["quotes"], None)
            if opened is None:
                quotes[match["quotes"]] = place
            else:
                inside = Span(opened.end, match.start())
                found.append(Delimiter("quotes", match["quotes"], opened, inside))
        elif match["line"]:
            _match_line(document.text, match, lines, found)
        elif not match[0].endswith("/>"):
            _match_tag(match, tags, found)
    return found


def _match_line(
    text: str, match: re.Match[str], opened: dict[str, Span], found: list[Delimiter]
) -> None:
    """A line of dashes opens, the next one of the same kind closes; words say which of them it is."""
    words = match["words"].strip(" \t\r-=#*_")
    place = Span(*match.span())
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
            found.append(Delimiter("lines", match[0].strip(), start, span))
        elif not words:
            opened[key] = place


def _match_tag(
    match: re.Match[str], opened: list[tuple[str, Span]], found: list[Delimiter]
) -> None:
    name = match["tag"]
    if not match["close"]:
        opened.append((name, Span(*match.span())))
        return
    for index in range(len(opened) - 1, max(-1, len(opened) - _FARTHEST), -1):
        if opened[index][0] == name:
            if name.lower() not in _AROUND_INSTRUCTIONS | _LAYOUT:
                opening = opened[index][1]
                inside = Span(opening.end, match.start())
                found.append(Delimiter("tag", f"</{name}>", opening, inside))
            del opened[index:]
            return
