"""The helpers that Handlebars and Dotprompt bring along, and what they do with what they are given."""

from __future__ import annotations

from typing import NamedTuple


class Helper(NamedTuple):
    """One helper. `is_block` says that it holds a block, `arguments` are the names of its named ones."""

    signature: str
    text: str
    is_block: bool = False
    arguments: tuple[str, ...] = ()


HELPERS: dict[str, Helper] = {
    "role": Helper(
        'role "system"',
        "Begins a message of this role: `user`, `model`, `system` or `tool`. What stands before the first "
        "is the user's. It has no block: what a block of it holds is dropped.",
    ),
    "history": Helper(
        "history",
        "The messages of the conversation so far stand here. Behind them the model speaks until another "
        "`role` is named.",
    ),
    "media": Helper(
        "media url=… contentType=…",
        "Puts in an image, a sound or a film: the address, and its media type.",
        arguments=("url", "contentType"),
    ),
    "section": Helper(
        'section "name"',
        "Marks a place that the application fills, such as the place for instructions on the output. It "
        "has no block.",
    ),
    "json": Helper(
        "json value indent=2",
        "Writes a value as JSON.",
        arguments=("indent",),
    ),
    "ifEquals": Helper(
        "#ifEquals a b", "Writes its block where both values are equal, else its `else`.", True
    ),
    "unlessEquals": Helper(
        "#unlessEquals a b", "Writes its block where the values differ, else its `else`.", True
    ),
    "if": Helper(
        "#if value",
        "Writes its block where the value is there and neither empty, 0 nor false.",
        True,
        ("includeZero",),
    ),
    "unless": Helper(
        "#unless value",
        "Writes its block where the value is missing, empty, 0 or false.",
        True,
        ("includeZero",),
    ),
    "each": Helper(
        "#each list as |item index|",
        "Writes its block for each item. Inside, names are fields of the item, `this` is the item, `@index` its "
        "number, `@key` its key, `../name` and `@root.name` lead out. `else` stands for no items.",
        True,
    ),
    "with": Helper(
        "#with value as |name|",
        "Writes its block with the names inside read from the value. `../name` leads out.",
        True,
    ),
    "lookup": Helper(
        "lookup value key", "The field or item of a value whose name or number is computed."
    ),
    "log": Helper("log value", "Writes to the application's log, and nothing into the prompt."),
}
"""By name. An application may add others in its code."""

DATA = {
    "root": "The inputs, from wherever it stands.",
    "index": "The number of the item in `#each`, from 0.",
    "key": "The key of the item in `#each` over a mapping.",
    "first": "Whether this is the first item in `#each`.",
    "last": "Whether this is the last item in `#each`.",
    "state": "The state that the application passes along with the inputs.",
    "partial-block": "The block that a partial was called with.",
}
"""The values behind `@` that Handlebars and Dotprompt know; an application may pass others."""
