"""Keeps what is worked out from an entry of a mapping, so that a keystroke costs the entry it falls in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from promptwell.language.syntax.yaml.node import YamlEntry

_More = ParamSpec("_More")
_Result = TypeVar("_Result")


def kept_per_entry(
    compute: Callable[Concatenate[YamlEntry, _More], _Result],
) -> Callable[Concatenate[YamlEntry, _More], _Result]:
    """Let a function of an entry compute once for the entry as it was read, wherever it has moved to.

    It gets that entry, so places in its result are to be moved by the entry's `by`. The result lives
    in the entry, so it goes when the entry goes.
    """
    name = f"{compute.__module__}.{compute.__qualname__}"

    @wraps(compute)
    def kept(entry: YamlEntry, /, *args: _More.args, **kwargs: _More.kwargs) -> _Result:
        store, key = entry.kept, (name, *args)
        if key not in store:
            store[key] = compute(entry.base, *args, **kwargs)
        result: _Result = store[key]
        return result

    return kept
