"""All places of one variable, across the files that share it.

An input belongs to a prompt, and to the partials that the prompt brings in; a partial may be
shared by several prompts. A local name, too, is seen by the partials that are brought in where
it can be used. A macro is seen by the files that import it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from promptwell.language.features.location import Location
from promptwell.language.features.macro_arguments import arguments_named
from promptwell.language.features.symbol import Symbol
from promptwell.language.semantics.model import Local, Reference, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.text.source import Span

_CONTEXT_KINDS = frozenset({"include", "import", "from", "extends"})


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
        declared += _trust_places(model, name)
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
        model = project.model(path)
        declares = model is not None and variable.name in model.declared
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
        model = project.model(user)
        if model is None:
            continue
        for reference in model.references:
            if reference.kind in _CONTEXT_KINDS and reference.with_context:
                if project.resolve(user, reference) == path:
                    yield user, bound_at(model, reference, name)


def _reached(project: Project, path: str, name: str) -> list[str]:
    """The files below that see a file's input under its name."""
    found: dict[str, None] = {}
    waiting = [path]
    while waiting:
        current = waiting.pop(0)
        model = project.model(current)
        for reference, target in project.targets(current):
            if model is None or not reference.with_context or target in found or target == path:
                continue
            if bound_at(model, reference, name) is None:
                found[target] = None
                waiting.append(target)
    return list(found)


def _add_input(project: Project, path: str, name: str, places: Places) -> None:
    model = project.model(path)
    if model is None or path in places.files:
        return
    places.add(places_in(model, Variable(path, name)))


def _trust_places(model: SemanticModel, name: str) -> Iterator[Span]:
    """Where `metadata.trust` speaks of an input: `{email: untrusted}` or `untrusted: [email]`."""
    from promptwell.language.semantics.declarations import name_place

    trust = model.document.root.get("metadata", "trust")
    for entry in trust.entries if trust else ():
        if entry.value.kind == "sequence":
            for item in entry.value.items:
                if item.text() == name:
                    yield name_place(model.document, item)
        elif entry.name == name:
            yield name_place(model.document, entry.key)


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


def imports_of(project: Project, path: str, macro: str) -> Iterator[Location]:
    """Where other files import a macro and use it through the import."""
    for user in project.users(path):
        model = project.model(user)
        for reference in model.references if model else ():
            if (
                model is None
                or reference.kind not in ("import", "from")
                or reference.island is None
            ):
                continue
            if project.resolve(user, reference) != path:
                continue
            island = reference.island
            for local in model.locals:
                if local.island is not island:
                    continue
                if reference.kind == "import":
                    for call in model.calls:
                        if call.target is local and call.name == macro and call.kind == "function":
                            yield Location(user, call.span)
                    continue
                yield from _imported_name(model, local, macro)


def _imported_name(model: SemanticModel, local: Local, macro: str) -> Iterator[Location]:
    path = model.document.path
    for imported, binding in local.island.parsed.aliases:
        if imported.name != macro or binding != local.name:
            continue
        yield Location(path, local.island.absolute(imported.span))
        if binding == macro:
            for use in model.uses:
                if use.target is local:
                    yield Location(path, use.span)
