"""Where names stand in files of the workspace that need not be parsed to know it."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.location import Location
from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summarize import imported_places
from promptwell.language.semantics.summary import Link, places_in
from promptwell.language.text.source import Span

_IMPORTS = frozenset({"import", "from"})


def known_inputs(project: Project, path: str, name: str) -> tuple[list[Span], list[Span]] | None:
    """Where a file declares and uses an input, by its summary; None where the file must be read."""
    summary = None if project.known_model(path) else project.summary(path)
    if summary is None or summary.takes_data:
        return None
    if not summary.mentions(name):
        return [], []
    declared = places_in(summary.declarations, name)
    used = places_in(summary.uses, name)
    # A file may have changed without anybody having told.
    if not _stands(project, path, name, [*declared, *used]):
        return None
    return declared, used


def imports_of(project: Project, path: str, macro: str) -> Iterator[Location]:
    """Where other files import a macro and use it through the import."""
    for user in project.users(path):
        summary = project.summary(user)
        for link in summary.links if summary else ():
            reference = link.reference
            if reference.kind in _IMPORTS and project.index.target(user, reference) == path:
                spans = _imported(project, user, link, macro)
                yield from (Location(user, span) for span in spans)


def _imported(project: Project, user: str, link: Link, macro: str) -> list[Span]:
    spans = places_in(link.imported, macro)
    if not project.known_model(user) and _stands(project, user, macro, spans):
        return spans
    model = project.model(user)
    found: list[Span] = []
    for reference in model.references if model else ():
        if model and _same(reference, link.reference):
            found += [span for name, span in imported_places(model, reference) if name == macro]
    return found


def _same(one: Reference, other: Reference) -> bool:
    return (one.kind, one.target, one.span.start) == (other.kind, other.target, other.span.start)


def _stands(project: Project, path: str, name: str, spans: list[Span]) -> bool:
    text = project.text(path) if spans else ""
    return text is not None and all(text[span.start : span.end] == name for span in spans)
