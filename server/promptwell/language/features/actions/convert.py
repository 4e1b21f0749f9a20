"""Convert a Prompty v1 file to version 2."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from promptwell.language.features.actions.action import CodeAction, Question, refused

_TITLE = "Convert to Prompty v2"


def convert(question: Question) -> Iterator[CodeAction]:
    """The conversion, offered in the front matter of a v1 file."""
    document = question.document
    front_matter = document.front_matter
    if document.dialect != "prompty-v1" or front_matter is None:
        return
    if not front_matter.span.contains(question.span.start):
        return
    from promptwell.language.syntax.convert_v1 import conversion_fault, convert_v1

    data = {
        reference.target: question.project.data(document.path, reference)
        for reference in question.model.references
        if reference.kind in ("sample", "file") and not reference.dynamic
    }
    edits = convert_v1(document, data)
    fault = conversion_fault(document, edits) if edits else "the front matter is no YAML"
    if fault is None:
        yield CodeAction(_TITLE, "refactor.rewrite", partial(question.edit, *edits))
    else:
        yield refused(_TITLE, "refactor.rewrite", f"it has to be converted by hand: {fault}")
