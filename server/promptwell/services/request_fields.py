"""The fields of an operation's input: what a way in asks the user for."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints


@cache
def typed_fields(asked: type) -> tuple[tuple[Field[Any], Any], ...]:
    """Each field of an input with its type."""
    hints = get_type_hints(asked, include_extras=True)
    return tuple((each, hints[each.name]) for each in fields(asked))


def plain_type(hint: Any) -> Any:
    """A type without its bounds and without None."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, UnionType):
        others = [each for each in get_args(hint) if each is not NoneType]
        if len(others) == 1:
            return plain_type(others[0])
    return hint


def is_required(each: Field[Any]) -> bool:
    """Whether a field has to be given."""
    return each.default is MISSING and each.default_factory is MISSING
