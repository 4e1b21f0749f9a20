"""The front matter of Prompty v2."""

from __future__ import annotations

from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.connections import connection
from promptwell.language.syntax.formats.keys.metadata import METADATA
from promptwell.language.syntax.formats.keys.properties import list_of_properties
from promptwell.language.syntax.formats.keys.tools import TOOL

PROVIDERS = ("openai", "azure", "anthropic", "foundry")
API_TYPES = ("chat", "embedding", "image", "responses")

_OPTIONS = KeySchema(
    "options",
    "How the model generates.",
    ("mapping",),
    strict=True,
    below=(
        KeySchema("temperature", "How freely the model chooses: 0 is the least.", ("number",)),
        KeySchema("maxOutputTokens", "The most tokens that the answer may have.", ("integer",)),
        KeySchema(
            "topP", "Choose only among the likeliest tokens that make up this share.", ("number",)
        ),
        KeySchema("topK", "Choose only among this many of the likeliest tokens.", ("integer",)),
        KeySchema(
            "frequencyPenalty",
            "Lowers the chance of tokens by how often they came up.",
            ("number",),
        ),
        KeySchema(
            "presencePenalty", "Lowers the chance of tokens that came up at all.", ("number",)
        ),
        KeySchema("seed", "Makes answers repeat as far as the provider can.", ("integer",)),
        KeySchema(
            "stopSequences",
            "Texts at which the answer ends.",
            ("list",),
            element=KeySchema(""),
        ),
        KeySchema(
            "allowMultipleToolCalls", "Whether one answer may call several tools.", ("boolean",)
        ),
        KeySchema(
            "reasoningEffort",
            "How much a reasoning model thinks first.",
            values=("none", "minimal", "low", "medium", "high", "xhigh", "max"),
            suggested=True,
        ),
        KeySchema(
            "additionalProperties",
            "Options that go to the provider as they are.",
            ("mapping",),
            open=True,
        ),
    ),
)

_MODEL = KeySchema(
    "model",
    "The model that the prompt is for. A bare text is its id.",
    ("mapping", "string"),
    strict=True,
    shorthand="id",
    below=(
        KeySchema("id", "The model's name or deployment."),
        KeySchema("provider", "Who serves the model.", values=PROVIDERS, suggested=True),
        KeySchema(
            "apiType",
            "Which of the provider's services is called.",
            values=API_TYPES,
            suggested=True,
        ),
        connection("How the provider is reached."),
        _OPTIONS,
    ),
)

_ENGINE = KeySchema(
    "format",
    "The language of the template.",
    ("mapping", "string"),
    required=True,
    strict=True,
    shorthand="kind",
    values=("jinja2", "mustache"),
    suggested=True,
    below=(
        KeySchema("kind", "The template engine.", values=("jinja2", "mustache"), suggested=True),
        KeySchema(
            "strict",
            "Refuse role lines that come out of a variable's value. Keeps text from outside from "
            "posing as a message.",
            ("boolean",),
        ),
        KeySchema("options", "Options for the template engine.", ("mapping",), open=True),
    ),
)

_PARSER = KeySchema(
    "parser",
    "What cuts the rendered text into messages.",
    ("mapping", "string"),
    required=True,
    strict=True,
    shorthand="kind",
    values=("prompty",),
    suggested=True,
    below=(
        KeySchema("kind", "The parser.", values=("prompty",), suggested=True),
        KeySchema("options", "Options for the parser.", ("mapping",), open=True),
    ),
)

PROMPTY_V2 = KeySchema(
    "",
    "A prompt.",
    ("mapping",),
    strict=True,
    below=(
        KeySchema("name", "The prompt's name, unique in the workspace."),
        KeySchema("displayName", "The name to show to people."),
        KeySchema("description", "What the prompt is for."),
        _MODEL,
        list_of_properties("inputs", "The values that the template needs."),
        list_of_properties("outputs", "What the answer must look like."),
        KeySchema(
            "tools",
            "The tools that the model may call, as a list or as a map from their names.",
            ("list", "mapping"),
            strict=True,
            element=TOOL,
        ),
        KeySchema(
            "template",
            "How the text below becomes messages. Without it: Jinja, with role lines.",
            ("mapping",),
            strict=True,
            below=(_ENGINE, _PARSER),
        ),
        METADATA,
        KeySchema(
            "kind",
            "What the file holds; Prompty reads it as a prompt either way.",
            values=("prompt",),
        ),
        KeySchema(
            "instructions",
            "The prompt itself, where it does not stand below the front matter.",
            deprecated="the text below the front matter, which replaces it",
        ),
        KeySchema(
            "inputSchema",
            "The inputs as an early form of version 2 had them.",
            ("mapping",),
            open=True,
            deprecated="`inputs`",
        ),
        KeySchema(
            "outputSchema",
            "The outputs as an early form of version 2 had them.",
            ("mapping",),
            open=True,
            deprecated="`outputs`",
        ),
    ),
)
