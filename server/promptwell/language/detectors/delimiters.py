"""Where a message sets data apart from instructions: tags, fences and triple quotes."""

from __future__ import annotations

import re

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


def delimited_spans(document: PromptDocument, content: Span) -> tuple[Span, ...]:
    """The ranges of a message's content that stand between delimiters, each without them."""
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
    return tuple(spans)


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
