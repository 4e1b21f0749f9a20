"""The helpers that Handlebars itself brings along, whoever renders it."""

from __future__ import annotations

from promptwell.language.semantics.handlebars.words import Helper, Vocabulary

HELPERS: dict[str, Helper] = {
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
    "log": Helper(
        "log value", "Writes to the application's log, and nothing into the prompt.", bare=True
    ),
}
"""By name. An application may add others in its code."""

DATA = {
    "root": "The inputs, from wherever it stands.",
    "index": "The number of the item in `#each`, from 0.",
    "key": "The key of the item in `#each` over a mapping.",
    "first": "Whether this is the first item in `#each`.",
    "last": "Whether this is the last item in `#each`.",
    "partial-block": "The block that a partial was called with.",
}
"""The values behind `@` that Handlebars knows; an application may pass others."""

HANDLEBARS = Vocabulary("Handlebars", HELPERS, DATA)
