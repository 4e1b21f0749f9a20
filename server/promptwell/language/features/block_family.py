"""A block's name in all templates that share it: parents, children, and children's children."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.features.location import Location
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.text.source import Span

_TAGS = frozenset({"block", "endblock"})


class BlockFamily(NamedTuple):
    """The templates in which a name means one block, and its places in them.

    `unknown` is a template whose parent can't be told: it may have the block as well.
    """

    files: tuple[str, ...]
    places: tuple[Location, ...]
    unknown: str = ""


def block_family(project: Project, path: str, name: str) -> BlockFamily:
    """Everything that a block of a template shares its name with, by `extends`."""
    top, unknown = _topmost(project, path, name)
    files = _descendants(project, top)
    if path not in files:  # templates that extend each other have no topmost one
        files.insert(0, path)
    places = [
        Location(each, span) for each in files for span in sorted(set(_spans(project, each, name)))
    ]
    return BlockFamily(tuple(files), tuple(places), unknown)


def has_block(project: Project, path: str, name: str) -> bool:
    """Whether a template has a block of a name."""
    summary = project.summary(path)
    return summary is not None and any(
        symbol.kind == "block" and symbol.name == name for symbol in summary.symbols
    )


def _topmost(project: Project, path: str, name: str) -> tuple[str, str]:
    """The highest template that has the block, and the one whose parent is unknown, if any."""
    top, current = path, path
    seen = {path}
    while True:
        summary = project.summary(current)
        parents = [
            link.reference
            for link in (summary.links if summary else ())
            if link.reference.kind == "extends"
        ]
        if not parents:
            return top, ""
        target = project.index.target(current, parents[0])
        if target is None or len(parents) > 1:
            return top, current
        if target in seen:
            return top, ""
        seen.add(target)
        current = target
        if has_block(project, current, name):
            top = current


def _descendants(project: Project, top: str) -> list[str]:
    found = {top: None}
    waiting = [top]
    while waiting:
        parent = waiting.pop(0)
        for user in project.users(parent):
            extends = any(
                reference.kind == "extends" and project.index.target(user, reference) == parent
                for reference in project.index.references(user)
            )
            if extends and user not in found:
                found[user] = None
                waiting.append(user)
    return list(found)


def _spans(project: Project, path: str, name: str) -> Iterator[Span]:
    summary = project.summary(path)
    model = project.model(path) if summary and summary.mentions(name) else None
    if model is not None:
        yield from block_spans(model, name)


def block_spans(model: SemanticModel, name: str) -> Iterator[Span]:
    """Where one template names a block: its tags, and `self.name()`."""
    for island in model.document.template.islands:
        parsed = island.parsed
        if parsed.tag in _TAGS and parsed.name == name:
            yield island.absolute(parsed.name_span)
        for expression in parsed.expressions:
            for inner in expression.walk():
                if inner.kind == "attribute" and inner.value == name:
                    if inner.children[0].kind == "name" and inner.children[0].value == "self":
                        yield island.absolute(inner.name_span)
