"""The files that a prompt names, so that an editor can open them."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.features.agent_places import named_file
from promptwell.language.semantics.model import ReferenceKind, SemanticModel
from promptwell.language.semantics.paths import folder_of, relative_to
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summary import NAMED
from promptwell.language.text.source import Span

_WORDS: dict[ReferenceKind, str] = {
    "include": "included template",
    "partial": "partial",
    "import": "template with macros",
    "from": "template with macros",
    "extends": "parent template",
    "file": "file put in when the prompt is loaded",
    "sample": "sample values",
    "dataset": "dataset",
    "link": "linked file",
    "mention": "file brought in",
    "attachment": "attached file",
    "resource": "file of the skill",
    "skill": "skill",
    "agent": "agent",
    "command": "command",
    "tested": "prompt under test",
    "tests": "tests",
    "values": "values of variables",
    "default": "what all tests share",
    "value": "value of the variable",
}


class Link(NamedTuple):
    """A place that names a file: the file it leads to, and a few words about it."""

    span: Span
    path: str
    tooltip: str


def links(project: Project, model: SemanticModel) -> list[Link]:
    """The paths in a file that lead to a file, in the order of the text.

    These are includes, imports and parents, `${file:...}`, samples and datasets, and what agent files
    link, mention, attach and name. What leads nowhere, out of the workspace, or is computed has no link.
    """
    path = model.document.path
    folder = folder_of(path) or "/"
    found: dict[Span, Link] = {}
    for reference in model.references:
        words = _WORDS.get(reference.kind)
        target = project.resolve(path, reference) if words else None
        if reference.kind in NAMED:
            target = named_file(project, model, reference)
        if target is not None and reference.span.start < reference.span.end:
            tooltip = f"{relative_to(target, folder)} — {words}"
            found.setdefault(reference.span, Link(reference.span, target, tooltip))
    return sorted(found.values())
