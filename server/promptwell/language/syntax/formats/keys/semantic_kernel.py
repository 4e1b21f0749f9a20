"""The keys of Semantic Kernel's prompts in YAML, and of the `config.json` beside a `skprompt.txt`.

As `microsoft/semantic-kernel` (PromptTemplateConfig.cs, commit b39d95a3) reads them; last compared on
2026-08-07.
"""

from __future__ import annotations

from promptwell.language.syntax.formats.base import KeySchema

TEMPLATE_FORMATS = ("semantic-kernel", "handlebars", "liquid", "jinja2")

INPUT_KEYS = (
    KeySchema("name", "The variable's name."),
    KeySchema("description", "What the value means."),
    KeySchema("default", "The value that is used when the caller gives none.", ("any",)),
    KeySchema("is_required", "Whether the caller must give a value.", ("boolean",)),
    KeySchema("json_schema", "The value's JSON Schema, as text.", ("string",)),
    KeySchema(
        "allow_dangerously_set_content",
        "Whether the value may hold message tags of its own.",
        ("boolean",),
    ),
    KeySchema("sample", "A value to try the prompt with.", ("any",)),
)

_OUTPUT = KeySchema(
    "output_variable",
    "What the prompt answers.",
    ("mapping",),
    below=(
        KeySchema("description", "What the value means."),
        KeySchema("json_schema", "The value's JSON Schema, as text."),
    ),
)

SEMANTIC_KERNEL = KeySchema(
    "",
    types=("mapping",),
    below=(
        KeySchema("name", "The function's name, by which others call it."),
        KeySchema("description", "What the function does; planners and models read it."),
        KeySchema(
            "template_format",
            "The language of the template.",
            values=TEMPLATE_FORMATS,
            suggested=True,
            default="semantic-kernel",
        ),
        KeySchema("template", "The prompt."),
        KeySchema(
            "input_variables",
            "The variables of the template.",
            ("list",),
            element=KeySchema("", "One variable.", ("mapping",), below=INPUT_KEYS),
        ),
        _OUTPUT,
        KeySchema(
            "execution_settings",
            "How the model generates, by the service's name; `default` is for all others.",
            ("mapping", "list"),
            open=True,
        ),
        KeySchema(
            "allow_dangerously_set_content",
            "Whether values may hold message tags of their own.",
            ("boolean",),
        ),
        KeySchema("tools", "Tools that the model may call.", ("list",), open=True),
    ),
    open=True,
)
