"""A field of an operation's input as an argument or an option of its command."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import Any

from promptwell.bootstrap import absolute_path, path_in_workspace, read_input
from promptwell.entrypoints.cli.field_table import CommandField
from promptwell.errors import UsageError

RESERVED = ("format", "root", "database", "log_level", "log_file", "help")
"""Names of options that every command of an operation has: a field of that name says its `option`."""

_FILES = ("text", "json")


def add_fields(parser: argparse.ArgumentParser, fields: Iterable[CommandField]) -> None:
    """Give a parser the arguments and options of an input."""
    for each in fields:
        _add(parser, each)


def given_fields(
    arguments: argparse.Namespace, fields: Iterable[CommandField], root: str
) -> dict[str, Any]:
    """What was given, as plain data; what was not given keeps its default where the operation runs."""
    given: dict[str, Any] = {}
    for each in fields:
        value = getattr(arguments, _destination(each), None)
        if value is not None:
            given[each.name] = _read(each, value, root)
    return given


def _add(parser: argparse.ArgumentParser, each: CommandField) -> None:
    told: dict[str, Any] = {"help": _help(each), "default": argparse.SUPPRESS}
    if each.kind == "flag":
        name = f"--no-{_option(each)}" if each.on else f"--{_option(each)}"
        told["action"] = "store_false" if each.on else "store_true"
        parser.add_argument(name, dest=_destination(each), **told)
        return
    told["metavar"] = None if each.choices else _metavar(each)
    if each.choices:
        told["choices"] = each.choices
    if each.required or each.argument:
        nargs = {True: "+", False: None} if each.required else {True: "*", False: "?"}
        parser.add_argument(_destination(each), nargs=nargs[each.many], **told)
    else:
        if each.stands_for not in _FILES and (each.many or each.kind == "mapping"):
            told["action"] = "append"
        names = [f"-{each.short}"] if each.short else []
        parser.add_argument(*names, f"--{_option(each)}", dest=_destination(each), **told)


def _read(each: CommandField, value: Any, root: str) -> Any:
    if each.stands_for in _FILES:
        return _read_file(each, value)
    if each.kind == "mapping":
        return dict(_pair(each, text) for text in value)
    if isinstance(value, list):
        return [_read_one(each, one, root) for one in value]
    return _read_one(each, value, root)


def _read_one(each: CommandField, value: Any, root: str) -> Any:
    if each.stands_for == "place":
        return absolute_path(value)
    if root and each.stands_for in ("path", "prompt"):  # prompts of a database are in no folder
        return path_in_workspace(value, root, only_if_there=each.stands_for == "prompt")
    if each.kind in ("whole", "number"):
        try:
            return int(value) if each.kind == "whole" else float(value)
        except ValueError:
            wanted = "a whole number" if each.kind == "whole" else "a number"
            raise UsageError(f"`{_option(each)}`: {wanted} is wanted, not `{value}`") from None
    if each.kind in ("flag", "text"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value  # a date, say: the operation reads it


def _read_file(each: CommandField, name: str) -> Any:
    text = read_input(name)
    if each.stands_for == "text":
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(f"{name}: this is no JSON: {error}") from None


def _pair(each: CommandField, text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise UsageError(f"`{_option(each)}`: KEY=VALUE is wanted, not `{text}`")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


def _destination(each: CommandField) -> str:
    return f"field {each.name}"


def _option(each: CommandField) -> str:
    return (each.option or each.name).replace("_", "-")


def _metavar(each: CommandField) -> str:
    if each.stands_for in _FILES:
        return "FILE"
    if each.kind == "mapping":
        return "KEY=VALUE"
    return each.metavar or each.name.upper().replace("_", "-")


def _help(each: CommandField) -> str:
    told = each.description.replace("%", "%%")
    return f"{told} (default: {each.default})" if each.default else told
