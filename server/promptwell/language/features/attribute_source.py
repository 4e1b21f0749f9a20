"""Where the front matter says that a value has an attribute: a property, or a key of a sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptwell.language.features.available import declaration_of
from promptwell.language.features.location import Location
from promptwell.language.semantics.declarations import name_place
from promptwell.language.semantics.declared_types import named_properties
from promptwell.language.semantics.model import Local, SemanticModel, Use
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.templates.jinja.tree import Expression
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

_DEEPEST = 12
_Path = tuple[str, ...]  # an input, then its attributes; items are `[]`


def attribute_source(project: Project, model: SemanticModel, span: Span) -> list[Location]:
    """The place that declares the attribute at a span, in the file that declares its input.

    Loop variables and what `set` names are followed to the input that they come from. Properties
    go before examples, defaults and samples.
    """
    for use in model.uses:
        if span in use.path_spans:
            path = _of_use(model, use, use.path_spans.index(span) + 1)
            owner = declaration_of(project, model, path[0]) if path else None
            other = project.model(owner.path) if owner else None
            if owner is None or other is None:
                return []
            key = next(_keys(other.document.root, path[0], path[1:]), None)
            return [Location(owner.path, name_place(other.document, key))] if key else []
    return []


# From the use to the input.


def _of_use(model: SemanticModel, use: Use, count: int) -> _Path:
    if use.target is None:
        return (use.name, *use.path[:count])
    owner = _of_local(model, use.target, _DEEPEST)
    return (*owner, *use.path[:count]) if owner else ()


def _of_local(model: SemanticModel, local: Local, depth: int) -> _Path:
    if local.kind not in ("loop", "set") or len(local.island.parsed.bindings) != 1:
        return ()
    if local.value is None or depth == 0:
        return ()
    path = _of_expression(model, local.value, local.island.span.start, depth - 1)
    return (*path, "[]") if path and local.kind == "loop" else path


def _of_expression(model: SemanticModel, expression: Expression, offset: int, depth: int) -> _Path:
    if expression.kind == "name":
        name = str(expression.value)
        local = model.visible_locals(offset).get(name)
        return (name,) if local is None else _of_local(model, local, depth)
    if expression.kind not in ("attribute", "item") or depth == 0:
        return ()
    owner = _of_expression(model, expression.children[0], offset, depth - 1)
    step = expression if expression.kind == "attribute" else expression.children[1]
    if not owner or (step is not expression and step.kind != "constant"):
        return ()
    return (*owner, step.value if isinstance(step.value, str) else "[]")


# From the input to the attribute.


def _keys(root: YamlNode, name: str, path: Sequence[str]) -> Iterator[YamlNode]:
    """The keys that name what a path leads to, the most telling first."""
    inputs = root.get("inputs")
    for key, value in named_properties(inputs) if inputs is not None else ():
        if key.value == name:
            yield from _of_property(value, path)
            for each in ("example", "sample", "default"):
                yield from _of_data(value.get(each), path)
    yield from _of_data(root.get("sample", name), path)


def _of_property(node: YamlNode | None, path: Sequence[str]) -> Iterator[YamlNode]:
    found: YamlNode | None = None
    for step in path:
        found, node = None, node.get("items" if step == "[]" else "properties") if node else None
        if step != "[]" and node is not None:
            pairs = {key.value: (key, value) for key, value in named_properties(node)}
            found, node = pairs.get(step, (None, None))
    if found is not None:
        yield found


def _of_data(node: YamlNode | None, path: Sequence[str]) -> Iterator[YamlNode]:
    found: YamlNode | None = None
    for step in path:
        if node is None:
            return
        if step == "[]":
            found, node = None, next(iter(node.items), None)
        else:
            entry = next((each for each in node.entries if each.name == step), None)
            found, node = (entry.key, entry.value) if entry else (None, None)
    if found is not None:
        yield found
