"""All places of one attribute: through loops, `set` and partials, and where the front matter declares it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from promptwell.language.features.attribute_source import declared_paths
from promptwell.language.features.location import Location
from promptwell.language.features.symbol import Symbol
from promptwell.language.features.variables import (
    Places,
    Variable,
    places_of,
)
from promptwell.language.semantics.declarations import name_place
from promptwell.language.semantics.dotprompt import field_at, is_prompt_file
from promptwell.language.semantics.local_values import use_behind, uses_behind
from promptwell.language.semantics.model import Local, SemanticModel, Use
from promptwell.language.semantics.project import Project

Path = tuple[str, ...]
_Name = tuple[str, int]
_DEEPEST = 12


class Attribute(NamedTuple):
    """An attribute of a variable: `city` of `customer` has the path `("city",)`; items are `[]`."""

    variable: Variable
    path: Path

    @property
    def key(self) -> tuple[str, str, int, Path]:
        """The same for every name that is one variable; locals themselves can't be hashed."""
        local = self.variable.local
        return (*self.variable[:2], local.scope.end if local else -1, self.path)


def attribute_places(project: Project, model: SemanticModel, symbol: Symbol) -> Places:
    """Where the attribute that a symbol names is declared and read, in every file.

    The symbol is an attribute in a template, or the key of a property or sample that names one;
    there are no places for any other.
    """
    places = Places()
    wanted = [
        each for found in _named(model, symbol) for each in _followed_up(project, found, _DEEPEST)
    ]

    def files_of(variable: Variable) -> Iterable[str]:
        return places_of(project, variable).files

    for attribute in {each.key: each for each in wanted}.values():
        own = _spread(attribute, files_of, project.model)
        places.used += own.used
        places.declared += own.declared
    places.used = sorted(set(places.used))
    places.declared = sorted(set(places.declared))
    return places


def attribute_places_in(model: SemanticModel, symbol: Symbol) -> Places:
    """The same, as far as the one file tells."""
    places = Places()
    for attribute in _named(model, symbol):
        places.add(_spread(_in_file(model, attribute, _DEEPEST), lambda _: (), lambda _: model))
    return places


# From the place asked about to the variable behind it.


def _named(model: SemanticModel, symbol: Symbol) -> Iterator[Attribute]:
    here = model.document.path
    if symbol.kind == "attribute":
        for use in model.uses:
            if symbol.span in use.path_spans:
                local, name, path = _target(use, use.path[: use.path_spans.index(symbol.span) + 1])
                if path:
                    yield Attribute(Variable(here, name, local), path)
                return
    elif symbol.kind in ("key", "value"):
        for declared in declared_paths(model.document.root):
            if declared.key.span == symbol.span:
                name, *steps = declared.path
                yield Attribute(Variable(here, name), tuple(steps))
                return


def _target(use: Use, path: Path) -> tuple[Local | None, str, Path]:
    """What a path is read from; a path in the whole of the inputs (`@root.name`) begins with an input."""
    if use.target is not None and use.target.kind == "block":
        return None, path[0], path[1:]
    return use.target, use.name, path


def _in_file(model: SemanticModel, attribute: Attribute, depth: int) -> Attribute:
    """The attribute of the value that a loop variable or a name set in the template stands for."""
    local = attribute.variable.local
    source = use_behind(model, local) if local is not None and depth else None
    if source is None:
        return attribute
    use, steps = source
    target, name, path = _target(use, (*use.path, *steps))
    outer = Attribute(Variable(model.document.path, name, target), (*path, *attribute.path))
    return _in_file(model, outer, depth - 1)


def _followed_up(project: Project, attribute: Attribute, depth: int) -> Iterator[Attribute]:
    """The attribute in the files that hand its variable in, else in its own."""
    model = project.model(attribute.variable.path)
    if model is None:
        return
    attribute = _in_file(model, attribute, _DEEPEST)
    yield attribute
    if attribute.variable.local is None and depth:
        handed = places_of(project, attribute.variable).elsewhere
        for user, local in handed.items():
            above = Attribute(Variable(user, local.name, local), attribute.path)
            yield from _followed_up(project, above, depth - 1)


# From the variable to all places.


class _Names:
    """The names of one file: what is read from each, and what stands for a part of its value."""

    def __init__(self, model: SemanticModel) -> None:
        self.model = model
        self.reads: dict[_Name, list[tuple[Path, Use]]] = {}
        self.parts: dict[_Name, list[tuple[Path, Local]]] = {}
        for use in model.uses:
            if use.path:
                local, name, path = _target(use, use.path)
                self.reads.setdefault(_name(name, local), []).append((path, use))
        for local, use, steps in uses_behind(model):
            whole = (*use.path, *steps)
            if whole or use.target is None or use.target.kind != "block":
                target, name, path = _target(use, whole)
                self.parts.setdefault(_name(name, target), []).append((path, local))


def _spread(
    attribute: Attribute,
    files_of: Callable[[Variable], Iterable[str]],
    model_of: Callable[[str], SemanticModel | None],
) -> Places:
    """The places of an attribute under all names that its variable, or a part of it, has."""
    found = Places()
    waiting = [attribute]
    seen: set[tuple[str, str, int, Path]] = set()
    read: dict[str, _Names | None] = {}
    while waiting:
        current = waiting.pop()
        if current.key in seen:
            continue
        seen.add(current.key)
        variable, path = current
        for file in dict.fromkeys([variable.path, *files_of(variable)]):
            if file not in read:
                model = model_of(file)
                read[file] = _Names(model) if model is not None else None
            names = read[file]
            if names is None:
                continue
            found.used += _reads(names, current)
            if variable.local is None:
                found.declared += _declared(names.model, variable.name, path)
            waiting += _renamed(names, current)
    return found


def _name(name: str, local: Local | None) -> _Name:
    """The same for all that mean one variable; see `same_variable`."""
    return name, local.scope.end if local else -1


def _name_in(model: SemanticModel, variable: Variable) -> _Name:
    """What a variable is in a file that shares it: a local name is an input of the partials below."""
    own = model.document.path == variable.path
    return _name(variable.name, variable.local if own else None)


def _reads(names: _Names, attribute: Attribute) -> Iterator[Location]:
    wanted = attribute.path
    for path, use in names.reads.get(_name_in(names.model, attribute.variable), ()):
        if path[: len(wanted)] == wanted:
            index = len(use.path) - len(path) + len(wanted) - 1
            yield Location(names.model.document.path, use.path_spans[index])


def _renamed(names: _Names, attribute: Attribute) -> Iterator[Attribute]:
    """The same attribute as one of a loop variable, or of a name set to the value or a part of it."""
    wanted = attribute.path
    here = names.model.document.path
    for path, local in names.parts.get(_name_in(names.model, attribute.variable), ()):
        count = len(path)
        if count < len(wanted) and wanted[:count] == path:
            yield Attribute(Variable(here, local.name, local), wanted[count:])


def _declared(model: SemanticModel, name: str, path: Path) -> Iterator[Location]:
    if is_prompt_file(model.document):
        field = field_at(model.document, (name, *path))
        if field is not None:
            yield Location(model.document.path, field.name_span)
        return
    for declared in declared_paths(model.document.root):
        if declared.path == (name, *path):
            yield Location(model.document.path, name_place(model.document, declared.key))
