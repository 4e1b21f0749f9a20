"""Where a prompt shows examples: samples and test data, few-shot turns, and what its text calls an example."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from promptwell.language.detectors.kept import kept_per_document
from promptwell.language.syntax.document import Message, PromptDocument
from promptwell.language.syntax.formats.data import FORMAT_NAME as DATA
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

# Keys, in small letters without hyphens and underscores, whose values are data for a try.
_DATA_KEYS_TEXT = """
sample samples example examples testdata tests vars default defaults fewshot fewshots
fewshotexamples demonstrations inputexample outputexample expected expectedoutput
"""
_DATA_KEYS = frozenset(_DATA_KEYS_TEXT.split())
_EXAMPLE = (
    r"(?:examples?|few-?shots?|samples?|demonstrations?|sample[ -](?:input|output|data|dialog\w*))"
)
_HEADING = re.compile(r"^(#{1,6})[ \t]+([^\n]{0,200})", re.MULTILINE)
_SAYS_EXAMPLE = re.compile(rf"\b{_EXAMPLE}\b", re.IGNORECASE)
_TAG = re.compile(r"<(/?)((?:few_?shot_)?(?:examples?|samples?)(?:_\w{1,20})?)>", re.IGNORECASE)
# "Example:" or "e.g." at the head of a paragraph; what follows belongs to it up to an empty line.
_LABEL = re.compile(
    rf"^[ \t]*(?:[-*>#]+[ \t]*|\d{{1,2}}[.)][ \t]*)?[*_]{{0,2}}(?:for )?{_EXAMPLE}[^\n:]{{0,40}}:[*_]{{0,2}}",
    re.MULTILINE | re.IGNORECASE,
)
_EMPTY_LINE = re.compile(r"\n[ \t]*(?:\n|\Z)")


def in_example(document: PromptDocument, span: Span) -> bool:
    """Whether a place lies in data or in a text that the prompt shows as an example."""
    if document.format == DATA:
        return True
    places = example_places(document)
    before = bisect_right(places, span.start, key=lambda place: place.start) - 1
    return before >= 0 and places[before].covers(span)


@kept_per_document
def example_places(document: PromptDocument) -> tuple[Span, ...]:
    """The parts of a file that hold examples, in order and apart from each other."""
    places = [*_data(document.root), *_sections(document.text), *_tagged(document.text)]
    for each in (document, *(embedded.document for embedded in document.embedded)):
        places.extend(_turns(each.messages))
    places.extend(_labelled(document.text))
    apart: list[Span] = []
    for place in sorted(places):
        if apart and place.start <= apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, place.end))
        else:
            apart.append(place)
    return tuple(apart)


def _data(root: YamlNode) -> Iterator[Span]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.items)
        for entry in node.entries:
            if entry.name.lower().replace("_", "").replace("-", "") in _DATA_KEYS:
                yield entry.value.span
            else:
                waiting.append(entry.value)


def _turns(messages: tuple[Message, ...]) -> Iterator[Span]:
    """What an assistant is made to have said, and the user's words that it answers."""
    for index, message in enumerate(messages):
        if message.role in ("assistant", "model") and not message.implicit:
            yield message.content
            if index and messages[index - 1].role == "user":
                yield messages[index - 1].content


def _sections(text: str) -> Iterator[Span]:
    opened: tuple[int, int] | None = None  # the level and the start of a section with examples
    for heading in _HEADING.finditer(text):
        level = len(heading[1])
        if opened and level <= opened[0]:
            yield Span(opened[1], heading.start())
            opened = None
        if opened is None and _SAYS_EXAMPLE.search(heading[2]):
            opened = (level, heading.start())
    if opened:
        yield Span(opened[1], len(text))


def _tagged(text: str) -> Iterator[Span]:
    opened: dict[str, int] = {}
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if not tag[1]:
            opened.setdefault(name, tag.start())
        elif name in opened:
            yield Span(opened.pop(name), tag.end())


def _labelled(text: str) -> Iterator[Span]:
    """What a label introduces: the rest of its paragraph, or the next one where it stands alone."""
    position = 0
    for label in _LABEL.finditer(text):
        if label.start() < position:
            continue
        end = _EMPTY_LINE.search(text, label.end())
        if end and not text[label.end() : end.start()].strip():
            end = _EMPTY_LINE.search(text, end.end())
        position = end.start() if end else len(text)
        yield Span(label.start(), position)
