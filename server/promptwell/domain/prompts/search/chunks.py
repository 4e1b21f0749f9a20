"""A prompt cut into chunks: the pieces that a search finds, each with its place in the file.

Every message is one chunk, or several where it is long: one for each section that a Markdown
heading begins, and a long section is cut where a reader would pause. What the prompt is called and
what it is said to be for is a chunk as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from promptwell.domain.prompts.search.message_sections import message_sections
from promptwell.domain.prompts.search.passages import passages
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.embedding import content_span, indent_of
from promptwell.language.syntax.exact_text import escapes, exact_text
from promptwell.language.syntax.markdown.headings import Heading, sections_of
from promptwell.language.text.source import Span

Part = Literal["description", "message"]

_LONGEST_TITLE = 120
_BETWEEN_TITLES = " › "
_HEADING_MARK = re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+")
_NAME = re.compile(r"[^\W\d]\w*(?:[.-]\w+)*")
_ELEMENT = re.compile(r"</?\w[^<>]*>")
_SPOKEN = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a prompt that a search may find.

    `text` is what stands there, escapes resolved and without a file's indentation: what a search for
    words looks in and shows. `meaning` is what an embedding model reads: the titles that it stands
    under and the text in one line, with a template's outputs as bare names and without its other tags.
    `key` is the SHA-256 of `meaning`, so that the same words are embedded once, wherever they stand.
    `start` and `end` are offsets in the file that holds the prompt. `role` says who speaks (`""`
    where the application decides it, and in a description); `title` are the headings above, outermost first.
    """

    key: str
    text: str
    meaning: str
    part: Part
    role: str
    title: str
    start: int
    end: int


def prompts_in(document: PromptDocument) -> Iterator[PromptDocument]:
    """The prompts of a file: those that stand in its texts, or itself where it is one."""
    if document.embedded:
        for each in document.embedded:
            yield each.document
    elif not document.is_container:
        yield document


def chunks_of(document: PromptDocument) -> list[Chunk]:
    """The chunks of one prompt in the order of its text, its description first. Never raises.

    A file that holds prompts has none itself: ask for those of each of `prompts_in`.
    """
    cutter = _Cutter(document)
    found = [*_description(document)]
    for role, span in _spoken(document):
        found += cutter.chunks(role, span)
    return found


def key_of(meaning: str) -> str:
    """The key under which the embedding of a text is kept."""
    return sha256(meaning.encode("utf-8", "replace")).hexdigest()


def _description(document: PromptDocument) -> Iterator[Chunk]:
    """The name and the description, at the place of the description where there is one."""
    if document.is_container:
        return
    text = document.file.text
    given: dict[str, str] = {}
    place: Span | None = None
    for key in ("name", "description"):
        node = document.header.get(key)
        words = (node.text() or "").strip() if node is not None else ""
        if node is not None and _SPOKEN.search(words):
            given[key] = words
            place = content_span(text, node)
    embedding = document.embedding
    said = list(given.values())
    # A prompt that is the whole file's has a technical name, which is written nowhere.
    if embedding and embedding.name_span.start < embedding.name_span.end and "name" not in given:
        said.insert(0, embedding.name)
        place = place or embedding.name_span
    if place is not None:
        whole = "\n".join(said)
        first = next(passages(whole, Span(0, len(whole))))
        meaning = " ".join(whole[first.start : first.end].split())
        yield Chunk(key_of(meaning), whole, meaning, "description", "", "", *place)


def _spoken(document: PromptDocument) -> list[tuple[str, Span]]:
    """What is said, with who says it: the messages, and text that is in none of them."""
    found = [(message.role, message.content) for message in document.messages]
    taken = sorted(
        span for message in document.messages for span in (message.marker, message.content)
    )
    for place in document.embedding.places if document.embedding else (document.body,):
        position = place.start
        for span in taken[bisect_left(taken, place.start, key=lambda each: each.end) :]:
            if span.start > place.end:
                break
            found += _beside(document, Span(position, span.start))
            position = max(position, span.end)
        found += _beside(document, Span(position, place.end))
    return sorted(found, key=lambda each: each[1])


