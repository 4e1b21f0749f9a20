"""Where a macro's parameter is given by its name: `field(label="Name")`, in every file."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.imports import imported_by
from promptwell.language.features.location import Location
from promptwell.language.semantics.model import Call, Local, SemanticModel
from promptwell.language.semantics.project import Project


def arguments_named(project: Project, path: str, parameter: Local) -> Iterator[Location]:
    """The names of the arguments that mean a parameter of a macro of the file at `path`.

    Nothing for a local name that is no macro's parameter.
    """
    model = project.model(path)
    macro = _macro_of(model, parameter) if model else None
    if model is None or macro is None:
        return
    for call in model.calls:
        if call.target is not None and _is(call.target, macro):
            yield from _keywords(path, call, parameter.name)
    for user in project.users(path):
        summary = project.summary(user)
        if summary is None or not (
            summary.mentions(parameter.name) and summary.mentions(macro.name)
        ):
            continue
        other = project.model(user)
        for call in other.calls if other else ():
            if other is None or call.target is None or call.target.kind != "import":
                continue
            found = imported_by(project, other, call.target, call.name)
            if found and found.path == path and found.macro and _is(found.macro, macro):
                yield from _keywords(user, call, parameter.name)


def macro_of_call(project: Project, model: SemanticModel, call: Call) -> tuple[str, Local] | None:
    """The macro that a call means, and the file that has it; None for anything else."""
    if call.target is None:
        return None
    if call.target.kind == "macro":
        return model.document.path, call.target
    found = imported_by(project, model, call.target, call.name)
    return (found.path, found.macro) if found and found.macro else None


def parameter_of(
    project: Project, model: SemanticModel, call: Call, name: str
) -> tuple[str, Local] | None:
    """The parameter that an argument of a call names, and the file of the macro."""
    meant = macro_of_call(project, model, call)
    owner = project.model(meant[0]) if meant else None
    for local in owner.locals if owner else ():
        if meant and local.kind == "parameter" and local.island is meant[1].island:
            if local.name == name:
                return meant[0], local
    return None


def _macro_of(model: SemanticModel, parameter: Local) -> Local | None:
    for local in model.locals:
        if local.kind == "macro" and local.island is parameter.island:
            return local if parameter.name in local.parameters else None
    return None


def _is(one: Local, other: Local) -> bool:
    return one.kind == "macro" and one.name == other.name and one.scope.end == other.scope.end


def _keywords(path: str, call: Call, name: str) -> Iterator[Location]:
    island = call.island
    for expression in island.parsed.expressions:
        for inner in expression.walk():
            if inner.kind != "call" or island.absolute(inner.children[0].name_span) != call.span:
                continue
            for argument in inner.children[1:]:
                if argument.kind == "keyword" and argument.value == name:
                    yield Location(path, island.absolute(argument.name_span))
