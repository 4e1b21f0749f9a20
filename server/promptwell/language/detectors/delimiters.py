"""Where a message sets data apart from instructions: tags, fences and triple quotes."""

from __future__ import annotations

import re
from bisect import bisect_right

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

_MARK = re.compile(
    r"<(?P<close>/?)(?P<tag>[A-Za-z][\w.-]*)(?:\s[^<>\n]*|/)?>"
    r"|^[ \t]*(?P<fence>`{3,}|~{3,})"
    r'|(?P<quotes>"{3}|\'{3})',
    re.MULTILINE,
)
# A tag around the instructions themselves doesn't set data apart from them.
_AROUND_INSTRUCTIONS = frozenset(
    {
        "assistant", "constraints", "developer", "guidelines", "instruction", "instructions",
        "message", "messages", "persona", "prompt", "role", "rules", "system", "system_prompt",
        "task",
    }
)  # fmt: skip
_LAYOUT = frozenset(
    {
        "b", "body", "div", "em", "h1", "h2", "h3", "html", "i", "li", "ol", "p", "span", "strong",
        "ul",
    }
)  # fmt: skip


class DelimitedText:
    """The ranges of a message's content that stand between delimiters."""

    def __init__(self, document: PromptDocument, content: Span) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(_delimited(document, content)):
            if self._ends and span.start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def covers(self, offset: int) -> bool:
        """Whether a place stands between delimiters."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def _delimited(document: PromptDocument, content: Span) -> list[Span]:
    spans: list[Span] = []
    open_tags: list[tuple[str, int]] = []
    fence: tuple[str, int] | None = None
    quotes: dict[str, int] = {}
    for match in _MARK.finditer(document.text, content.start, content.end):
        if match["fence"]:
            if fence is None:
                fence = (match["fence"], match.end())
            elif match["fence"].startswith(fence[0]):
                spans.append(Span(fence[1], match.start()))
                fence = None
        elif match["quotes"]:
            start = quotes.pop(match["quotes"], None)
            if start is None:
                quotes[match["quotes"]] = match.end()
            else:
                spans.append(Span(start, match.start()))
        elif not match[0].endswith("/>"):
            _match_tag(match, open_tags, spans)
    return spans


def _match_tag(match: re.Match[str], open_tags: list[tuple[str, int]], spans: list[Span]) -> None:
    name = match["tag"]
    if not match["close"]:
        open_tags.append((name, match.end()))
        return
    for index in range(len(open_tags) - 1, max(-1, len(open_tags) - 20), -1):
        if open_tags[index][0] == name:
            if name.lower() not in _AROUND_INSTRUCTIONS | _LAYOUT:
                spans.append(Span(open_tags[index][1], match.start()))
            del open_tags[index:]
            return
