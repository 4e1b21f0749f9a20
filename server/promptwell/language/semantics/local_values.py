"""What the values of local names are read from, step by step up to the input."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.semantics.chains import chain_of
from promptwell.language.semantics.expression_types import ELEMENT_FILTERS, SAME_TYPE_FILTERS
from promptwell.language.semantics.model import Local, SemanticModel, Use
from promptwell.language.syntax.templates.jinja.tree import Expression

_KINDS = frozenset({"loop", "set", "with"})
_DEEPEST = 100
# In these engines a field stands alone for the field of an item, whose name is not written.
_BY_END = frozenset({"handlebars", "mustache"})


def origin_of(model: SemanticModel, use: Use, steps: int) -> tuple[str, ...] | None:
    """The input that a use reads and the attributes from there, up to so many steps; `[]` is an item.

    None where it can't be told: a name of the application's, or a value that a helper computes.
    """
    path: tuple[str, ...] = use.path[:steps]
    for _ in range(_DEEPEST):
        local = use.target
        if local is None:
            return (use.name, *path)
        if local.kind == "block":
            return path
        source = use_behind(model, local)
        if source is None:
            return None
        use, between = source
        path = (*use.path, *between, *path)
    return None


def use_behind(model: SemanticModel, local: Local) -> tuple[Use, tuple[str, ...]] | None:
    """The use that gives a loop variable, or a name set by `set` or `with`, its value.

    The steps lead from the value of the use to that of the name: `[]` for an item of it. Filters
    that keep or choose items are looked through. None where the value is computed otherwise.
    """
    place = _value_place(model, local)
    if place is None:
        return None
    use = next((use for use in model.uses if _place(model, use) == place[0]), None)
    return (use, place[1]) if use is not None else None


def uses_behind(model: SemanticModel) -> Iterator[tuple[Local, Use, tuple[str, ...]]]:
    """The same for all names of a file at once."""
    by_place = {_place(model, use): use for use in reversed(model.uses)}
    for local in model.locals:
        place = _value_place(model, local)
        use = by_place.get(place[0]) if place is not None else None
        if place is not None and use is not None:
            yield local, use, place[1]


def _value_place(model: SemanticModel, local: Local) -> tuple[int, tuple[str, ...]] | None:
    """Where the use stands that a local name's value is read from, and the steps from there."""
    if local.value is None or local.kind not in _KINDS:
        return None
    item = ("[]",) if local.kind == "loop" else ()
    if model.document.engine in _BY_END:
        return local.island.absolute(local.value.span).end, item
    if local.kind != "with" and len(local.island.parsed.bindings) > 1:
        return None
    value, steps = _unfiltered(local.value)
    chain = chain_of(value)
    return (local.island.absolute(chain.span).start, (*steps, *item)) if chain else None


def _place(model: SemanticModel, use: Use) -> int:
    """What tells a use from all others: its start, or the end where its name need not be written."""
    if model.document.engine not in _BY_END:
        return use.span.start
    return use.path_spans[-1].end if use.path_spans else use.span.end


def _unfiltered(value: Expression) -> tuple[Expression, tuple[str, ...]]:
    steps: tuple[str, ...] = ()
    while value.kind == "filter" and value.value in SAME_TYPE_FILTERS | ELEMENT_FILTERS:
        if value.value in ELEMENT_FILTERS:
            steps = ("[]", *steps)
        value = value.children[0]
    return value, steps
