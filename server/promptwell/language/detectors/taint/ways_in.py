"""How a partial is brought in: by which files, in whose role, and what they hand over to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple, Protocol

from promptwell.language.detectors.taint.sources import Source, Sources
from promptwell.language.detectors.taint.trust import Distrust, FileTrust, Step
from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.supply import Supply
from promptwell.language.syntax.templates.jinja.tree import Expression, Island

SYSTEM_ROLES = frozenset({"system", "developer"})

_MOST = 12


class Standing(NamedTuple):
    """Where a text comes to stand: the role, whether it is set apart there or all there is, and the way."""

    role: str
    apart: bool = False
    whole: bool = True
    steps: tuple[Step, ...] = ()


class User(Protocol):
    """A file that brings in another one, as far as that one asks about it."""

    model: SemanticModel
    trust: FileTrust
    sources: Sources

    def distrust(self, source: Source) -> Distrust | None:
        """Why a value of its counts as outside text; None where it does not."""

    def standings(self, island: Island) -> list[Standing]:
        """Where its output at a place comes to stand."""


class WaysIn:
    """The files that bring one in, each with the place where it does."""

    def __init__(
        self, project: Project, path: str, user_of: Callable[[SemanticModel], User]
    ) -> None:
        self._project = project
        self._path = path
        self._user_of = user_of

    @cached_property
    def standings(self) -> list[Standing]:
        """Where the file's text comes to stand, a bare place in a system message first."""
        found = [each for user, reference in self._passages for each in _standings(user, reference)]
        return sorted(found, key=lambda each: (each.role not in SYSTEM_ROLES, each.apart))

    def distrust(self, name: str, fields: tuple[str, ...]) -> Distrust | None:
        """Why what is handed over under a name counts as outside text; a declared reason first."""
        best: Distrust | None = None
        for user, reference in self._passages:
            for source in _handed(user, reference, name):
                if source.encoded:
                    continue
                whole = source._replace(fields=(*source.fields, *fields))
                found = user.distrust(whole)
                if found is None:
                    continue
                told = _told(user, reference, source, found)
                if told.declared:
                    return told
                best = best or told
        return best

    def is_trusted(self, name: str) -> bool:
        """Whether every file that hands over a name says outright that it is trusted."""
        handed = [
            (user, source)
            for user, reference in self._passages
            for source in _handed(user, reference, name)
        ]
        return bool(handed) and all(
            user.trust.states(source.input) and user.distrust(source) is None
            for user, source in handed
        )

    @cached_property
    def _passages(self) -> list[tuple[User, Reference]]:
        found: list[tuple[User, Reference]] = []
        users: dict[str, User] = {}
        for passage in Supply(self._project, self._path).passages[:_MOST]:
            model = self._project.model(passage.path)
            if model is None:
                continue
            if passage.path not in users:
                users[passage.path] = self._user_of(model)
            # A summary's reference has no island; the model's own has one.
            found += (
                (users[passage.path], each)
                for each in model.references
                if each.span == passage.reference.span and each.kind in ("include", "partial")
            )
        return found


def _standings(user: User, reference: Reference) -> Iterator[Standing]:
    island = reference.island
    if island is None:
        return
    path = user.model.document.path
    for outer in user.standings(island):
        where = f", in the {outer.role} message" if outer.role else ""
        step = Step(reference.span, f"`{_name_of(path)}` brings this file in here{where}", path)
        yield outer._replace(steps=(*_in(outer.steps, path), step))


def _handed(user: User, reference: Reference, name: str) -> Iterator[Source]:
    """What a file hands over under a name where it brings in a partial."""
    sources, island = user.sources, reference.island
    if island is not None and reference.kind == "partial":
        arguments = _arguments(island.parsed.expressions)
        for argument in arguments:
            if argument.kind == "keyword" and argument.value == name:
                yield from sources.of(argument.children[0], island)
                return
        for argument in arguments:
            if argument.kind != "keyword":
                for source in sources.of(argument, island):
                    yield source._replace(fields=(*source.fields, name))
                return
    visible = user.model.visible_locals(reference.span.start)
    local = visible.get(name)
    if local is not None and local.kind not in ("macro", "import", "parameter"):
        yield from sources.of_local(local)
    elif reference.with_context:
        if local is None:
            yield Source(name, None)
    elif "this" in visible:  # a partial in `{{#each}}`: its names are fields of the item
        for source in sources.of_local(visible["this"]):
            yield source._replace(fields=(*source.fields, name))


def _arguments(expressions: tuple[Expression, ...]) -> tuple[Expression, ...]:
    return tuple(
        argument
        for expression in expressions
        if expression.kind == "call"
        for argument in expression.children[1:]
    )


def _told(user: User, reference: Reference, source: Source, found: Distrust) -> Distrust:
    """A reason as the partial tells it: whose input it is, and the way from there."""
    path = user.model.document.path
    entry = found.entry
    if entry is None and source.use is not None:
        entry = Step(source.use.span, f"`{source.input}` {found.why}")
    steps = (*found.steps, *source.steps)
    handed = Step(reference.span, f"`{_name_of(path)}` hands it on here", path)
    return found._replace(
        origin=found.origin or f"`{source.input}` of `{_name_of(path)}`",
        entry=_in((entry,), path)[0] if entry is not None else None,
        steps=(*_in(steps, path), handed),
    )


def _in(steps: tuple[Step, ...], path: str) -> tuple[Step, ...]:
    return tuple(each._replace(path=each.path or path) for each in steps)


def _name_of(path: str) -> str:
    return path.rpartition("/")[2]
