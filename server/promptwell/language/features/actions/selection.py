"""Whether a stretch of a prompt can be taken out of its place as one piece, and if not, why."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.semantics.bundle.putting_in import prompt_start
from promptwell.language.semantics.model import SemanticModel, Use
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Block, Island
from promptwell.language.text.source import Span


def cut(document: PromptDocument, span: Span) -> str:
    """What a range cuts through, as a reason not to take it out; "" where it is whole."""
    if span.start < prompt_start(document) or span.end > document.body.end:
        return "the selection reaches beyond the prompt's text"
    for island in document.template.islands_in(span):
        if not span.covers(island.span):
            return "the selection cuts through a tag"
    for block in document.template.blocks():
        if block.end is None and block.span.overlaps(span):
            return f"the block `{block.tag}` is not closed"
        inside = [span.covers(island.span) for island in _tags(block)]
        if any(inside) and not all(inside):
            return f"the selection cuts through the block `{block.tag}`"
        if span.overlaps(block.span) and not any(inside):
            arms = [each.island.span.end for each in block.branches]
            ends = [*(each.island.span.start for each in block.branches[1:]), block.span.end]
            if not any(
                start <= span.start and span.end <= end
                for start, end in zip(arms, ends, strict=True)
            ):
                return f"the selection cuts through the block `{block.tag}`"
    for message in document.messages:
        marker = message.marker
        if marker.start < marker.end and marker.overlaps(span) and not span.covers(marker):
            return "the selection cuts through a role line"
    return ""


def bound_outside(model: SemanticModel, span: Span) -> Iterator[Use]:
    """The uses in a range of names that the template binds outside of it."""
    for use in model.uses:
        if span.covers(use.span) and use.target is not None:
            if not span.covers(use.target.span):
                yield use


def outputs(model: SemanticModel, span: Span) -> Iterator[Use]:
    """The places in a range where a value is written into the text."""
    return (use for use in model.uses if use.output and use.island and span.covers(use.span))


def holds_role_line(document: PromptDocument, span: Span) -> str:
    """A reason where a range goes over several messages, else ""."""
    held = any(
        each.marker.start < each.marker.end and span.covers(each.marker)
        for each in document.messages
    )
    return "the selection holds a role line" if held else ""


def stripped(document: PromptDocument, span: Span) -> Span | None:
    """A range without blanks at its ends; None where it holds nothing else."""
    text = document.source.slice(span)
    start = span.start + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip())) if text.strip() else None


def around(document: PromptDocument, span: Span) -> Iterator[Block]:
    """The blocks that a whole range stands in, outer first."""
    for block in document.template.blocks():
        if block.span.covers(span) and not span.covers(block.span):
            yield block


def _tags(block: Block) -> Iterator[Island]:
    for branch in block.branches:
        yield branch.island
    if block.end is not None:
        yield block.end
