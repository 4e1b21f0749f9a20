"""The names that can be used at a place of a template, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from promptwell.language.features.imports import imported_by, macros_of, signature_of
from promptwell.language.features.variables import bound_at, owners_of
from promptwell.language.semantics.expression_types import LOOP
from promptwell.language.semantics.model import Declaration, Local, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.supply import parents_of
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.templates.jinja.dialects import STANDARD_GLOBALS, dialect

Origin = Literal["local", "macro", "input", "used", "global"]


class Available(NamedTuple):
    """A name: where it comes from, its type, and the declaration or local behind it.

    `path` is the file that declares it, which may be one that brings this file in.
    """

    name: str
    origin: Origin
    type: Type
    path: str
    declaration: Declaration | None = None
    local: Local | None = None
    signature: str = ""


# A partial may have thousands of users; what some of them give it is what it is given.
_MOST_USERS = 30


def available_names(project: Project, model: SemanticModel, offset: int) -> dict[str, Available]:
    """Every name that can be used at an offset: the nearest scope's first, Jinja's own last."""
    path = model.document.path
    found: dict[str, Available] = {}
    for local in reversed(list(model.visible_locals(offset).values())):
        found.setdefault(local.name, _local(project, model, local))
    for name, declaration in model.declared.items():
        if name.isidentifier():
            kind = model.type_of_input(name)
            found.setdefault(name, Available(name, "input", kind, path, declaration))
    for name, each in _handed(project, path).items():
        found.setdefault(name, each)
    for each in _inherited(project, model):
        found.setdefault(each.name, each)
    if not model.declares_inputs:
        for use in model.free_uses:
            if not use.span.contains(offset):
                found.setdefault(
                    use.name, Available(use.name, "used", model.type_of_input(use.name), path)
                )
    for name in sorted(dialect(model.document.dialect).globals - STANDARD_GLOBALS):
        found.setdefault(name, Available(name, "global", ANY, path))
    return found


def type_of_name(project: Project, model: SemanticModel, name: str, offset: int) -> Type:
    """What is known of the type of a name at an offset."""
    local = model.visible_locals(offset).get(name)
    if local is not None:
        return local.type if local.kind != "import" else _module_type(project, model, local)
    own = model.type_of_input(name)
    if name in model.declared:
        return own
    if name == "loop" and in_loop(model, offset):
        return LOOP
    handed = _handed(project, model.document.path).get(name)
    return handed.type if handed is not None and own == ANY else own


def declaration_of(project: Project, model: SemanticModel, name: str) -> Available | None:
    """The declaration of an input: in the file, or in one that brings it in."""
    own = model.declared.get(name)
    if own is not None:
        return Available(name, "input", model.type_of_input(name), model.document.path, own)
    for path in owners_of(project, model.document.path, name):
        other = project.model(path)
        declared = other.declared.get(name) if other else None
        if other is not None and declared is not None:
            return Available(name, "input", other.type_of_input(name), path, declared)
    return None


def in_loop(model: SemanticModel, offset: int) -> bool:
    """Whether an offset lies in the body of a `for`."""
    for block in model.document.template.blocks():
        opening = block.branches[0].island
        end = block.end.span.start if block.end else block.span.end
        if block.tag == "for" and opening.closed and opening.span.end <= offset <= end:
            return True
    return False


def _inherited(project: Project, model: SemanticModel) -> Iterator[Available]:
    """The names that the templates this file extends declare and set, and those that they use.

    What they only use is theirs to be given: a file that declares its inputs has to declare it.
    """
    for parent in parents_of(project, model):
        if parent is None:
            continue
        path, end = parent.document.path, parent.document.template.span.end
        for local in parent.locals:
            if local.scope.end == end and local.kind in ("set", "macro", "import"):
                yield _local(project, parent, local)
        for name, declaration in parent.declared.items():
            if name.isidentifier():
                kind = parent.type_of_input(name)
                yield Available(name, "input", kind, path, declaration)
        for use in parent.free_uses if not model.declares_inputs else ():
            yield Available(use.name, "used", parent.type_of_input(use.name), path)


def _local(project: Project, model: SemanticModel, local: Local) -> Available:
    path = model.document.path
    if local.kind == "macro":
        return Available(local.name, "macro", ANY, path, None, local, signature_of(model, local))
    if local.kind == "import":
        found = imported_by(project, model, local)
        if found is not None and found.macro is not None and found.macro.kind == "macro":
            signature = signature_of(found.model, found.macro)
            return Available(local.name, "macro", ANY, found.path, None, found.macro, signature)
    return Available(local.name, "local", local.type, path, None, local)


def _module_type(project: Project, model: SemanticModel, local: Local) -> Type:
    found = imported_by(project, model, local)
    if found is None:
        return ANY
    if found.macro is not None:
        return found.macro.type
    fields = {name: each.type for name, each in macros_of(found.model).items()}
    return Type("object", fields=fields, closed=True)


def _handed(project: Project, path: str) -> Mapping[str, Available]:
    """The names that a file is given by those that bring it in, any number of steps above."""
    found: dict[str, Available] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(path, frozenset())]
    seen = {path}
    while waiting:
        current, hidden = waiting.pop(0)
        for user in project.users(current)[:_MOST_USERS]:
            model = project.model(user)
            if model is None:
                continue
            bound: set[str] = set(hidden)
            for reference in model.references:
                if not reference.with_context or reference.dynamic:
                    continue
                if project.resolve(user, reference) != current:
                    continue
                names = (
                    {each.name for each in model.locals}
                    if reference.kind == "extends"
                    else model.visible_locals(reference.span.start).keys()
                )
                for name in names:
                    local = bound_at(model, reference, name)
                    if local is not None and name not in bound:
                        found.setdefault(name, _local(project, model, local))
                bound.update(names)
            for name, declaration in model.declared.items():
                if name.isidentifier() and name not in bound:
                    kind = model.type_of_input(name)
                    found.setdefault(name, Available(name, "input", kind, user, declaration))
            if user not in seen:
                seen.add(user)
                waiting.append((user, frozenset(bound)))
    return found
