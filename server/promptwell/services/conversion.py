"""Convert Prompty v1 files to version 2: what each becomes, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from promptwell.language.semantics.declarations import front_matter_references
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.convert_v1 import (
    conversion_fault,
    conversion_remarks,
    convert_v1,
)
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.edit import apply_edits


class Converted(NamedTuple):
    """One v1 file: its text, what it becomes, and what a person should look at.

    `after` equals `before` where the file can't be converted; `remarks` then say why.
    """

    path: str
    before: str
    after: str
    remarks: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether the file was converted."""
        return self.after != self.before


def convert_prompts(project: Project, paths: Iterable[str]) -> list[Converted]:
    """The v1 files among the paths, each with its text as version 2; other files are left out."""
    found = []
    for path in paths:
        document = project.document(path)
        if document is not None and document.dialect == "prompty-v1":
            found.append(_convert(project, document))
    return found


def named_data(project: Project, document: PromptDocument) -> dict[str, Any]:
    """The contents of the sample and data files that a prompt's front matter names, by path as written."""
    found = {}
    for reference in front_matter_references(document):
        if reference.kind in ("sample", "file"):
            content = project.data(document.path, reference)
            if content is not None:
                found[reference.target] = content
    return found


def _convert(project: Project, document: PromptDocument) -> Converted:
    data = named_data(project, document)
    remarks = conversion_remarks(document, data)
    before = document.text
    edits = convert_v1(document, data)
    after = apply_edits(before, edits)
    fault = conversion_fault(document, edits) if edits else None
    if fault is not None:
        remarks = [f"this file has to be converted by hand: {fault}", *remarks]
        after = before
    return Converted(document.path, before, after, tuple(remarks))
