"""The words of a prompt as units: lines, fenced code, template blocks, and sections by their headings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from promptwell.domain.versions.differences.lines import lines_of
from promptwell.domain.versions.merging.unit import Unit, Way, joined, value
from promptwell.language.syntax.markdown.headings import Heading, sections_of
from promptwell.language.syntax.templates.jinja.tree import Block, Template
from promptwell.language.text.source import SourceText, Span
from promptwell.language.text.whole_lines import next_line

# Blocks in blocks beyond this are merged as lines.
_DEEPEST = 20


class _Place(NamedTuple):
    """A block or fenced code, in whole lines."""

    span: Span
    block: Block | None


class Content:
    """Cuts the words of one document into units.

    Args:
        source: the file.
        template: its template, of which the blocks count that have their tags on lines of their own.
        flat: whether headings are lines among lines, not what the lines below belong to.
    """

    def __init__(self, source: SourceText, template: Template, *, flat: bool = False) -> None:
        self.source = source
        self.flat = flat
        self.blocks = [each for each in template.children if isinstance(each, Block)]

    def unit(self, span: Span, kind: str = "content") -> Unit:
        """The unit of a range that begins and ends with a line."""
        return self._content(span, self.blocks, kind, 0)

    def _content(self, span: Span, blocks: Sequence[Block], kind: str, depth: int) -> Unit:
        shape = sections_of(self.source.text, span)
        places = self._places(span, blocks, shape.fences) if depth < _DEEPEST else []
        headings = [each for each in shape.headings if not _meets(places, each.span)]
        if self.flat:
            named = {each.span.start: each.text for each in headings}
            return joined("ordered", kind, tuple(self._flat(span, places, depth, named)))
        return self._section(span, headings, places, kind, depth)

    def _section(
        self,
        span: Span,
        headings: Sequence[Heading],
        places: Sequence[_Place],
        kind: str,
        depth: int,
        key: str = "",
    ) -> Unit:
        """A range: what stands above its first heading, and the sections below."""
        top = min((each.level for each in headings), default=0)
        starts = [each for each in headings if each.level == top]
        first = headings[0].span.start if headings else span.end
        if headings and headings[0].level != top:
            starts.insert(0, headings[0])
        lead = joined(
            "ordered", "lead", tuple(self._flat(Span(span.start, first), places, depth, {}))
        )
        found = []
        ends = [*(each.span.start for each in starts[1:]), span.end][: len(starts)]
        for heading, end in zip(starts, ends, strict=True):
            below = next_line(self.source, heading.span.end)
            own = Span(min(below, end), end)
            inner = _within(headings, own)
            head = value(self.source.text[heading.span.start : own.start], "heading")
            body = self._section(own, inner, places, "content", depth)
            found.append(joined("parts", "section", (head, body), heading.text))
        keys = [each.key for each in found]
        way: Way = "keyed" if len({*keys}) == len(keys) else "ordered"
        sections = joined(way, "sections", tuple(found))
        return joined("parts", kind, (lead, sections), key)

    def _places(self, span: Span, blocks: Sequence[Block], fences: Sequence[Span]) -> list[_Place]:
        found = [
            _Place(self._lines(block.span), block)
            for block in _within(blocks, span)
            if block.span.end <= span.end and self._in_lines(block)
        ]
        apart = [
            place
            for place in (_Place(self._lines(fence), None) for fence in fences)
            if not _meets(found, place.span)
        ]
        return sorted([*found, *apart], key=lambda each: each.span)

    def _lines(self, span: Span) -> Span:
        start = self.source.line_starts[self.source.line_number(span.start)]
        return Span(start, next_line(self.source, max(span.end - 1, span.start)))

    def _in_lines(self, block: Block) -> bool:
        """Whether each tag of a block has a line of its own."""
        if block.end is None:
            return False
        text = self.source.text
        for island in (*(each.island for each in block.branches), block.end):
            whole = self._lines(island.span)
            around = text[whole.start : island.span.start] + text[island.span.end : whole.end]
            if around.strip():
                return False
        return True

    def _flat(
        self, span: Span, places: Sequence[_Place], depth: int, headings: Mapping[int, str]
    ) -> Iterator[Unit]:
        """Lines, blocks and code, one behind the other; headings by where they begin."""
        at = span.start
        for place in _within(places, span):
            if place.span.start < at or place.span.end > span.end:
                continue
            yield from self._single(at, place.span.start, headings)
            yield self._block(place.block, depth) if place.block else self._code(place.span)
            at = place.span.end
        yield from self._single(at, span.end, headings)

    def _single(self, start: int, end: int, headings: Mapping[int, str]) -> Iterator[Unit]:
        for line in lines_of(self.source.text[start:end]):
            key = headings.get(start, "")
            yield Unit("prose", "heading" if key else "line", line, key)
            start += len(line)

    def _code(self, span: Span) -> Unit:
        text = self.source.slice(span)
        return Unit("code", "code", text, text.partition("\n")[0].strip(" \t`~"))

    def _block(self, block: Block, depth: int) -> Unit:
        source = self.source
        assert block.end is not None  # `_in_lines` looked
        ends = [*(each.island.span for each in block.branches[1:]), block.end.span]
        branches = []
        for branch, end in zip(block.branches, ends, strict=True):
            tag = self._lines(branch.island.span)
            inside = Span(tag.end, self._lines(end).start)
            inner = [each for each in branch.children if isinstance(each, Block)]
            head = value(source.slice(tag), "tag")
            body = self._content(inside, inner, "content", depth + 1)
            branches.append(
                joined("parts", "branch", (head, body), _words(branch.island.span, source))
            )
        listed = joined("ordered", "branches", tuple(branches))
        closing = value(source.slice(self._lines(block.end.span)), "tag")
        return joined("parts", "block", (listed, closing), _words(block.span, source))


class _Placed(Protocol):
    """Something that stands somewhere."""

    @property
    def span(self) -> Span: ...


_Thing = TypeVar("_Thing", bound=_Placed)


def _within(things: Sequence[_Thing], span: Span) -> Sequence[_Thing]:
    """Of things in order, those that begin in a range."""
    first = bisect_left(things, span.start, key=_start)
    return things[first : bisect_left(things, span.end, lo=first, key=_start)]


def _meets(places: Sequence[_Place], span: Span) -> bool:
    """Whether a range shares anything with one of some places, which are in order and apart."""
    before = bisect_left(places, span.end, key=_start) - 1
    return before >= 0 and places[before].span.end > span.start


def _start(thing: _Placed) -> int:
    return thing.span.start


def _words(span: Span, source: SourceText) -> str:
    """What a tag says: `if tone`."""
    text = source.slice(span)
    return text[: text.find("}") if "}" in text else len(text)].strip("{%-+# \t\n").strip("-%# ")
