"""The keys under `metadata`, where Promptwell keeps what Prompty itself has no key for."""

from __future__ import annotations

from collections.abc import Mapping

from promptwell.language.syntax.formats.base import KeySchema

STATUSES: Mapping[str, str] = {
    "draft": "Being written; not for use yet.",
    "in-review": "Waits for somebody's approval.",
    "approved": "Reviewed, and fit for use.",
    "deprecated": "Still in use, but another prompt should take its place.",
    "archived": "No longer in use; kept for the record.",
}
"""What `metadata.status` may be, and what each of them means."""

JUDGE = "invalid-metadata"
"""The rule that judges what a prompt is found and sorted by."""

_TEST = KeySchema(
    "",
    "One test: values for the inputs, and what to expect of the answer.",
    ("mapping",),
    open=True,
    below=(
        KeySchema("name", "What the test is about."),
        KeySchema("inputs", "The values of the inputs, by name.", ("mapping",), open=True),
        KeySchema(
            "expect", "What must hold of the answer.", ("mapping", "string", "list"), open=True
        ),
        KeySchema("messages", "Earlier messages of the conversation.", ("list",)),
    ),
)

TRUST = KeySchema(
    "trust",
    "Which inputs carry text from outside, by name: `email: untrusted`. Such an input should not "
    "reach a system message unmarked.",
    ("mapping",),
    element=KeySchema("", "Whether the input is trusted.", values=("trusted", "untrusted")),
)
"""Stands under `metadata` in the front matter of Dotprompt, too."""

METADATA = KeySchema(
    "metadata",
    "Whatever else is known about the prompt. Prompty passes it through unread, so Promptwell's own "
    "keys stand here, and so may yours.",
    ("mapping", "null"),
    strict=True,
    open=True,
    below=(
        KeySchema("version", "The prompt's version, as your team counts.", ("string", "number")),
        KeySchema("owner", "The person or team that answers for the prompt.", judged_by=JUDGE),
        KeySchema("authors", "Who wrote the prompt.", ("list", "string"), element=KeySchema("")),
        KeySchema(
            "tags",
            "Words to find the prompt by.",
            ("list",),
            element=KeySchema("", judged_by=JUDGE),
            judged_by=JUDGE,
        ),
        KeySchema(
            "status",
            "How far the prompt is.",
            values=tuple(STATUSES),
            judged_by=JUDGE,
        ),
        KeySchema(
            "category",
            "What kind of work the prompt does: one of the setting `metadata.categories`.",
            judged_by=JUDGE,
        ),
        KeySchema(
            "portable",
            "Whether the template keeps to the part of Jinja that every Prompty runtime has; what "
            "goes beyond it is then an error.",
            ("boolean",),
            default="false",
        ),
        KeySchema(
            "budget",
            "What the prompt may cost.",
            ("mapping",),
            open=True,
            below=(
                KeySchema(
                    "tokens", "The most tokens that the filled-in prompt may take.", ("integer",)
                ),
            ),
        ),
        TRUST,
        KeySchema(
            "dataset",
            "A JSON, JSON Lines, YAML or CSV file whose rows give the inputs values.",
            ("string", "list"),
            element=KeySchema(""),
        ),
        KeySchema(
            "tests",
            "Tests of the prompt: a list here, or a file that holds one.",
            ("list", "string"),
            element=_TEST,
        ),
    ),
)
