"""What the values of local names are read from, step by step up to the input."""

from __future__ import annotations

from promptwell.language.semantics.chains import chain_of
from promptwell.language.semantics.expression_types import ELEMENT_FILTERS, SAME_TYPE_FILTERS
from promptwell.language.semantics.model import Local, SemanticModel, Use
from promptwell.language.syntax.templates.jinja.tree import Expression

_KINDS = frozenset({"loop", "set", "with"})
_DEEPEST = 100


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
    if local.value is None or local.kind not in _KINDS:
        return None
    if model.document.engine in ("handlebars", "mustache"):
        use = _by_end(model, local)
        return (use, ("[]",) if local.kind == "loop" else ()) if use else None
    if local.kind != "with" and len(local.island.parsed.bindings) > 1:
        return None
    value, steps = _unfiltered(local.value)
    chain = chain_of(value)
    if chain is None:
        return None
    place = local.island.absolute(chain.span)
    use = next((each for each in model.uses if each.span == place), None)
    if use is None:
        return None
    return use, (*steps, "[]") if local.kind == "loop" else steps


def _unfiltered(value: Expression) -> tuple[Expression, tuple[str, ...]]:
    steps: tuple[str, ...] = ()
    while value.kind == "filter" and value.value in SAME_TYPE_FILTERS | ELEMENT_FILTERS:
        if value.value in ELEMENT_FILTERS:
            steps = ("[]", *steps)
        value = value.children[0]
    return value, steps


def _by_end(model: SemanticModel, local: Local) -> Use | None:
    """The use that a block's argument is: it ends where that ends."""
    assert local.value is not None
    place = local.island.absolute(local.value.span)
    for use in model.uses:
        end = use.path_spans[-1].end if use.path_spans else use.span.end
        if place.start <= use.span.start and end == place.end:
            return use
    return None
