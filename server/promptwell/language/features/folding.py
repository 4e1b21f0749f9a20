"""What an editor can fold: front matter, messages, blocks, comments, sections of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from promptwell.language.features.sections import Heading, sections
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import SourceText, Span

FoldKind = Literal["", "comment", "imports"]

# Where two parts cross, the one of the higher rank stays whole and the other ends before it.
_BLOCK, _MESSAGE, _SECTION = 3, 2, 1


class Fold(NamedTuple):
    """Lines that can be hidden: from the end of the line that stays to the end of the last hidden one.

    `label` is what stands for them where it says more than that something is hidden.
    """

    span: Span
    kind: FoldKind = ""
    label: str = ""


class _Lines(NamedTuple):
    first: int
    last: int
    rank: int
    kind: FoldKind = ""
    label: str = ""


def folds(
    model: SemanticModel, most: int | None = None, inner: Iterable[SemanticModel] = ()
) -> list[Fold]:
    """What can be folded, in the order of the text; ranges lie within each other or apart.

    What ends a block (`{% endif %}`, the next `{% else %}`) stays in sight; the closing line of
    the front matter and of a code fence is hidden. `most` is how many an editor takes: the
    largest are kept. `inner` are the prompts that the file holds.
    """
    source = model.document.source
    found = _nested(lines for each in (model, *inner) for lines in _parts(each.document))
    if most is not None and len(found) > most:
        found = sorted(sorted(found, key=lambda each: each.first - each.last)[: max(most, 0)])
    return [_fold(source, each) for each in found]


def _fold(source: SourceText, lines: _Lines) -> Fold:
    span = Span(source.line_span(lines.first).end, source.line_span(lines.last).end)
    return Fold(span, lines.kind, lines.label)


def _parts(document: PromptDocument) -> Iterator[_Lines]:
    yield from _front_matter(document)
    yield from _blocks(document)
    yield from _long_islands(document)
    yield from _runs(document)
    yield from _messages(document)
    yield from _markdown(document)


def _front_matter(document: PromptDocument) -> Iterator[_Lines]:
    front_matter = document.front_matter
    if front_matter is None:
        return
    if not document.is_container:
        lines = _over(document, front_matter.span, _BLOCK)
        yield lines._replace(label=_name(document))
    yield from _values(document, document.root)
    comments = [
        number
        for number in _line_numbers(document, front_matter.content)
        if document.source.line_text(number).lstrip().startswith("#")
    ]
    yield from _consecutive(comments, "comment")


def _name(document: PromptDocument) -> str:
    """The name that the front matter gives the prompt; "" for none."""
    name = document.root.get("name")
    return (name.text() or "").strip() if name is not None else ""


def _values(document: PromptDocument, node: YamlNode) -> Iterator[_Lines]:
    """The entries and items below a node that take several lines."""
    for entry in node.entries:
        yield _over(document, entry.span, _BLOCK)
        yield from _values(document, entry.value)
    for item in node.items:
        yield _over(document, item.span, _BLOCK)
        yield from _values(document, item)


def _blocks(document: PromptDocument) -> Iterator[_Lines]:
    """The branches of blocks, each up to the line before the tag that ends it."""
    source = document.source
    for block in document.template.blocks():
        ends = [branch.island for branch in block.branches[1:]]
        for branch, following in zip(block.branches, [*ends, block.end], strict=True):
            first = source.line_number(branch.island.span.start)
            if following is not None:
                yield _Lines(first, source.line_number(following.span.start) - 1, _BLOCK)
            else:
                yield _Lines(first, _last_line(source, first, block.span.end), _BLOCK)


def _long_islands(document: PromptDocument) -> Iterator[_Lines]:
    """Comments, raw blocks, outputs and tags that take several lines."""
    source = document.source
    for island in document.template.islands:
        first, last = (source.line_number(offset) for offset in island.span)
        if first == last:
            continue
        if island.kind == "comment":
            yield _Lines(first, last, _BLOCK, "comment")
        else:
            yield _Lines(first, last - 1 if island.closed else last, _BLOCK)


def _runs(document: PromptDocument) -> Iterator[_Lines]:
    """Comments, and imports, that follow each other line by line."""
    islands = document.template.islands
    comments = [island for island in islands if island.kind == "comment"]
    imports = [island for island in islands if island.parsed.tag in ("import", "from")]
    yield from _consecutive(_whole_lines(document, comments), "comment")
    yield from _consecutive(_whole_lines(document, imports), "imports")


def _whole_lines(document: PromptDocument, islands: Iterable[Island]) -> Iterator[int]:
    """The lines that hold one of the islands and nothing else."""
    source = document.source
    for island in islands:
        number = source.line_number(island.span.start)
        if source.line_text(number).strip() == source.slice(island.span):
            yield number


def _consecutive(numbers: Iterable[int], kind: FoldKind) -> Iterator[_Lines]:
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield _Lines(run[0], run[-1], _SECTION, kind)
            run = []
        run.append(number)
    if run:
        yield _Lines(run[0], run[-1], _SECTION, kind)


def _messages(document: PromptDocument) -> Iterator[_Lines]:
    for message in document.messages:
        if message.marker.start < message.marker.end:
            span = Span(message.marker.start, max(message.content.end, message.marker.end))
            yield _over(document, span, _MESSAGE)


def _markdown(document: PromptDocument) -> Iterator[_Lines]:
    """Fenced code, and headings with what follows up to the next of their level or the message's end."""
    headings, fences = sections(document)
    yield from (_over(document, span, _SECTION) for span in fences)
    open_headings: list[Heading] = []
    for heading in headings:
        while open_headings and open_headings[-1].level >= heading.level:
            yield _section(document, open_headings.pop(), heading.span.start)
        open_headings.append(heading)
    for heading in reversed(open_headings):
        yield _section(document, heading, document.body.end)


