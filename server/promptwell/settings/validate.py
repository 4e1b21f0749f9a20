"""From what is written in a settings file to valid values and a list of what is wrong.

The only module that imports the validation library: it is needed once a setting is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

from pydantic import TypeAdapter, ValidationError

from promptwell.language.text.nearest import nearest
from promptwell.settings.fault import Fault, Place
from promptwell.settings.metadata_faults import metadata_faults
from promptwell.settings.model import GROUPS, Settings
from promptwell.settings.names import known_formats, known_rules

_ONE_AT_A_TIME = Lock()


def validate(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """The valid settings that were written, by field name, and the faults; never raises."""
    faults: list[Fault] = []
    rest: dict[str, Any] = json.loads(json.dumps(raw, default=str))
    settings = _read(rest, faults)
    faults += _unknown_names(settings)
    faults += metadata_faults(settings.metadata)
    return _written(settings, rest), faults


def _written(settings: Any, rest: Mapping[str, Any]) -> dict[str, Any]:
    """What was written, by field name; of a group what was written in it."""
    values: dict[str, Any] = {}
    for key, written in rest.items():
        name = key.replace("-", "_")
        value = getattr(settings, name)
        values[name] = _written(value, written) if name in GROUPS else value
    return values


def _read(rest: dict[str, Any], faults: list[Fault]) -> Settings:
    """Read the settings; what is wrong is noted, taken out, and the rest read again."""
    while True:
        try:
            return _adapter().validate_json(json.dumps(rest), strict=True)
        except ValidationError as error:
            found = _faults(error, rest)
            faults += found
            if not _without(rest, found):
                rest.clear()


def settings_schema() -> dict[str, Any]:
    """The JSON Schema of all settings."""
    return _adapter().json_schema()


def _adapter() -> TypeAdapter[Settings]:
    # It parses our source for the docstrings, and Python 3.11 can't do that in two threads at once
    # ("AST constructor recursion depth mismatch").
    with _ONE_AT_A_TIME:
        return _made_adapter()


@lru_cache(maxsize=1)
def _made_adapter() -> TypeAdapter[Settings]:
    return TypeAdapter(Settings)


def _faults(error: ValidationError, raw: Mapping[str, Any]) -> list[Fault]:
    found: dict[Place, Fault] = {}
    for detail in error.errors(include_url=False, include_input=False):
        place = _place_in(raw, detail["loc"])
        unknown = detail["type"] == "unexpected_keyword_argument"
        message = _unknown_key(place) if unknown else _wrong_value(place, raw, detail)
        found.setdefault(place, Fault(place, unknown, message))
    return list(found.values())


def _place_in(raw: Any, location: tuple[str | int, ...]) -> Place:
    """The location without the steps that name a choice of types and not a key."""
    place: list[str | int] = []
    for step in location:
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            break
        place.append(step)
    return tuple(place)


def _unknown_key(place: Place) -> str:
    table = settings_schema()
    for step in place[:-1]:
        # A table of names that users choose has one schema for them all.
        part = table.get("properties", {}).get(str(step)) or table["additionalProperties"]
        table = (
            settings_schema()["$defs"][part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part
        )
    name = str(place[-1])
    close = nearest(name, table["properties"])
    return f"unknown setting `{name}`" + (f"; did you mean `{close}`?" if close else "")


_WANTED = {
    "string_type": "a text is wanted",
    "tuple_type": "a list is wanted",
    "list_type": "a list is wanted",
    "mapping_type": "a table is wanted",
    "dict_type": "a table is wanted",
    "dataclass_type": "a table is wanted",
    "dataclass_exact_type": "a table is wanted",
    "int_type": "a whole number is wanted",
    "int_from_float": "a whole number is wanted",
    "bool_type": "`true` or `false` is wanted",
}


def _wrong_value(place: Place, raw: Any, detail: Any) -> str:
    name = ".".join(str(step) for step in place if isinstance(step, str)) or "settings"
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "literal_error":
        choices = str(context["expected"]).replace("'", "`")
        value: Any = raw
        for step in place:
            value = value[step]
        close = nearest(
            str(value), str(context["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
        )
        hint = f"; did you mean `{close}`?" if close else ""
        return f"`{name}`: `{value}` is none of {choices}{hint}"
    if kind == "greater_than_equal":
        return f"`{name}`: the smallest number allowed is {context['ge']}"
    return f"`{name}`: {_WANTED.get(kind, detail['msg'][:1].lower() + detail['msg'][1:])}"


def _without(raw: dict[str, Any], faults: Iterable[Fault]) -> bool:
    """Take out what is wrong; a wrong item takes its whole list along. Whether anything went."""
    removed = False
    for fault in faults:
        steps = fault.place
        while steps and isinstance(steps[-1], int):
            steps = steps[:-1]
        table: Any = raw
        for step in steps[:-1]:
            table = table.get(step) if isinstance(table, dict) else None
        if steps and isinstance(table, dict) and steps[-1] in table:
            del table[steps[-1]]
            removed = True
    return removed


def _unknown_names(settings: Settings) -> list[Fault]:
    """Rules, groups and formats that don't exist; they are reported and do no harm."""
    faults = [
        *_unknown(
            known_rules(),
            "rule or group",
            ((("rules", name), name, True) for name in settings.rules),
        ),
        *_unknown(known_rules(), "rule or group", _items("select", settings.select)),
        *_unknown(known_rules(), "rule or group", _items("ignore", settings.ignore)),
    ]
    for glob, names in settings.per_file_ignores.items():
        items = (
            (("per-file-ignores", glob, index), name, False) for index, name in enumerate(names)
        )
        faults += _unknown(known_rules(), "rule or group", items)
    policy, place = settings.security.policy, ("security", "policy")
    required = (
        ((*place, "required", index), name, False) for index, name in enumerate(policy.required)
    )
    floors = (((*place, "floors", name), name, True) for name in policy.floors)
    faults += _unknown(known_rules(), "rule or group", (*required, *floors))
    formats = ((("formats", glob), name, False) for glob, name in settings.formats.items())
    faults += _unknown(known_formats(), "format", formats) if settings.formats else []
    return faults


def _items(key: str, names: Iterable[str]) -> Iterable[tuple[Place, str, bool]]:
    return (((key, index), name, False) for index, name in enumerate(names))


def _unknown(
    known: frozenset[str], what: str, named: Iterable[tuple[Place, str, bool]]
) -> list[Fault]:
    faults: list[Fault] = []
    for place, name, about_key in named:
        if name not in known:
            close = nearest(name, known)
            hint = f"; did you mean `{close}`?" if close else ""
            faults.append(Fault(place, about_key, f"there is no {what} `{name}`{hint}"))
    return faults
