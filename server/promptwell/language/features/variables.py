"""All places of one variable, across the files that share it.

An input belongs to a prompt, and to the partials that the prompt brings in; a partial may be
shared by several prompts. A local name, too, is seen by the partials that are brought in where
it can be used. A macro is seen by the files that import it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from promptwell.language.features.known_places import imports_of, known_inputs
from promptwell.language.features.location import Location
from promptwell.language.features.macro_arguments import arguments_named
from promptwell.language.features.symbol import Symbol
from promptwell.language.semantics.model import Local, Reference, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summarize import trust_places
from promptwell.language.semantics.summary import LINKS, Link
from promptwell.language.semantics.supply import declared_by


class Variable(NamedTuple):
    """What a name means in a file: its input, or one of its own local names."""

    path: str
    name: str
    local: Local | None = None


@dataclass
class Places:
    """Where a variable is written. `files` are those that share it, the one asked about first.

    `arguments` are the places where callers of a macro give this parameter by its name.

    `elsewhere` are files in which the same partial's name means something of their own: a local
    name that stands where the partial is brought in.
    """

    declared: list[Location] = field(default_factory=list)
    used: list[Location] = field(default_factory=list)
    arguments: list[Location] = field(default_factory=list)
    files: dict[str, None] = field(default_factory=dict)
    elsewhere: dict[str, Local] = field(default_factory=dict)

    def add(self, own: Places) -> None:
        """Take in the places of one more file."""
        self.files.update(own.files)
        self.declared += own.declared
        self.used += own.used

    def all(self) -> list[Location]:
        """Declarations and uses, each place once."""
        return list(dict.fromkeys([*self.declared, *self.used, *self.arguments]))


def variable_of(model: SemanticModel, symbol: Symbol) -> Variable | None:
    """The variable that a symbol names, or None for anything else."""
    if symbol.kind == "input":
        return Variable(model.document.path, symbol.name)
    if symbol.kind == "local" and symbol.local is not None:
        return Variable(model.document.path, symbol.name, symbol.local)
    return None


def places_of(project: Project, variable: Variable, *, shared: bool = False) -> Places:
    """Where a variable is declared and used.

    Args:
        project: the files.
        variable: which one.
        shared: also in all other prompts that share one of its partials, because a change of
            the name in the partial reaches them.
    """
    places = Places()
    if variable.local is not None:
        _add_local(project, variable, places)
        return places
    owners, places.elsewhere = _owners(project, variable, shared=shared)
    for path in owners:
        _add_input(project, path, variable.name, places)
        for target in _reached(project, path, variable.name):
            _add_input(project, target, variable.name, places)
    return places


def places_in(model: SemanticModel, variable: Variable) -> Places:
    """Where a variable is declared and used in its own file, whatever others do with it."""
    path, name, local = variable
    places = Places(files={path: None})
    if local is not None:
        declared = [each.span for each in model.locals if same_variable(each, local)]
        used = [
            use.span
            for use in model.uses
            if use.target is not None and same_variable(use.target, local)
        ]
    else:
        declared = [
            each.name_span
            for each in model.declarations
            if each.name == name and model.document.source.slice(each.name_span) == name
        ]
        declared += trust_places(model, name)
        used = [use.span for use in model.uses_of(name)]
    places.declared = [Location(path, span) for span in declared]
    places.used = [Location(path, span) for span in used]
    return places


def owners_of(project: Project, path: str, name: str) -> list[str]:
    """The files that give a file its input: the prompts that bring it in, else itself."""
    return list(_owners(project, Variable(path, name), shared=False)[0])


def same_variable(one: Local, other: Local) -> bool:
    """Whether two local names are one: set twice in one scope, say."""
    return one.name == other.name and one.scope.end == other.scope.end


def bound_at(model: SemanticModel, reference: Reference, name: str) -> Local | None:
    """The local name that a template brought in by a reference sees under a name."""
    if reference.kind == "extends":
        return next((local for local in model.locals if local.name == name), None)
    if name in reference.given:
        # By place: the reference may come from a summary, which knows no islands.
        handed = (each for each in model.locals if each.island.span.covers(reference.span))
        return next((local for local in handed if local.name == name), None)
    return model.visible_locals(reference.span.start).get(name)


def _owners(
    project: Project, variable: Variable, *, shared: bool
) -> tuple[dict[str, None], dict[str, Local]]:
    """The topmost files of the input, and those that use a local name of theirs in its stead."""
    owners: dict[str, None] = {}
    elsewhere: dict[str, Local] = {}
    waiting = [variable.path]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        above = []
        for user, local in _passing(project, path, variable.name):
            if local is None:
                above.append(user)
            elif user != path:
                elsewhere[user] = local
        summary = project.summary(path)
        declares = summary is not None and variable.name in declared_by(project, path, summary)
        if declares or not above:
            owners[path] = None
        if shared or not declares:
            waiting.extend(above)
        if shared:
            waiting.extend(_reached(project, path, variable.name))
    # Files that bring each other in have no topmost one.
    return owners or {variable.path: None}, elsewhere


def _passing(project: Project, path: str, name: str) -> Iterator[tuple[str, Local | None]]:
    """The users that hand a name to a file, and the local name it is there, None for an input."""
    for user in project.users(path):
        summary = project.summary(user)
        for link in summary.links if summary else ():
            reference = link.reference
            if reference.kind in LINKS and reference.with_context:
                if project.index.target(user, reference) == path:
                    yield user, _hidden_by(project, user, link, name)


def _hidden_by(project: Project, user: str, link: Link, name: str) -> Local | None:
    model = project.model(user) if name in link.hidden else None
    return bound_at(model, link.reference, name) if model else None


def _reached(project: Project, path: str, name: str) -> list[str]:
    """The files below that see a file's input under its name."""
    found: dict[str, None] = {}
    waiting = [path]
    while waiting:
        current = waiting.pop(0)
        summary = project.summary(current)
        for link in summary.links if summary else ():
            if link.reference.kind not in LINKS or not link.reference.with_context:
                continue
            target = project.index.target(current, link.reference)
            if target is None or target in found or target == path or name in link.hidden:
                continue
            found[target] = None
            waiting.append(target)
    return list(found)


