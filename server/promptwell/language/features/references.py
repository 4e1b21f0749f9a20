"""All places where a name is declared and used."""

from __future__ import annotations

from promptwell.language.features.agent_places import named_places
from promptwell.language.features.attribute_uses import attribute_places
from promptwell.language.features.block_family import block_family
from promptwell.language.features.imports import imported_by
from promptwell.language.features.location import Location
from promptwell.language.features.macro_arguments import parameter_of
from promptwell.language.features.symbol import Symbol, symbol_at
from promptwell.language.features.tested_variables import in_tests, tested_references
from promptwell.language.features.variables import Variable, places_of, variable_of
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project


def references(
    project: Project, model: SemanticModel, offset: int, *, declaration: bool = True
) -> list[Location]:
    """Where the thing at an offset is declared (if wanted) and used, in every file.

    Inputs are followed into bindings of tools, samples, and the partials that the prompt brings
    in; from a partial, to the prompts that bring it in; and to the tests that promptfoo runs of
    them. Macros are followed through imports; attributes through loops and `set`, as far as their
    input goes, from any use and from the property or key of a sample that declares them.
    """
    tested = tested_references(project, model, offset, declaration=declaration)
    if tested is not None:
        return tested
    symbol = symbol_at(model, offset)
    if symbol is None:
        return []
    named = named_places(project, model, symbol)
    if named is not None:
        return named
    path = model.document.path
    if symbol.kind == "reference" and symbol.reference is not None:
        target = project.resolve(path, symbol.reference)
        return users_of_file(project, target) if target else []
    if symbol.kind == "block":
        return list(block_family(project, path, symbol.name).places)
    if symbol.kind in ("filter", "test"):
        return [
            Location(path, call.span)
            for call in model.calls
            if (call.kind, call.name) == (symbol.kind, symbol.name)
        ]
    if symbol.kind in ("attribute", "key", "value"):
        places = attribute_places(project, model, symbol)
        return places.all() if declaration else places.used
    variable = defining_variable(project, model, symbol)
    if variable is None:
        return []
    places = places_of(project, variable)
    found = places.all() if declaration else [*places.used, *places.arguments]
    if variable.local is None:
        if declaration:
            # What a prompt hands its partial under this name, such as the item of a loop.
            handed = (Location(user, local.span) for user, local in places.elsewhere.items())
            found += (each for each in handed if each not in found)
        found += in_tests(project, places.files, variable.name)
    return found


def users_of_file(project: Project, path: str) -> list[Location]:
    """Where files of the workspace name a file."""
    return [
        Location(user, reference.span)
        for user in project.index.naming(path)
        for reference in project.index.references(user)
        if project.index.target(user, reference) == path
    ]


def defining_variable(project: Project, model: SemanticModel, symbol: Symbol) -> Variable | None:
    """The variable that a symbol names, an imported macro being that of the other file."""
    if symbol.kind == "argument" and symbol.call is not None:
        parameter = parameter_of(project, model, symbol.call, symbol.name)
        return Variable(parameter[0], symbol.name, parameter[1]) if parameter else None
    local = symbol.local
    if local is not None and (symbol.kind == "macro" or local.kind == "import"):
        found = imported_by(project, model, local, symbol.name)
        renamed = symbol.kind == "local" and _renamed(symbol)
        if found is not None and found.macro is not None and not renamed:
            return Variable(found.path, found.macro.name, found.macro)
    return variable_of(model, symbol)


def _renamed(symbol: Symbol) -> bool:
    """Whether an import gives the macro a name of its own (`import money as price`)."""
    assert symbol.local is not None
    return any(
        binding == symbol.name and imported.name != binding
        for imported, binding in symbol.local.island.parsed.aliases
    )
