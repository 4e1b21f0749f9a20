"""The helpers that Dotprompt adds to those of Handlebars."""

from __future__ import annotations

from promptwell.language.semantics.handlebars.plain_helpers import DATA, HELPERS
from promptwell.language.semantics.handlebars.words import Helper, Vocabulary

_OWN: dict[str, Helper] = {
    "role": Helper(
        'role "system"',
        "Begins a message of this role: `user`, `model`, `system` or `tool`. What stands before the first "
        "is the user's. It has no block: what a block of it holds is dropped.",
    ),
    "history": Helper(
        "history",
        "The messages of the conversation so far stand here. Behind them the model speaks until another "
        "`role` is named.",
        bare=True,
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
}

_STATE = {"state": "The state that the application passes along with the inputs."}

DOTPROMPT = Vocabulary("Dotprompt", {**_OWN, **HELPERS}, {**DATA, **_STATE})
