"""Paths of files that can be included, as they would be written at a place."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.describe import first_lines
from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.paths import folder_of, join, relative_to
from promptwell.language.semantics.project import Project
from promptwell.language.text.source import Span

_MOST = 500


def template_paths(site: Site, quote: Span, prefix: str) -> Iterator[CompletionItem]:
    """The templates that can be named within the quotes at the cursor."""
    text = site.document.text
    end = site.offset
    while end < quote.end and text[end] not in "\r\n\"'":
        end += 1
    span = Span(quote.start, end)
    for path, shortest in _reachable(site.project, site.model):
        written = _as_begun(site, path, prefix) or shortest
        order = 0 if written.startswith(prefix) else 5
        yield _path(site, path, written, span, order)


def quoted_path(site: Site, word: Span) -> Iterator[CompletionItem]:
    """The same with the quotes, where none is written yet."""
    for path, written in _reachable(site.project, site.model):
        yield _path(site, path, f'"{written}"', word, 0)


def paths_beside(site: Site, typed: str) -> Iterator[str]:
    """What stands in the folder that a path being typed has come to, written as from the file.

    Folders end with a `/`: from there the next names are offered.
    """
    here = folder_of(site.document.path)
    before, slash, _ = typed.rpartition("/")
    if not here or typed.startswith("/"):
        return
    for name in site.names_in(join(here, before)):
        written = f"{before}{slash}{name}"
        if join(here, written) != site.document.path:
            yield written


def _path(site: Site, path: str, written: str, span: Span, order: int) -> CompletionItem:
    return CompletionItem(
        written,
        "file",
        span,
        written,
        _kind(path),
        lambda: first_lines(site.project, path),
        order=order,
        origin=_kind(path),
    )


def _reachable(project: Project, model: SemanticModel) -> Iterator[tuple[str, str]]:
    """The files that a template may name, and how: as short as leads to this very file."""
    here = model.document.path
    root = project.files.root(here)
    files = sorted(project.files.list(root), key=lambda path: (not _is_template(path), path))
    for path in files[:_MOST]:
        if path == here:
            continue
        written = _written(project, model, path, root)
        if written:
            yield path, written


def _written(project: Project, model: SemanticModel, path: str, root: str) -> str:
    """How a file is named from here: the shortest way that leads to it, and not up if possible."""
    here = model.document.path
    ways = [relative_to(path, folder_of(here))]
    if ways[0].startswith(".."):
        # Only what lies beside or below the file is found before all else.
        ways += [relative_to(path, root)]
        ways += [relative_to(path, f"{root}/{each}") for each in project.template_roots]
    for written in sorted(ways, key=lambda each: (each.startswith(".."), len(each))):
        reference = Reference("include", written, Span(0, 0))
        if project.index.target(here, reference) == path:
            return written
    return ""


def _as_begun(site: Site, path: str, prefix: str) -> str:
    """The path from the file itself, where the author has begun one with `./` or `../`.

    Editors hide what does not fit the text that is there.
    """
    here = site.document.path
    from_here = relative_to(path, folder_of(here))
    if prefix.startswith("./") and not from_here.startswith(".."):
        from_here = f"./{from_here}"
    fits = prefix.startswith(("./", "../")) and from_here.startswith(prefix[:2])
    reference = Reference("include", from_here, Span(0, 0))
    return from_here if fits and site.project.resolve(here, reference) == path else ""


def _is_template(path: str) -> bool:
    return path.lower().endswith((".j2", ".jinja", ".jinja2"))


def _kind(path: str) -> str:
    return "template" if _is_template(path) else "prompt"
