"""Whether values of metadata are what the settings allow: asked by the rule and before anything is written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from promptwell.language.semantics.metadata_declarations import (
    OWN_KEYS,
    MetadataDeclarations,
    MetadataField,
)
from promptwell.language.syntax.formats.keys.metadata import STATUSES
from promptwell.language.text.nearest import nearest

# More choices than these are not read in a message.
_MOST_SHOWN = 12
_LONGEST_SHOWN = 40
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:\Z|[T ])")
_WANTED = {
    "string": "a text",
    "number": "a number",
    "boolean": "`true` or `false`",
    "date": "a day such as `2026-01-31`",
    "enum": "one word",
    "list": "a list of texts",
}
_TAGS = MetadataField("list")
_OWNER = MetadataField("string")
_STATUS = MetadataField("enum", tuple(STATUSES))

ProblemKind = Literal["type", "value", "name", "missing"]


class MetadataProblem(NamedTuple):
    """What is wrong with one key under `metadata`.

    `kind` is "type" for a value of another type than is wanted, "value" for one that is none of those
    allowed, "name" for a key that nobody declared, "missing" for a required one that is absent. `item` is
    the place in the list of what is wrong. `instead` is what was most likely meant.
    """

    name: str
    message: str
    kind: ProblemKind
    item: int | None = None
    instead: str | None = None


def change_problems(
    changes: Mapping[str, Any], declarations: MetadataDeclarations
) -> tuple[MetadataProblem, ...]:
    """What is wrong with values that are to be written, by their keys; None takes a key away.

    Unlike in a file, which others may have written for purposes of their own, a key must be known.
    """
    found: list[MetadataProblem] = []
    for name, value in changes.items():
        declared = declared_field(name, declarations)
        if value is None:
            if declared is not None and declared.required:
                message = f"`{name}` can't be taken away: the settings require it"
                found.append(MetadataProblem(name, message, "missing"))
        elif declared is None:
            found.append(_undeclared(name, declarations))
        else:
            found += value_problems(name, value, declarations)
    return tuple(found)


def missing_fields(
    present: Iterable[str], declarations: MetadataDeclarations
) -> tuple[MetadataProblem, ...]:
    """The required fields that are not among the keys of a prompt."""
    known = set(present)
    found = []
    for name in declarations.required:
        if name not in known:
            described = declarations.fields[name].description
            more = f" ({described})" if described else ""
            message = f"`{name}` is missing under `metadata`; the settings require it{more}"
            found.append(MetadataProblem(name, message, "missing"))
    return tuple(found)


def value_problems(
    name: str, value: Any, declarations: MetadataDeclarations
) -> tuple[MetadataProblem, ...]:
    """What is wrong with the value of a key; nothing for a key that is not declared.

    The value is JSON's: text, number, truth value, list or mapping.
    """
    declared = declared_field(name, declarations)
    if declared is None:
        return ()
    if declared.type == "list":
        return _list_problems(name, value, declared)
    problem = _problem(name, value, declared)
    return (problem,) if problem else ()


def declared_field(name: str, declarations: MetadataDeclarations) -> MetadataField | None:
    """What a key takes: one that every prompt may have, or a field of the settings."""
    match name:
        case "tags":
            return _TAGS
        case "owner":
            return _OWNER
        case "status":
            return _STATUS
        case "category":
            return MetadataField("enum", declarations.categories)
    return None if name in OWN_KEYS else declarations.fields.get(name)


def _list_problems(name: str, value: Any, declared: MetadataField) -> tuple[MetadataProblem, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        message = f"`{name}` is {_named(value)}; it takes {_WANTED['list']}"
        return (MetadataProblem(name, message, "type"),)
    found = []
    for index, item in enumerate(value):
        if not isinstance(item, str) or not item.strip():
            message = f"an item of `{name}` is {_named(item)}; it takes texts"
            found.append(MetadataProblem(name, message, "type", index))
        elif declared.values and item not in declared.values:
            problem = _no_choice(f"an item of `{name}`", name, item, declared.values)
            found.append(problem._replace(item=index))
    return tuple(found)


def _problem(name: str, value: Any, declared: MetadataField) -> MetadataProblem | None:
    if not _fits(value, declared):
        day = _day_in(value) if declared.type == "date" and isinstance(value, str) else None
        hint = f"did you mean `{day}`?" if day else f"it takes {_wanted(declared)}"
        message = f"`{name}` is {_named(value)}; {hint}"
        return MetadataProblem(name, message, "type", None, day)
    if declared.type == "enum" and declared.values and value not in declared.values:
        return _no_choice(f"`{name}`", name, value, declared.values)
    return None


def _fits(value: Any, declared: MetadataField) -> bool:
    match declared.type:
        case "number":
            is_whole = isinstance(value, int) and not isinstance(value, bool)
            return is_whole or (isinstance(value, float) and math.isfinite(value))
        case "boolean":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, str) and is_day(value)
    return isinstance(value, str) and bool(value.strip())


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written as in `2026-01-31`."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _day_in(text: str) -> str | None:
    """The day that a text means which is written in another way, year first: `2026/1/31`."""
    found = _YEAR_FIRST.match(text)
    day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""
    return day if is_day(day) else None


def _wanted(declared: MetadataField) -> str:
    if declared.type == "enum" and declared.values:
        return choices(declared.values)
    return _WANTED[declared.type]


def _no_choice(subject: str, name: str, value: str, values: Sequence[str]) -> MetadataProblem:
    # What people write with blanks, `In review`, has no blanks here.
    near = nearest(value.strip().replace(" ", "-"), values)
    hint = f"did you mean `{near}`?" if near else f"it takes {choices(values)}"
    return MetadataProblem(
        name, f"{subject} can't be `{_short(value)}`; {hint}", "value", None, near
    )


def _undeclared(name: str, declarations: MetadataDeclarations) -> MetadataProblem:
    if name in OWN_KEYS:
        message = f"`{name}` is set by hand in the prompt's file"
        return MetadataProblem(name, message, "name")
    near = nearest(name, ("tags", "status", "category", "owner", *declarations.fields))
    declare = f"declare it in the settings, `metadata.fields.{name}`"
    hint = f"did you mean `{near}`?" if near else declare
    return MetadataProblem(name, f"there is no field `{name}`; {hint}", "name", None, near)


def choices(values: Sequence[str]) -> str:
    """Words in a sentence: `a`, `b` or `c`; of many only the first."""
    shown = [f"`{each}`" for each in values[:_MOST_SHOWN]]
    if len(values) > _MOST_SHOWN:
        return f"{', '.join(shown)} or one of {len(values) - _MOST_SHOWN} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def _named(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text `{_short(value)}`" if value.strip() else "an empty text"
    return "empty" if value is None else "a list"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 3] + "..."
