"""Inline a partial: its text in the place of the include."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from promptwell.errors import BundleError
from promptwell.language.features.actions.action import ActionKind, CodeAction, Question, refused
from promptwell.language.semantics.bundle.bundle import inlined

_TITLE = "Inline the partial"
_KIND: ActionKind = "refactor.inline"
_PLACE = re.compile(r"\A.*?:\d*:? ")


def inline_partial(question: Question) -> Iterator[CodeAction]:
    """The include at hand, replaced by what it brings in."""
    document = question.document
    island = document.template.island_at(question.span.end)
    if island is None or island.parsed.tag != "include" or not island.closed:
        return
    if not island.span.covers(question.span):
        return
    try:
        edit = inlined(question.project, document, island)
    except BundleError as error:
        yield refused(_TITLE, _KIND, _PLACE.sub("", str(error)))
        return
    yield CodeAction(_TITLE, _KIND, partial(question.edit, edit))
