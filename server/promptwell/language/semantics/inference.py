"""Types of inputs: what declarations and data say, completed by how the template uses them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from promptwell.language.semantics.chains import chain_of
from promptwell.language.semantics.model import Declaration, Local, Use
from promptwell.language.semantics.types import ANY, STRING, Type, merge, type_of
from promptwell.language.text.source import Span

_TEXT_FILTERS = frozenset({"upper", "lower", "title", "capitalize", "trim", "wordwrap", "truncate"})


def declared_types(declarations: Iterable[Declaration]) -> dict[str, Type]:
    """The type of each declared input, its default and example counted in."""
    found: dict[str, Type] = {}
    for declaration in declarations:
        known = declaration.type
        for value, given in (
            (declaration.default, declaration.has_default),
            (declaration.example, declaration.has_example),
        ):
            if given and known.kind in ("any", "array", "object"):
                known = merge(known, type_of(value))
        earlier = found.get(declaration.name)
        found[declaration.name] = merge(earlier, known) if earlier else known
    return found


def inferred_types(
    declared: Mapping[str, Type], uses: Iterable[Use], locals_: Iterable[Local]
) -> dict[str, Type]:
    """The declared types, and for inputs whose type nobody states what their use tells.

    A loop over `items` makes it an array, `item.name` inside makes its elements objects,
    `user.name` makes `user` an object. Declared types are never changed by use.
    """
    shapes: dict[str, Type] = {}
    listed = list(uses)
    by_place = {use.span: use for use in listed}
    sources: dict[int, tuple[str, ...] | None] = {}
    for local in locals_:  # outer loops come first, so an inner one finds its source known
        if local.kind == "loop":
            sources[id(local)] = source = _source(local, by_place, sources)
            if source is not None:
                _add(shapes, source, Type("array", ANY))
    for use in listed:
        path: tuple[str, ...] = (use.name, *use.path)
        if use.target is not None:
            origin = sources.get(id(use.target))
            if origin is None:
                continue
            path = (*origin, "[]", *use.path)
        is_text = not _TEXT_FILTERS.isdisjoint(use.filters)
        if len(path) > 1 or is_text:
            _add(shapes, path, STRING if is_text else ANY)
    result = dict(declared)
    for name, shape in shapes.items():
        if result.get(name, ANY).kind == "any":
            result[name] = shape
    return result


def _source(
    local: Local,
    by_place: Mapping[Span, Use],
    sources: Mapping[int, tuple[str, ...] | None],
) -> tuple[str, ...] | None:
    """The input and path that a loop variable runs over, where it is that plain."""
    chain = chain_of(local.value) if local.value is not None else None
    use = by_place.get(local.island.absolute(chain.span)) if chain else None
    if chain is None or use is None:
        return None
    if use.target is None:
        return (chain.name, *chain.path)
    outer = sources.get(id(use.target))
    return (*outer, "[]", *chain.path) if outer else None


def _add(shapes: dict[str, Type], path: tuple[str, ...], leaf: Type) -> None:
    name, *steps = path
    shape = leaf
    for step in reversed(steps):
        shape = Type("array", shape) if step == "[]" else Type("object", fields={step: shape})
    shapes[name] = merge(shapes.get(name, ANY), shape)
