"""The fields of operations' inputs, for the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field
from inspect import getdoc
from typing import Any, Literal, get_args, get_origin

from promptwell.entrypoints.cli.field_table import FILE, CommandField, CommandPage
from promptwell.services.operations import OPERATIONS, Operation
from promptwell.services.request_fields import is_required, plain_type, typed_fields

TABLE = f"server/promptwell/entrypoints/cli/{FILE}"

_KINDS = {bool: "flag", str: "text", int: "whole", float: "number"}


def generate() -> dict[str, str]:
    """The table."""
    table = {
        name: {**page._asdict(), "fields": [_written(each) for each in page.fields]}
        for name, page in ((each.name, page_of(each)) for each in OPERATIONS.values())
    }
    return {TABLE: json.dumps(table, indent=1, ensure_ascii=False) + "\n"}


def page_of(operation: Operation) -> CommandPage:
    """What the command of an operation is made of."""
    fields = tuple(_field(each, plain_type(hint)) for each, hint in typed_fields(operation.asked))
    return CommandPage(getdoc(operation.function) or "", operation.reports, fields)


def _written(field: CommandField) -> dict[str, Any]:
    """A field without what is as usual."""
    defaults = CommandField._field_defaults
    return {
        name: value
        for name, value in field._asdict().items()
        if name not in defaults or value != defaults[name]
    }


def _field(each: Field[Any], hint: Any) -> CommandField:
    many = get_origin(hint) in (tuple, list, frozenset)
    item = plain_type(get_args(hint)[0]) if many else hint
    choices = get_args(item) if get_origin(item) is Literal else ()
    told = each.metadata
    return CommandField(
        each.name,
        "mapping" if _is_mapping(hint) else "text" if choices else _KINDS.get(item, "data"),
        is_required(each),
        many,
        str(told.get("description", "")),
        _default(each),
        choices,
        told.get("is", ""),
        told.get("option", ""),
        bool(told.get("argument")),
        told.get("metavar", ""),
        on=each.default is True,
        short=told.get("short", ""),
    )


def _default(each: Field[Any]) -> str:
    plain = each.default not in (MISSING, None, "", False, True, ())
    return str(each.default) if plain else ""


def _is_mapping(hint: Any) -> bool:
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Mapping)
