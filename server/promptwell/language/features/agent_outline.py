"""The outline of an agent file: its keys with what they say, and its headings one within the other."""

from __future__ import annotations

from promptwell.language.features.outline import OutlineItem
from promptwell.language.features.sections import Heading, sections
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.yaml.node import YamlEntry
from promptwell.language.text.source import Span

_LONGEST = 60


def agent_outline(document: PromptDocument) -> list[OutlineItem]:
    """The keys of the front matter, then the sections of the text."""
    keys = [_key(entry) for entry in document.root.entries]
    headings = sections(document).headings
    return [*keys, *_within(document, headings, document.body.end)]


def _key(entry: YamlEntry) -> OutlineItem:
    items = [item.text() or "" for item in entry.value.items]
    text = ", ".join(filter(None, items)) or entry.value.text() or ""
    detail = " ".join(text.split())
    shown = detail if len(detail) <= _LONGEST else f"{detail[: _LONGEST - 1]}…"
    return OutlineItem(entry.name, "key", entry.span, entry.key.span, shown)


def _within(document: PromptDocument, headings: tuple[Heading, ...], end: int) -> list[OutlineItem]:
    """The sections that the headings begin, each with those of a lower level that follow it."""
    items: list[OutlineItem] = []
    index = 0
    while index < len(headings):
        heading = headings[index]
        following = index + 1
        while following < len(headings) and headings[following].level > heading.level:
            following += 1
        stop = headings[following].span.start if following < len(headings) else end
        inside = _within(document, headings[index + 1 : following], stop)
        span = Span(heading.span.start, max(_trimmed(document, stop), heading.span.end))
        items.append(
            OutlineItem(heading.text, "heading", span, heading.name_span, children=tuple(inside))
        )
        index = following
    return items


def _trimmed(document: PromptDocument, end: int) -> int:
    text = document.text
    while end and text[end - 1].isspace():
        end -= 1
    return end
