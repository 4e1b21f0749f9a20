"""Values that are known of a prompt's names without running it: examples, samples, data, defaults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from promptwell.language.features.variables import owners_of
from promptwell.language.semantics.model import ABSENT, Declaration, Local, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.templates.jinja.tree import Expression

_DEEPEST = 12


def input_examples(project: Project, model: SemanticModel, name: str) -> list[Any]:
    """The different values that are known for an input, the most telling first.

    Examples come before samples and datasets, those before defaults; a partial's inputs take
    the values of the prompts that bring it in.
    """
    found: list[Any] = []
    for declaration in _declarations(project, model, name):
        if declaration.has_example and declaration.example not in found:
            found.append(declaration.example)
    for declaration in _declarations(project, model, name):
        if declaration.has_default and declaration.default not in found:
            found.append(declaration.default)
    return found


def example_of(project: Project, model: SemanticModel, name: str, offset: int) -> Any:
    """A value that a name may have at an offset; ABSENT where none is known.

    A loop variable has the first item of what its loop runs over.
    """
    return _named(project, model, name, offset, _DEEPEST)


def follow(value: Any, path: Sequence[str]) -> Any:
    """What attributes and items of a value are; `[]` is the first item. ABSENT where there is none."""
    for step in path:
        if step == "[]":
            value = _first(value)
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return ABSENT
    return value


def _declarations(project: Project, model: SemanticModel, name: str) -> Iterator[Declaration]:
    order = ("inputs", "sample", "sample-file", "dataset")
    for path in dict.fromkeys(
        [model.document.path, *owners_of(project, model.document.path, name)]
    ):
        owner = project.model(path)
        own = [each for each in owner.declarations if each.name == name] if owner else []
        yield from sorted(own, key=lambda each: order.index(each.origin))


def _named(project: Project, model: SemanticModel, name: str, offset: int, depth: int) -> Any:
    local = model.visible_locals(offset).get(name)
    if local is not None:
        return _local(project, model, local, depth)
    found = input_examples(project, model, name)
    return found[0] if found else ABSENT


def _local(project: Project, model: SemanticModel, local: Local, depth: int) -> Any:
    names = local.island.parsed.bindings
    if local.value is None or local.kind not in ("loop", "set", "with"):
        return ABSENT
    if local.kind != "with" and len(names) != 1:
        return ABSENT
    known = _evaluated(project, model, local.value, local.island.span.start, depth)
    return _first(known) if local.kind == "loop" else known


def _evaluated(
    project: Project, model: SemanticModel, expression: Expression, offset: int, depth: int
) -> Any:
    """The value of an expression that only follows names, attributes and keys."""
    if depth == 0:
        return ABSENT
    if expression.kind == "constant":
        return expression.value
    if expression.kind == "name":
        return _named(project, model, str(expression.value), offset, depth - 1)
    if expression.kind == "attribute":
        owner = _evaluated(project, model, expression.children[0], offset, depth - 1)
        return follow(owner, (str(expression.value),))
    if expression.kind == "item" and expression.children[1].kind == "constant":
        owner = _evaluated(project, model, expression.children[0], offset, depth - 1)
        key = expression.children[1].value
        if isinstance(key, str):
            return follow(owner, (key,))
        if isinstance(key, int) and isinstance(owner, list) and -len(owner) <= key < len(owner):
            return owner[key]
    if expression.kind in ("list", "tuple"):
        items = [
            _evaluated(project, model, each, offset, depth - 1) for each in expression.children
        ]
        return ABSENT if any(each is ABSENT for each in items) else items
    return ABSENT


def _first(value: Any) -> Any:
    if isinstance(value, list | dict | str) and value:
        return next(iter(value))
    return ABSENT
