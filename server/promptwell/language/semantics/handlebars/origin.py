"""Which field of the schema a name in a block of Handlebars stands for."""

from __future__ import annotations

from promptwell.language.semantics.model import SemanticModel, Use

_DEEPEST = 100


def origin_of(model: SemanticModel, use: Use, steps: int) -> tuple[str, ...] | None:
    """The input that a use reads and the fields from there, up to so many steps; `[]` is an item.

    None where it can't be told: a name of the application's, or a value that a helper computes.
    """
    path: tuple[str, ...] = use.path[:steps]
    for _ in range(_DEEPEST):
        local = use.target
        if local is None:
            return (use.name, *path)
        if local.kind == "block":
            return path
        if local.value is None:
            return None
        if local.kind == "loop":
            path = ("[]", *path)
        outer = _use_in(model, use)
        if outer is None:
            return None
        path = (*outer.path, *path)
        use = outer
    return None


def _use_in(model: SemanticModel, use: Use) -> Use | None:
    """The use in a block's first tag from which the block's names come."""
    local = use.target
    if local is None or local.value is None:
        return None
    place = local.island.absolute(local.value.span)
    for other in model.uses:
        end = other.path_spans[-1].end if other.path_spans else other.span.end
        if place.start <= other.span.start and end == place.end:
            return other
    return None
