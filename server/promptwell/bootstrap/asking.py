"""What an operation is asked with, as plain data: read into its dataclass, or told what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, get_origin

from pydantic import TypeAdapter, ValidationError

from promptwell.errors import EngineError, UsageError
from promptwell.language.text.nearest import nearest
from promptwell.services.operations import Operation
from promptwell.services.request_fields import plain_type, typed_fields

JSON = Any
"""Plain data: what a JSON text says."""


def read_request(operation: Operation, asked: Mapping[str, JSON]) -> object:
    """The input of an operation. Texts are read as numbers and truth values where these are wanted.

    Raises:
        UsageError: something is wrong with it; the message names the field and what is wanted.
    """
    known = [each for each, _ in typed_fields(operation.asked)]
    _refuse_unknown(operation, asked, [each.name for each in known])
    try:
        request = adapter(operation.asked).validate_python(dict(asked))
    except ValidationError as error:
        raise UsageError(f"{operation.name}: {'; '.join(_faults(error, asked))}") from None
    for each in known:
        if each.metadata.get("is") == "path":
            _refuse_outside(operation, each.name, getattr(request, each.name))
    return request


def read_query(operation: Operation, given: Iterable[tuple[str, str]]) -> dict[str, JSON]:
    """The fields that parameters of an address give: a list by repeating one, an object as JSON.

    Raises:
        UsageError: a parameter is given twice, or is no JSON where it has to be.
    """
    kinds = {each.name: plain_type(hint) for each, hint in typed_fields(operation.asked)}
    asked: dict[str, JSON] = {}
    for name, value in given:
        kind = get_origin(kinds.get(name))
        if kind is tuple:
            asked.setdefault(name, []).append(value)
        elif name in asked:
            raise UsageError(f"{operation.name}: `{name}` is given twice")
        elif isinstance(kind, type) and issubclass(kind, Mapping):
            try:
                asked[name] = json.loads(value)
            except ValueError:
                raise UsageError(f"{operation.name}: `{name}`: a JSON object is wanted") from None
        else:
            asked[name] = value
    return asked


def write_result(operation: Operation, result: object) -> JSON:
    """The output of an operation as plain data."""
    return adapter(operation.given).dump_python(result, mode="json")


def read_across(operation: Operation, result: JSON) -> JSON:
    """An answer of another version as this one writes it: what is not known here is left out.

    Raises:
        EngineError: it lacks what is needed here.
    """
    try:
        return write_result(operation, adapter(operation.given).validate_python(result))
    except ValidationError as error:
        faults = "; ".join(_faults(error, result if isinstance(result, Mapping) else {}))
        raise EngineError(f"the answer to {operation.name} can't be read here: {faults}") from None


@cache
def adapter(of: type) -> TypeAdapter[Any]:
    """What reads, writes and describes a dataclass."""
    return TypeAdapter(of)


def _refuse_unknown(operation: Operation, asked: Iterable[str], known: list[str]) -> None:
    for name in asked:
        if name not in known:
            close = nearest(str(name), known)
            way_out = f"did you mean `{close}`?" if close else f"it has: {', '.join(known) or '-'}"
            raise UsageError(f"{operation.name}: there is no field `{name}`; {way_out}")


def _refuse_outside(operation: Operation, name: str, value: object) -> None:
    """Paths are of the workspace; adapters look again, links followed."""
    for path in value if isinstance(value, tuple) else (value,):
        text = str(path)
        absolute = text.startswith(("/", "\\")) or text[1:2] == ":"
        if absolute or "\0" in text or ".." in text.replace("\\", "/").split("/"):
            raise UsageError(
                f"{operation.name}: `{name}`: {text!r} leads out of the workspace; "
                "give a path relative to its folder"
            )


_WANTED = {
    "missing": "it has to be given",
    "string_type": "a text is wanted",
    "int_type": "a whole number is wanted",
    "int_parsing": "a whole number is wanted",
    "int_from_float": "a whole number is wanted",
    "float_type": "a number is wanted",
    "float_parsing": "a number is wanted",
    "bool_type": "true or false is wanted",
    "bool_parsing": "true or false is wanted",
    "tuple_type": "a list is wanted",
    "mapping_type": "an object is wanted",
    "dict_type": "an object is wanted",
    "dataclass_type": "an object is wanted",
}


def _faults(error: ValidationError, asked: Mapping[str, JSON]) -> list[str]:
    found: dict[str, str] = {}
    for detail in error.errors(include_url=False, include_input=False):
        place = _place(asked, detail["loc"])
        found.setdefault(place, f"`{place}`: {_reason(detail)}")
    return list(found.values())


def _place(raw: object, location: tuple[str | int, ...]) -> str:
    """Where the fault is: `tags[1]`, without the steps that name one type of several."""
    place = ""
    for step in location:
        if isinstance(step, int):
            if isinstance(raw, list | tuple) and step < len(raw):
                place += f"[{step}]"
                raw = raw[step]
        elif not place or (isinstance(raw, Mapping) and step in raw):
            place += f".{step}" if place else step
            raw = raw.get(step) if isinstance(raw, Mapping) else None
    return place


def _reason(detail: Any) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "literal_error":
        return "one of " + str(context["expected"]).replace("'", "`") + " is wanted"
    if kind in _WANTED:
        return _WANTED[kind]
    first, should, rest = detail["msg"].partition(" should ")  # `String should have ...`
    return f"it should {rest}" if should else first[:1].lower() + first[1:]
