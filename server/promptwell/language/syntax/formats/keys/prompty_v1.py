"""The front matter of Prompty v1, with what promptflow reads besides."""

from __future__ import annotations

from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.metadata import METADATA

TYPES = (
    *("string", "number", "integer", "float", "boolean", "array", "object"),
    *("int", "double", "bool", "list", "dict", "secret", "image"),
)
CONFIGURATION_TYPES = ("azure_openai", "openai", "azure_serverless", "serverless", "github")

_AZURE = ("type", ("azure_openai",))
_ANY = KeySchema("", types=("any",), open=True)


def _property_keys() -> tuple[KeySchema, ...]:
    return _PROPERTY_KEYS


def _property() -> KeySchema:
    return _PROPERTY


_PROPERTY_KEYS = (
    KeySchema(
        "type",
        "The value's type.",
        values=TYPES,
        suggested=True,
        deprecated="`kind`, in Prompty v2",
    ),
    KeySchema("description", "What the value means."),
    KeySchema("default", "The value that is used when the caller gives none.", ("any",)),
    KeySchema("sample", "A value to try the prompt with.", ("any",)),
    KeySchema("enum", "The values that are allowed.", ("list",), element=_ANY),
    KeySchema("required", "Whether the caller must give a value.", ("boolean", "list")),
    KeySchema("is_required", "Whether the caller must give a value.", ("boolean",)),
    KeySchema("strict", "Whether the value must fit exactly.", ("boolean",)),
    KeySchema("json_schema", "The value's JSON Schema.", ("mapping", "string"), open=True),
    KeySchema("is_chat_input", "promptflow: the user's newest message.", ("boolean",)),
    KeySchema("is_chat_history", "promptflow: the earlier messages.", ("boolean",)),
    KeySchema("is_chat_output", "promptflow: the answer to show.", ("boolean",)),
    KeySchema("items", "What the items of the array are.", ("mapping",), below=_property_keys),
    KeySchema(
        "properties",
        "What the fields of the object are.",
        ("mapping",),
        element=_property,
    ),
    KeySchema(
        "additionalProperties",
        "Whether the object may have more fields.",
        ("boolean", "mapping"),
        open=True,
    ),
)

_PROPERTY = KeySchema("", "One value and its type.", ("mapping", "any"), below=_PROPERTY_KEYS)

_CONFIGURATION = KeySchema(
    "configuration",
    "How the model is reached.",
    ("mapping", "string"),
    open=True,
    deprecated="`connection`, in Prompty v2",
    below=(
        KeySchema("type", "Who serves the model.", values=CONFIGURATION_TYPES, suggested=True),
        KeySchema("name", "The model's name."),
        KeySchema("model", "The model's name."),
        KeySchema("connection", "promptflow: the name of a connection."),
        KeySchema("azure_endpoint", "The address of the Azure resource.", when=_AZURE),
        KeySchema("azure_deployment", "The deployment of the model.", when=_AZURE),
        KeySchema("api_version", "The version of the service's interface.", ("any",), when=_AZURE),
        KeySchema("endpoint", "The address of the service."),
        KeySchema("base_url", "The address of the service."),
        KeySchema("api_key", "The key. Write `${env:NAME}`: a key in a file is a leak."),
        KeySchema("organization", "The organization that is billed."),
    ),
)

_PARAMETERS = KeySchema(
    "parameters",
    "How the model generates. They go to the provider as they are.",
    ("mapping", "string"),
    open=True,
    deprecated="`options`, in Prompty v2",
    below=(
        KeySchema("temperature", "How freely the model chooses: 0 is the least.", ("number",)),
        KeySchema("max_tokens", "The most tokens that the answer may have.", ("integer",)),
        KeySchema(
            "top_p", "Choose only among the likeliest tokens that make up this share.", ("number",)
        ),
        KeySchema("n", "How many answers to make.", ("integer",)),
        KeySchema("seed", "Makes answers repeat as far as the provider can.", ("integer",)),
        KeySchema(
            "stop", "Texts at which the answer ends.", ("string", "list"), element=KeySchema("")
        ),
        KeySchema("stream", "Whether the answer comes piece by piece.", ("boolean",)),
        KeySchema(
            "presence_penalty", "Lowers the chance of tokens that came up at all.", ("number",)
        ),
        KeySchema(
            "frequency_penalty",
            "Lowers the chance of tokens by how often they came up.",
            ("number",),
        ),
        KeySchema(
            "logit_bias", "Raises or lowers the chance of single tokens.", ("mapping",), open=True
        ),
        KeySchema("user", "Whom the call is made for."),
        KeySchema(
            "response_format",
            "The form of the answer.",
            ("mapping",),
            open=True,
            below=(
                KeySchema(
                    "type",
                    "The form.",
                    values=("text", "json_object", "json_schema"),
                    suggested=True,
                ),
            ),
        ),
        KeySchema("tools", "The tools that the model may call.", ("list", "string"), element=_ANY),
        KeySchema(
            "tool_choice",
            "Whether and which tool must be called.",
            ("string", "mapping"),
            open=True,
        ),
    ),
)

_MODEL = KeySchema(
    "model",
    "The model that the prompt is for.",
    ("mapping",),
    below=(
        KeySchema(
            "api",
            "Which of the provider's services is called.",
            values=("chat", "completion", "embedding", "image"),
            deprecated="`apiType`, in Prompty v2",
        ),
        _CONFIGURATION,
        _PARAMETERS,
        KeySchema(
            "response",
            "Whether the first answer is returned or the whole response.",
            values=("first", "all", "full"),
            deprecated="nothing: Prompty v2 has no such key",
        ),
        KeySchema("connection", "promptflow: the name of a connection."),
    ),
)

PROMPTY_V1 = KeySchema(
    "",
    "A prompt.",
    ("mapping",),
    below=(
        KeySchema("name", "The prompt's name."),
        KeySchema("description", "What the prompt is for."),
        KeySchema(
            "version",
            "The prompt's version.",
            ("string", "number"),
            deprecated="`metadata.version`, in Prompty v2",
        ),
        KeySchema(
            "authors",
            "Who wrote the prompt.",
            ("list", "string"),
            element=KeySchema(""),
            deprecated="`metadata.authors`, in Prompty v2",
        ),
        KeySchema(
            "tags",
            "Words to find the prompt by.",
            ("list",),
            element=KeySchema(""),
            deprecated="`metadata.tags`, in Prompty v2",
        ),
        KeySchema(
            "base",
            "Another prompt whose front matter this one builds on.",
            deprecated="nothing: Prompty v2 has no such key",
        ),
        _MODEL,
        KeySchema(
            "inputs",
            "The values that the template needs, by name.",
            ("mapping",),
            element=_PROPERTY,
        ),
        KeySchema("outputs", "What the answer holds, by name.", ("mapping",), element=_PROPERTY),
        KeySchema(
            "sample",
            "Values to try the prompt with: a map, or a JSON file.",
            ("mapping", "string"),
            open=True,
            deprecated="`inputs.*.default` or `inputs.*.example`, in Prompty v2",
        ),
        KeySchema(
            "template",
            "The language of the template.",
            ("string", "mapping"),
            values=("jinja2", "mustache"),
            open=True,
            deprecated="`template.format.kind`, in Prompty v2",
        ),
        METADATA,
    ),
)
