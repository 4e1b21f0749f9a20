"""Places that must stay equal while one of them is typed."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.detectors.tag_pairs import tag_pairs
from promptwell.language.features.block_tags import block_at, islands_of
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.syntax.templates.jinja.tree import Block
from promptwell.language.text.source import Span

# As regular expressions of JavaScript, which is what editors take.
_NAME = r"[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*"
_SECTION = r"[^\s{}]+"
_TAG = r"[A-Za-z][\w.\-]*"


class Linked(NamedTuple):
    """Places with the same text, and the pattern of what may be typed there."""

    spans: tuple[Span, ...]
    pattern: str


def linked(model: SemanticModel, offset: int) -> Linked | None:
    """The places that change with the name at an offset; None where it stands for itself.

    These are the names of a block and its end (`{% block body %}`, `{% endblock body %}`), of a
    Mustache section, and of a tag in the prompt's text (`<context>`, `</context>`), if they are
    equal now. A role line is linked to nothing: its name stands in one place only, and the other
    messages of the same role have theirs for reasons of their own.
    """
    return _of_block(model, offset) or _of_text_tag(model, offset)


def _of_block(model: SemanticModel, offset: int) -> Linked | None:
    block = block_at(model.document, offset)
    if block is not None and model.document.engine == "handlebars":
        return _of_handlebars(block, offset)
    if block is None or block.tag not in ("block", "#", "^"):
        return None
    named = [(each.parsed.name, each.absolute(each.parsed.name_span)) for each in islands_of(block)]
    names = {name for name, _ in named}
    spans = tuple(span for _, span in named)
    if len(spans) < 2 or len(names) != 1 or "" in names:
        return None
    if not any(span.contains(offset) for span in spans):
        return None
    return Linked(spans, _NAME if block.tag == "block" else _SECTION)


def _of_handlebars(block: Block, offset: int) -> Linked | None:
    """The helper or field of a block's first and last tag."""
    if block.end is None:
        return None
    ends = (block.branches[0].island, block.end)
    spans = tuple(each.absolute(each.parsed.tag_span) for each in ends)
    if not any(span.contains(offset) for span in spans) or ends[0].parsed.tag.startswith(
        ("#", "*")
    ):
        return None
    return Linked(spans, _SECTION)


def _of_text_tag(model: SemanticModel, offset: int) -> Linked | None:
    for message in model.messages:
        if message.content.contains(offset):
            for pair in tag_pairs(model.document, message.content):
                if any(span.contains(offset) for span in pair):
                    return Linked(tuple(pair), _TAG)
    return None
