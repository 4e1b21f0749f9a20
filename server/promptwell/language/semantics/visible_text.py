"""What of a template reaches the rendered text, as far as that shows without rendering."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Block, Island, Node
from promptwell.language.text.source import Span

# Blocks whose inside is kept for later instead of written where it stands.
_KEPT = frozenset({"macro", "set", "call"})
# Tags that write nothing themselves.
_SILENT_TAGS = frozenset({"set", "import", "from", "extends", "do"})


def literal_parts(document: PromptDocument, span: Span) -> Iterator[Span]:
    """The pieces of literal text in a part of the body that are written out, without blank edges.

    Text of macros and captured by `set` is left out; in a template that extends another one,
    so is all text outside its blocks.
    """
    text = document.text
    kept = _kept_spans(document.template.children)
    position = span.start
    for start, end in [*_islands_in(document, span), (span.end, span.end)]:
        piece = text[position : max(position, start)]
        if piece.strip():
            first = position + len(piece) - len(piece.lstrip())
            found = Span(first, first + len(piece.strip()))
            if not any(each.covers(found) for each in kept):
                yield found
        position = max(position, end)


def writes_nothing(document: PromptDocument, span: Span) -> bool:
    """Whether a part of the body holds only blank text, comments, and tags that write nothing."""
    text = document.text
    position = span.start
    for island in document.template.islands_in(span):
        if island.kind in ("output", "raw"):
            return False
        if island.kind == "statement" and not _is_silent(island):
            return False
        if text[position : island.span.start].strip():
            return False
        position = island.span.end
    return not text[position : span.end].strip()


def extends_another(document: PromptDocument) -> bool:
    """Whether the template's own text outside its blocks is dropped."""
    return any(island.parsed.tag == "extends" for island in document.template.islands)


def _is_silent(island: Island) -> bool:
    parsed = island.parsed
    return parsed.tag in _SILENT_TAGS and (parsed.tag != "set" or parsed.assigns)


def _islands_in(document: PromptDocument, span: Span) -> Iterator[tuple[int, int]]:
    for island in document.template.islands_in(span):
        if island.kind != "raw":
            yield island.span


def _kept_spans(nodes: tuple[Node, ...]) -> list[Span]:
    found: list[Span] = []
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Block):
            if node.tag in _KEPT:
                found.append(node.span)
            else:
                waiting.extend(child for branch in node.branches for child in branch.children)
    return found
