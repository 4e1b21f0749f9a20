"""Move what holds an input from the system message to a user message."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import partial

from promptwell.language.features.actions.action import (
    ActionKind,
    CodeAction,
    Question,
    refused,
)
from promptwell.language.features.actions.selection import (
    around,
    bound_outside,
    cut,
    holds_role_line,
    outputs,
    stripped,
)
from promptwell.language.semantics.setting_apart import to_user_message
from promptwell.language.syntax.document import Message, PromptDocument
from promptwell.language.text.source import Span

_TITLE = "Move to the user message"
_KIND: ActionKind = "refactor.rewrite"
_ROLES = frozenset({"system", "developer"})
_END_OF_SENTENCE = re.compile(r"[.!?…]+(?=\s)")


def move_to_user(question: Question) -> Iterator[CodeAction]:
    """The selection, or the sentence of the output at hand, at the start of the next user message."""
    document = question.document
    if document.engine != "jinja2" or document.embedding is not None:
        return
    message = _message(document, question.span.start)
    if message is None or message.role not in _ROLES:
        return
    piece = _piece(question, message)
    if piece is None or next(outputs(question.model, piece), None) is None:
        return
    reason = _reason(question, piece, message)
    words = document.source.slice(piece)
    edits = () if reason else to_user_message(document, message, piece, words)
    if edits:
        yield CodeAction(_TITLE, _KIND, partial(question.edit, *edits))
    else:
        yield refused(_TITLE, _KIND, reason or "the messages of this template are blocks")


def _message(document: PromptDocument, offset: int) -> Message | None:
    index = bisect_right(document.messages, offset, key=lambda each: each.marker.start) - 1
    return document.messages[index] if index >= 0 else None


def _piece(question: Question, message: Message) -> Span | None:
    document, span = question.document, question.span
    if span.start < span.end:
        return stripped(document, span)
    island = document.template.island_at(span.start)
    if island is None or island.kind != "output" or not island.closed:
        return None
    return _sentence(document, island.span, message.content)


def _sentence(document: PromptDocument, place: Span, within: Span) -> Span | None:
    """The sentence around a tag, on its lines."""
    source = document.source
    start = max(source.line_starts[source.line_number(place.start)], within.start)
    end = min(source.line_span(source.line_number(place.end)).end, within.end)
    line = list(source.slice(Span(start, end)))
    for island in document.template.islands_in(Span(start, end)):
        # A period within a tag ends no sentence.
        for at in range(max(island.span.start, start), min(island.span.end, end)):
            line[at - start] = "x"
    ends = [start + match.end() for match in _END_OF_SENTENCE.finditer("".join(line))]
    first = max((each for each in ends if each <= place.start), default=start)
    last = min((each for each in ends if each >= place.end), default=end)
    return stripped(document, Span(first, last))


def _reason(question: Question, piece: Span, message: Message) -> str:
    document, model = question.document, question.model
    reason = cut(document, piece) or holds_role_line(document, piece)
    if reason:
        return reason
    if not message.content.covers(piece):
        return "the selection reaches into another message"
    block = next(around(document, piece), None)
    if block is not None:
        return f"it stands inside the block `{block.tag}`"
    use = next(bound_outside(model, piece), None)
    if use is not None:
        return f"`{use.name}` gets its value in the system message"
    names = {each.name for each in model.locals if piece.covers(each.span)}
    if any(use.target and use.name in names and not piece.covers(use.span) for use in model.uses):
        return "names that it sets are used elsewhere"
    return ""
