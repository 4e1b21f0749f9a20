"""What an imported name stands for: the macro in the other file."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.semantics.model import Local, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.templates.jinja.tokens import tokenize


class Imported(NamedTuple):
    """A file that an import names, and the macro in it; None for the whole file or an unknown name."""

    path: str
    model: SemanticModel
    macro: Local | None


def imported_by(
    project: Project, model: SemanticModel, local: Local, name: str = ""
) -> Imported | None:
    """What a name that an import introduces stands for.

    Args:
        project: the files.
        model: the importing file.
        local: the import's name.
        name: the macro's name where the import names a whole file (`forms.field`).
    """
    for reference in model.references:
        if reference.island is not local.island or reference.dynamic:
            continue
        path = project.resolve(model.document.path, reference)
        other = project.model(path) if path else None
        if path is None or other is None:
            continue
        wanted = name
        for imported, binding in local.island.parsed.aliases:
            if binding == local.name:
                wanted = imported.name
        return Imported(path, other, macros_of(other).get(wanted))
    return None


def macros_of(model: SemanticModel) -> dict[str, Local]:
    """What a file offers to those that import it: its macros, and what it sets, at its top level.

    A name that begins with `_` is the file's own: Jinja does not export it.
    """
    end = model.document.template.span.end
    return {
        local.name: local
        for local in model.locals
        if local.kind in ("macro", "set") and local.scope.end == end and local.name[0] != "_"
    }


def takes_body(model: SemanticModel, macro: Local) -> bool:
    """Whether a macro asks for its `caller()`, so that `call` can hand it a body."""
    for block in model.document.template.blocks():
        if block.branches[0].island is macro.island:
            return any(
                inner.value == "caller" and inner.kind == "name"
                for island in model.document.template.islands_in(block.span)
                for expression in island.parsed.expressions
                for inner in expression.walk()
            )
    return False


def signature_of(model: SemanticModel, local: Local) -> str:
    """A macro as it is written, with its parameters and their defaults."""
    island = local.island
    text = model.document.source.slice(island.span)
    start = local.span.start - island.span.start
    depth = 0
    for token in tokenize(text, start, len(text)):
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "operator" else 0
        if depth == 0 and token.text == ")":
            return " ".join(text[start : token.end].split())
    return f"{local.name}({', '.join(local.parameters)})"