def _add_input(project: Project, path: str, name: str, places: Places) -> None:
    if path in places.files:
        return
    known = known_inputs(project, path, name)
    if known is not None:
        places.files[path] = None
        places.declared += [Location(path, span) for span in known[0]]
        places.used += [Location(path, span) for span in known[1]]
        return
    model = project.model(path)
    if model is not None:
        places.add(places_in(model, Variable(path, name)))


def _add_local(project: Project, variable: Variable, places: Places) -> None:
    model = project.model(variable.path)
    local = variable.local
    if model is None or local is None:
        return
    path = variable.path
    places.add(places_in(model, variable))
    for reference, target in project.targets(path):
        bound = bound_at(model, reference, variable.name) if reference.with_context else None
        if bound is not None and same_variable(bound, local):
            for partial in (target, *_reached(project, target, variable.name)):
                _add_input(project, partial, variable.name, places)
                _note_others(project, partial, variable, places)
    places.arguments.extend(arguments_named(project, path, local))
    if local.kind == "macro":
        for found in imports_of(project, path, variable.name):
            places.files[found.path] = None
            places.used.append(found)


def _note_others(project: Project, partial: str, variable: Variable, places: Places) -> None:
    """Note who hands the partial a name of its own in place of this local one."""
    for user, other in _passing(project, partial, variable.name):
        is_this = (
            user == variable.path
            and variable.local is not None
            and other is not None
            and same_variable(other, variable.local)
        )
        if other is not None and not is_this:
            places.elsewhere[user] = other
