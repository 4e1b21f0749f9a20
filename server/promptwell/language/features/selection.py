"""Ever larger ranges around a place, by what the text means: name, expression, tag, block, message ..."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.semantics.declarations import name_place
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Island, Node
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import SourceText, Span

_WORD = re.compile(r"\w+")
_DELIMITERS = re.compile(r"(\{[{%#][-+]?\s*)(.*?)(\s*[-+]?[}%#]\})\Z", re.DOTALL)


def selections(model: SemanticModel, offset: int) -> list[Span]:
    """The ranges around an offset, the smallest first, each within the next and larger than it.

    In the body: word or name, attribute chain, expression, tag, line, paragraph, branch of a
    block, block, message, body. In the front matter: value, entry, mapping, the YAML, all of it.
    The last is the whole text.
    """
    document = model.document
    offset = min(max(offset, 0), document.source.end)
    front_matter = document.front_matter
    if front_matter is not None and offset < front_matter.span.end:
        candidates = list(_in_front_matter(document, offset))
    else:
        candidates = list(_in_body(document, offset))
    candidates.append(Span(0, document.source.end))
    return _growing(candidates, offset)


def _growing(candidates: list[Span], offset: int) -> list[Span]:
    """Those that touch the offset, by size; what crosses a smaller one is left out."""
    touching = {span for span in candidates if span.contains(offset)}
    # Where two meet at the offset, the one that begins there is meant.
    by_size = sorted(touching, key=lambda span: (span.end - span.start, -span.start))
    chain: list[Span] = []
    for span in by_size:
        empty = span.start == span.end and span != by_size[-1]
        if not empty and (not chain or (span.covers(chain[-1]) and span != chain[-1])):
            chain.append(span)
    return chain


def _in_front_matter(document: PromptDocument, offset: int) -> Iterator[Span]:
    assert document.front_matter is not None
    yield document.front_matter.span
    yield _trimmed(document.source, document.front_matter.content)
    yield from _around(document, document.root, offset)
    yield from _words(document.source, offset)


def _around(document: PromptDocument, node: YamlNode, offset: int) -> Iterator[Span]:
    """A node and what it holds around an offset."""
    yield node.span
    if node.kind == "scalar":
        yield name_place(document, node)
    for entry in node.entries:
        if entry.span.contains(offset):
            yield entry.span
            yield from _around(document, entry.key, offset)
            yield from _around(document, entry.value, offset)
    for item in node.items:
        if item.span.contains(offset):
            yield from _around(document, item, offset)


def _in_body(document: PromptDocument, offset: int) -> Iterator[Span]:
    source = document.source
    yield document.body
    yield _trimmed(source, document.body)
    for message in document.messages:
        whole = Span(message.marker.start, max(message.marker.end, message.content.end))
        if whole.contains(offset):
            yield from (whole, _trimmed(source, whole), _trimmed(source, message.content))
            yield from (message.marker, message.name_span)
    yield from _blocks(document, offset)
    yield from _words(source, offset)
    yield from _lines(source, offset)
    island = document.template.island_at(offset)
    if island is not None:
        yield from _in_island(document, island)


def _blocks(document: PromptDocument, offset: int) -> Iterator[Span]:
    """The blocks around an offset, and what their branches hold."""
    nodes: tuple[Node, ...] = document.template.children
    while True:
        block = next(
            (each for each in nodes if not isinstance(each, Island) and each.span.contains(offset)),
            None,
        )
        if block is None:
            return
        yield block.span
        nodes = ()
        stops = [branch.island.span.start for branch in block.branches[1:]]
        stops.append(block.end.span.start if block.end else block.span.end)
        for branch, stop in zip(block.branches, stops, strict=True):
            held = Span(branch.island.span.end, max(stop, branch.island.span.end))
            if len(stops) > 1:
                yield _trimmed(document.source, Span(branch.island.span.start, held.end))
            if held.contains(offset):
                yield _trimmed(document.source, held)
                nodes = branch.children


def _in_island(document: PromptDocument, island: Island) -> Iterator[Span]:
    yield island.span
    text = document.source.slice(island.span)
    inner = _DELIMITERS.match(text)
    if inner is not None:
        yield island.absolute(Span(*inner.span(2)))
    parsed = island.parsed
    places = [parsed.tag_span, parsed.name_span, *(binding.span for binding in parsed.bindings)]
    places += [binding.span for binding, _ in parsed.aliases]
    for expression in parsed.expressions:
        for each in expression.walk():
            places += (each.span, each.name_span)
            if each.kind == "constant" and isinstance(each.value, str):
                places.append(Span(each.span.start + 1, max(each.span.end - 1, each.span.start)))
    for place in places:
        if place.start < place.end:
            yield island.absolute(place)


def _words(source: SourceText, offset: int) -> Iterator[Span]:
    """The words that an offset touches."""
    line = source.line_span(source.line_number(offset))
    for word in _WORD.finditer(source.text, line.start, line.end):
        yield Span(*word.span())


def _lines(source: SourceText, offset: int) -> Iterator[Span]:
    """The line and the paragraph around an offset."""
    first = last = source.line_number(offset)
    yield _trimmed(source, source.line_span(first))
    if not source.line_text(first).strip():
        return
    while first > 0 and source.line_text(first - 1).strip():
        first -= 1
    while last + 1 < len(source.line_starts) and source.line_text(last + 1).strip():
        last += 1
    yield _trimmed(source, Span(source.line_starts[first], source.line_span(last).end))


def _trimmed(source: SourceText, span: Span) -> Span:
    """A range without the white space at its ends."""
    text = source.slice(span)
    start = span.start + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))
