"""A field of an operation's input as an argument or an option of its command."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field
from typing import Any, Literal, get_args, get_origin

from promptwell.bootstrap import absolute_path, path_in_workspace, read_input
from promptwell.errors import UsageError
from promptwell.services.request_fields import is_required, plain_type, typed_fields

RESERVED = ("format", "root", "log_level", "log_file", "help")
"""Names of options that every command of an operation has: a field of that name says its `option`."""


def add_fields(parser: argparse.ArgumentParser, asked: type) -> None:
    """Give a parser the arguments and options of an input."""
    for each, hint in typed_fields(asked):
        _add(parser, each, plain_type(hint))


def given_fields(arguments: argparse.Namespace, asked: type, root: str) -> dict[str, Any]:
    """What was given, as plain data; what was not given keeps its default where the operation runs."""
    given: dict[str, Any] = {}
    for each, hint in typed_fields(asked):
        value = getattr(arguments, _destination(each), None)
        if value is not None:
            given[each.name] = _read(each, plain_type(hint), value, root)
    return given


def _add(parser: argparse.ArgumentParser, each: Field[Any], hint: Any) -> None:
    required = is_required(each)
    told: dict[str, Any] = {"help": _help(each), "default": argparse.SUPPRESS}
    if hint is bool:
        off = each.default is True
        name = f"--no-{_option(each)}" if off else f"--{_option(each)}"
        told |= {"action": "store_false" if off else "store_true"}
        parser.add_argument(name, dest=_destination(each), **told)
        return
    told |= {"metavar": _metavar(each, hint)}
    choices = get_args(hint) if get_origin(hint) is Literal else None
    if choices:
        told |= {"choices": choices, "metavar": None}
    if required or each.metadata.get("argument"):
        many = {True: "+", False: None} if required else {True: "*", False: "?"}
        parser.add_argument(_destination(each), nargs=many[_is_many(hint)], **told)
    else:
        told |= {"action": "append"} if _is_many(hint) or _is_mapping(hint) else {}
        parser.add_argument(f"--{_option(each)}", dest=_destination(each), **told)


def _read(each: Field[Any], hint: Any, value: Any, root: str) -> Any:
    if _is_mapping(hint):
        return dict(_pair(each, text) for text in value)
    if isinstance(value, list):
        return [_read_one(each, hint, one, root) for one in value]
    return _read_one(each, hint, value, root)


def _read_one(each: Field[Any], hint: Any, value: Any, root: str) -> Any:
    stands_for = each.metadata.get("is")
    if stands_for == "place":
        return absolute_path(value)
    if stands_for in ("path", "prompt"):
        return path_in_workspace(value, root, only_if_there=stands_for == "prompt")
    if stands_for == "text":
        return read_input(value)
    if stands_for == "json":
        return _json_of(value)
    if hint in (int, float):
        try:
            return hint(value)
        except ValueError:
            wanted = "a whole number" if hint is int else "a number"
            raise UsageError(f"`{_option(each)}`: {wanted} is wanted, not `{value}`") from None
    if isinstance(value, bool) or hint is str or get_origin(hint) in (Literal, tuple):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value  # a date, say: the operation reads it


def _json_of(name: str) -> Any:
    try:
        return json.loads(read_input(name))
    except ValueError as error:
        raise UsageError(f"{name}: this is no JSON: {error}") from error


def _pair(each: Field[Any], text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise UsageError(f"`{_option(each)}`: KEY=VALUE is wanted, not `{text}`")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


def _is_many(hint: Any) -> bool:
    return get_origin(hint) in (tuple, list, frozenset)


def _is_mapping(hint: Any) -> bool:
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _destination(each: Field[Any]) -> str:
    return f"field {each.name}"


def _option(each: Field[Any]) -> str:
    named: str = each.metadata.get("option") or each.name
    return named.replace("_", "-")


def _metavar(each: Field[Any], hint: Any) -> str:
    if _is_mapping(hint):
        return "KEY=VALUE"
    named: str = each.metadata.get("metavar") or each.name.upper().replace("_", "-")
    return "FILE" if each.metadata.get("is") in ("text", "json") else named


def _help(each: Field[Any]) -> str:
    told = str(each.metadata.get("description", "")).replace("%", "%%")
    plain = each.default not in (MISSING, None, "", False, True, ())
    return f"{told} (default: {each.default})" if plain else told
