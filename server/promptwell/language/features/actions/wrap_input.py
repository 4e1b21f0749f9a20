"""Wrap an input in tags, so that the model sees where the value begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from promptwell.language.detectors.delimiters import DelimitedText
from promptwell.language.features.actions.action import (
    ActionKind,
    CodeAction,
    Question,
    refused,
)
from promptwell.language.features.actions.selection import (
    cut,
    holds_role_line,
    outputs,
    stripped,
)
from promptwell.language.semantics.model import Use
from promptwell.language.semantics.setting_apart import tag_for, wrapped
from promptwell.language.text.source import Span

_KIND: ActionKind = "refactor.rewrite"
_OPENS = re.compile(r"<([\w.-]+)[^<>\n]*>\s*\Z")
_FAR = 200
# These rules offer it themselves, as a fix of their findings.
_RULES = frozenset({"input-in-system-role", "undelimited-input"})


def wrap_input(question: Question) -> Iterator[CodeAction]:
    """Tags around the output at hand or around the selection, named for the first input in it."""
    piece = _piece(question)
    use = next(outputs(question.model, piece), None) if piece else None
    if piece is None or use is None:
        return
    if question.wants("quickfix") and any(each.rule in _RULES for each in question.touched):
        return
    tag = tag_for(use.name)
    title = f"Wrap `{use.name}` in <{tag}>" if not _selects(question) else f"Wrap in <{tag}>"
    reason = _reason(question, piece, use)
    if reason:
        yield refused(title, _KIND, reason)
        return
    edits = wrapped(question.document, piece, tag)
    yield CodeAction(title, _KIND, partial(question.edit, *edits))


def _selects(question: Question) -> bool:
    return question.span.start < question.span.end


def _piece(question: Question) -> Span | None:
    """The selection without blanks at its ends, or the output at the cursor."""
    document = question.document
    if document.engine != "jinja2":
        return None
    if _selects(question):
        return stripped(document, question.span)
    island = document.template.island_at(question.span.start)
    if island is None or island.kind != "output" or not island.closed:
        return None
    return island.span


def _reason(question: Question, piece: Span, use: Use) -> str:
    document = question.document
    reason = cut(document, piece) or holds_role_line(document, piece)
    if reason:
        return reason
    content = use.message.content if use.message else document.body
    before = _OPENS.search(document.text[max(content.start, piece.start - _FAR) : piece.start])
    after = document.text[piece.end : piece.end + _FAR].lstrip()
    in_tags = before is not None and after.startswith(f"</{before[1]}")
    if in_tags or DelimitedText(document, content).covers(piece.start):
        return "it stands between delimiters already"
    return ""
