"""What the commands of operations ask for, as `operations.json` says it.

The file is made of the operations' inputs by `make generate`: a command that calls an engine need
not load the service that the engine will do the work with.
"""

from __future__ import annotations

import json
import os
from typing import Any, NamedTuple

FILE = "operations.json"


class CommandField(NamedTuple):
    """One field of an input.

    `kind` is `text`, `flag`, `whole` (a number), `number`, `mapping` or `data` (any other JSON).
    `default` is told in the help; "" for none. What the others mean is in `services/operations.py`.
    """

    name: str
    kind: str
    required: bool
    many: bool
    description: str
    default: str = ""
    choices: tuple[str, ...] = ()
    stands_for: str = ""
    option: str = ""
    argument: bool = False
    metavar: str = ""
    on: bool = False
    """Whether a flag is on by default."""
    short: str = ""


class CommandPage(NamedTuple):
    """One operation: its page, whether it reports progress, and its fields."""

    documentation: str
    reports: bool
    fields: tuple[CommandField, ...]


def command_page(operation: str) -> CommandPage:
    """What the command of an operation is made of."""
    with open(os.path.join(os.path.dirname(__file__), FILE), encoding="utf-8") as stream:
        told: dict[str, Any] = json.load(stream)[operation]
    fields = tuple(CommandField(**_as_written(each)) for each in told["fields"])
    return CommandPage(told["documentation"], told["reports"], fields)


def _as_written(field: dict[str, Any]) -> dict[str, Any]:
    if "choices" in field:
        field["choices"] = tuple(field["choices"])
    return field