def _beside(document: PromptDocument, span: Span) -> Iterator[tuple[str, Span]]:
    """Text beside the messages, unless it holds nothing but tags."""
    if span.start < span.end:
        literal = "".join(document.text[each.start : each.end] for each in _literal(document, span))
        if _SPOKEN.search(_ELEMENT.sub("", literal)):
            yield "", span


def _literal(document: PromptDocument, span: Span) -> Iterator[Span]:
    position = span.start
    for island in document.template.islands_in(span):
        if island.kind != "raw":
            yield Span(position, max(position, island.span.start))
            position = max(position, island.span.end)
    yield Span(position, max(position, span.end))


class _Cutter:
    """Cuts the messages of one prompt."""

    def __init__(self, document: PromptDocument) -> None:
        self.document = document
        self.template = document.template
        escaped = [
            (span, meant)
            for span, meant in escapes(document, Span(0, document.source.end))
            if meant and not meant.isspace()
        ]
        self.text = _solid(document.text, escaped)
        tags = (island.span for island in self.template.islands if island.kind != "raw")
        self.whole = _apart([*tags, *(span for span, _ in escaped)])

    def chunks(self, role: str, span: Span) -> Iterator[Chunk]:
        """The chunks of a message."""
        headings = sections_of(
            self.document.text,
            span,
            indent=self._indent(span),
            is_text=lambda place: self.template.island_at(place + 1) is None,
        ).headings
        for section in message_sections(self.text, span, headings):
            for passage in passages(self.text, section.span, self.whole):
                text = exact_text(self.document, passage).strip("\ufeff \t\n")
                if _SPOKEN.search(text):
                    titles = [self._title(each) for each in section.headings]
                    written = [each.span.start >= passage.start for each in section.headings]
                    above = [title for title, here in zip(titles, written, strict=True) if not here]
                    meaning = self._meaning(passage, above) or " ".join(text.split())
                    yield Chunk(
                        key_of(meaning),
                        text,
                        meaning,
                        "message",
                        role,
                        _BETWEEN_TITLES.join(titles),
                        *passage,
                    )

    def _meaning(self, span: Span, titles: Sequence[str]) -> str:
        """A passage as one line: comments and tags left out, outputs as the names that they write."""
        parts: list[str] = []
        position = span.start
        for island in self.template.islands_in(span):
            if island.kind == "raw":
                continue
            if position < island.span.start:
                parts.append(exact_text(self.document, Span(position, island.span.start)))
            if island.kind == "output":
                name = _NAME.search(self.document.text, *island.span)
                parts.append(name.group() if name else "")
            elif island.kind == "statement":
                parts.append(" ")
            position = max(position, island.span.end)
        if position < span.end:
            parts.append(exact_text(self.document, Span(position, span.end)))
        text = _HEADING_MARK.sub("", "".join(parts))
        if not _SPOKEN.search(text):
            return ""
        above = _BETWEEN_TITLES.join(titles)[-_LONGEST_TITLE:]
        return " ".join(f"{above}: {text}".split() if above else text.split())

    def _title(self, heading: Heading) -> str:
        start, end = heading.name_span
        written = self.text[start:end].rstrip()  # the line's end may be an escape's
        text = exact_text(self.document, Span(start, start + len(written)))
        return " ".join(text.strip("# \t").split())[:_LONGEST_TITLE]

    def _indent(self, span: Span) -> int:
        embedding = self.document.embedding
        scalar = embedding.scalar_at(span) if embedding else None
        if embedding is None or scalar is None or scalar.style not in ("literal", "folded"):
            return 0
        return indent_of(embedding.file.text, content_span(embedding.file.text, scalar))


def _solid(text: str, escaped: Sequence[tuple[Span, str]]) -> str:
    """The text without the blanks behind letters that are written by escapes: no word ends there."""
    parts: list[str] = []
    position = 0
    for span, meant in escaped:
        length = span.end - span.start
        parts += [text[position : span.start], (meant * length)[:length]]
        position = span.end
    return "".join([*parts, text[position:]])


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, those that meet as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
