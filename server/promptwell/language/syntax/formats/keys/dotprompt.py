"""The keys of the front matter of `.prompt` files: Dotprompt's, and those that Genkit reads besides."""

from __future__ import annotations

from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.metadata import TRUST
from promptwell.language.syntax.picoschema import SCALARS


def _field() -> KeySchema:
    return _FIELD


_FIELD = KeySchema(
    "",
    "A field: its type, and behind a comma what it is. `name?` makes it optional, `name(array)` a list, "
    "`name(enum)` one of the values listed, `(*)` stands for fields of any name.",
    ("any",),
    values=SCALARS,
    suggested=True,
    open=True,
    element=_field,
)


def _schema(doc: str) -> KeySchema:
    return KeySchema("schema", doc, ("mapping", "string"), open=True, element=_field)


_INPUT = KeySchema(
    "input",
    "What the prompt takes: its schema and values for what the caller leaves out.",
    ("mapping",),
    below=(
        _schema(
            "The inputs, in Picoschema or JSON Schema, or the name of a schema that the application defines. "
            "`topic: string, what it is about`"
        ),
        KeySchema(
            "default",
            "Values for inputs that the caller does not give.",
            ("mapping",),
            open=True,
        ),
    ),
)
_OUTPUT = KeySchema(
    "output",
    "What the model is to answer.",
    ("mapping",),
    below=(
        KeySchema(
            "format",
            "The form of the answer.",
            values=("text", "json", "jsonl", "array", "enum", "media"),
            suggested=True,
        ),
        _schema(
            "The answer's fields, in Picoschema or JSON Schema, or the name of a schema of the application."
        ),
        KeySchema("contentType", "The media type of the answer.", suggested=True),
        KeySchema("constrained", "Whether the model is held to the schema.", ("boolean",)),
    ),
)
_CONFIG = KeySchema(
    "config",
    "Settings for the model. Which there are is the model's own affair.",
    ("mapping",),
    open=True,
    below=(
        KeySchema(
            "temperature",
            "How freely the model chooses its words: 0 takes the likeliest.",
            ("number",),
        ),
        KeySchema("maxOutputTokens", "The most tokens of an answer.", ("integer",)),
        KeySchema("topK", "Only so many likeliest tokens are chosen from.", ("number",)),
        KeySchema("topP", "Only the likeliest tokens of this total are chosen from.", ("number",)),
        KeySchema("stopSequences", "Texts at which the answer ends.", ("list",)),
        KeySchema("version", "The exact version of the model."),
        KeySchema("apiKey", "A key for the model's provider. Better kept out of the file."),
    ),
)
_TOOL = KeySchema(
    "",
    "A tool, described in the file itself.",
    ("mapping",),
    open=True,
    below=(
        KeySchema("name", "The name by which the model calls the tool.", required=True),
        KeySchema("description", "What the tool does, for the model."),
        KeySchema(
            "inputSchema",
            "What the tool takes, in Picoschema or JSON Schema.",
            ("mapping", "string"),
            open=True,
            element=_field,
        ),
        KeySchema(
            "outputSchema",
            "What the tool gives back, in Picoschema or JSON Schema.",
            ("mapping", "string"),
            open=True,
            element=_field,
        ),
    ),
)

DOTPROMPT = KeySchema(
    "",
    types=("mapping",),
    below=(
        KeySchema(
            "name", "The prompt's name. Where it is missing, the file's name without `.prompt` is."
        ),
        KeySchema(
            "variant",
            "Which variant of the prompt this is. Mostly the file's name tells it: `reply.formal.prompt`.",
        ),
        KeySchema("version", "The version of the prompt.", ("string", "number")),
        KeySchema("title", "A name for people. Genkit reads it."),
        KeySchema("description", "What the prompt is for."),
        KeySchema("model", "The model, with its provider in front: `googleai/gemini-2.5-flash`."),
        _CONFIG,
        _INPUT,
        _OUTPUT,
        KeySchema(
            "tools",
            "The names of the tools that the model may call.",
            ("list",),
            element=KeySchema("", "The name of a tool.", ("string", "mapping"), open=True),
        ),
        KeySchema("toolDefs", "Tools that are described here.", ("list",), element=_TOOL),
        KeySchema("maxTurns", "How often the model may call tools. Genkit reads it.", ("integer",)),
        KeySchema(
            "toolChoice",
            "Whether the model may, must or must not call a tool. Genkit reads it.",
            values=("auto", "required", "none"),
        ),
        KeySchema(
            "returnToolRequests",
            "Whether calls of tools are given back instead of made. Genkit reads it.",
            ("boolean",),
        ),
        KeySchema("use", "The application's middleware. Genkit reads it.", ("list",), open=True),
        KeySchema(
            "metadata",
            "Whatever the application wants to know of the prompt.",
            ("mapping",),
            open=True,
            below=(TRUST,),
        ),
        KeySchema("raw", "The front matter as it was read.", ("mapping",), open=True),
        KeySchema(
            "ext",
            "Keys of extensions, by their namespace. `namespace.key: value` writes them shorter.",
            ("mapping",),
            open=True,
        ),
    ),
)
"""What may stand in the front matter; keys with a dot belong to extensions."""

LITELLM = KeySchema(
    "",
    types=("mapping",),
    open=True,
    below=(
        KeySchema(
            "model", "The model, as LiteLLM names it: `gpt-4o`, `anthropic/claude-sonnet-4-5`."
        ),
        _INPUT,
        _OUTPUT,
        KeySchema(
            "temperature",
            "How freely the model chooses its words: 0 takes the likeliest.",
            ("number",),
        ),
        KeySchema("max_tokens", "The most tokens of an answer.", ("integer",)),
        KeySchema("top_p", "Only the likeliest tokens of this total are chosen from.", ("number",)),
        KeySchema("stop", "Texts at which the answer ends.", ("string", "list")),
        KeySchema(
            "frequency_penalty", "How much repeating words is held against them.", ("number",)
        ),
        KeySchema("presence_penalty", "How much words that were used are held back.", ("number",)),
        KeySchema(
            "seed", "The number that makes answers repeatable, as far as they are.", ("integer",)
        ),
        KeySchema(
            "response_format", "The form of the answer, as the model's provider wants it.", ("any",)
        ),
        KeySchema("tools", "The tools that the model may call.", ("list",), open=True),
        KeySchema("tool_choice", "Which tool the model is to call.", ("any",)),
    ),
)
"""What LiteLLM reads in the front matter: whatever it does not know is an option of the model."""