def _section(document: PromptDocument, heading: Heading, end: int) -> _Lines:
    """A heading's lines; a role line ends them, also where the heading stands above all messages."""
    markers = (
        each.marker.start for each in document.messages if each.marker.start < each.marker.end
    )
    role = next((start for start in markers if start > heading.span.start), end)
    return _over(document, Span(heading.span.start, min(end, role)), _SECTION)


def _line_numbers(document: PromptDocument, span: Span) -> range:
    source = document.source
    return range(source.line_number(span.start), source.line_number(span.end) + 1)


def _over(document: PromptDocument, span: Span, rank: int) -> _Lines:
    """The lines of a range, blank ones at its end left out."""
    source = document.source
    first = source.line_number(span.start)
    return _Lines(first, _last_line(source, first, span.end), rank)


def _last_line(source: SourceText, first: int, end: int) -> int:
    last = source.line_number(end)
    if end == source.line_starts[last]:
        last -= 1  # the range ends with the line end before
    while last > first and not source.line_text(last).strip():
        last -= 1
    return last


def _nested(candidates: Iterable[_Lines]) -> list[_Lines]:
    """The candidates of more than one line, cut so that none crosses another; one for each line."""
    kept: list[_Lines] = []
    open_: list[int] = []  # where those stand in `kept` that may hold the next one
    for lines in sorted(candidates, key=lambda each: (each.first, -each.last, -each.rank)):
        while open_ and kept[open_[-1]].last < lines.first:
            open_.pop()
        for index in reversed(open_):  # the innermost decides first
            outer = kept[index]
            if outer.last >= lines.last or outer.last < lines.first:
                continue
            if outer.rank >= lines.rank:
                lines = lines._replace(last=outer.last)
            else:
                kept[index] = outer._replace(last=lines.first - 1)
        if lines.last > lines.first:
            open_.append(len(kept))
            kept.append(lines)
    ones = [each for each in kept if each.last > each.first]
    return [
        each for before, each in pairwise([_Lines(-1, -1, 0), *ones]) if each.first != before.first
    ]
