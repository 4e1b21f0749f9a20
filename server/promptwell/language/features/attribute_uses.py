"""All places of one attribute: through loops, `set` and partials, and where the front matter declares it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from promptwell.language.features.attribute_source import declared_paths
from promptwell.language.features.location import Location
from promptwell.language.features.symbol import Symbol
from promptwell.language.features.variables import (
    Places,
    Variable,
    places_in,
    places_of,
    same_variable,
)
from promptwell.language.semantics.declarations import name_place
from promptwell.language.semantics.dotprompt import field_at, is_prompt_file
from promptwell.language.semantics.local_values import use_behind
from promptwell.language.semantics.model import Local, SemanticModel, Use
from promptwell.language.semantics.project import Project

Path = tuple[str, ...]
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

    def of_variable(variable: Variable) -> Places:
        return places_of(project, variable)

    for attribute in {each.key: each for each in wanted}.values():
        own = _spread(attribute, of_variable, project.model)
        places.used += own.used
        places.declared += own.declared
    places.used = sorted(set(places.used))
    places.declared = sorted(set(places.declared))
    return places


def attribute_places_in(model: SemanticModel, symbol: Symbol) -> Places:
    """The same, as far as the one file tells."""

    def of_variable(variable: Variable) -> Places:
        return places_in(model, variable)

    places = Places()
    for attribute in _named(model, symbol):
        places.add(_spread(_in_file(model, attribute, _DEEPEST), of_variable, lambda _: model))
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


def _spread(
    attribute: Attribute,
    of_variable: Callable[[Variable], Places],
    model_of: Callable[[str], SemanticModel | None],
) -> Places:
    """The places of an attribute under all names that its variable, or a part of it, has."""
    found = Places()
    waiting = [attribute]
    seen: set[tuple[str, str, int, Path]] = set()
    while waiting:
        current = waiting.pop()
        if current.key in seen:
            continue
        seen.add(current.key)
        variable, path = current
        for file in dict.fromkeys([variable.path, *of_variable(variable).files]):
            model = model_of(file)
            if model is None:
                continue
            found.used += _reads(model, current)
            if variable.local is None:
                found.declared += _declared(model, variable.name, path)
            waiting += _renamed(model, current)
    return found


def _is_of(model: SemanticModel, variable: Variable, name: str, local: Local | None) -> bool:
    """Whether a name of a file that shares a variable means that variable."""
    if variable.local is not None and model.document.path == variable.path:
        return local is not None and same_variable(local, variable.local)
    return local is None and name == variable.name


def _reads(model: SemanticModel, attribute: Attribute) -> Iterator[Location]:
    variable, wanted = attribute
    for use in model.uses:
        if not use.path:
            continue
        local, name, path = _target(use, use.path)
        if path[: len(wanted)] == wanted and _is_of(model, variable, name, local):
            index = len(use.path) - len(path) + len(wanted) - 1
            yield Location(model.document.path, use.path_spans[index])


def _renamed(model: SemanticModel, attribute: Attribute) -> Iterator[Attribute]:
    """The same attribute as one of a loop variable, or of a name set to the value or a part of it."""
    variable, wanted = attribute
    for local in model.locals:
        source = use_behind(model, local)
        if source is None:
            continue
        use, steps = source
        whole = (*use.path, *steps)
        if not whole and use.target is not None and use.target.kind == "block":
            continue
        target, name, path = _target(use, whole)
        count = len(path)
        if count < len(wanted) and wanted[:count] == path and _is_of(model, variable, name, target):
            yield Attribute(Variable(model.document.path, local.name, local), wanted[count:])


def _declared(model: SemanticModel, name: str, path: Path) -> Iterator[Location]:
    if is_prompt_file(model.document):
        field = field_at(model.document, (name, *path))
        if field is not None:
            yield Location(model.document.path, field.name_span)
        return
    for declared in declared_paths(model.document.root):
        if declared.path == (name, *path):
            yield Location(model.document.path, name_place(model.document, declared.key))
