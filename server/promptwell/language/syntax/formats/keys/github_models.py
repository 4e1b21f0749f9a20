"""The keys of GitHub Models' prompt files.

As `github/gh-models` (pkg/prompt/prompt.go, commit f38cd97) and `actions/ai-inference` (src/prompt.ts,
commit 7379148) read them; last compared on 2026-08-07.
"""

from __future__ import annotations

from promptwell.language.syntax.formats.base import KeySchema

ROLES = ("system", "user", "assistant")

_PARAMETERS = (
    KeySchema("maxCompletionTokens", "The most tokens that the answer may have.", ("integer",)),
    KeySchema(
        "maxTokens",
        "The most tokens that the answer may have.",
        ("integer",),
        deprecated="`maxCompletionTokens`",
    ),
    KeySchema("temperature", "How freely the model chooses: 0 is the least.", ("number",)),
    KeySchema(
        "topP", "Choose only among the likeliest tokens that make up this share.", ("number",)
    ),
)

_MESSAGE = KeySchema(
    "",
    "One message of the conversation.",
    ("mapping",),
    below=(
        KeySchema("role", "Who says it.", values=ROLES),
        KeySchema("content", "What is said. `{{name}}`, without blanks, is replaced by a value."),
    ),
)

_CHOICE = KeySchema(
    "",
    "One answer that the judging model may give, and what it counts.",
    ("mapping",),
    below=(
        KeySchema("choice", "The answer, as the model writes it.", ("any",)),
        KeySchema("score", "What it counts, from 0 to 1.", ("number",)),
    ),
)

_STRING_CHECK = (
    KeySchema("startsWith", "The answer begins with this text."),
    KeySchema("endsWith", "The answer ends with this text."),
    KeySchema("contains", "The answer contains this text."),
    KeySchema("equals", "The answer is this text."),
)

_JUDGE = (
    KeySchema("modelId", "The model that judges."),
    KeySchema("systemPrompt", "What the judging model is told before."),
    KeySchema(
        "prompt", "What the judging model is asked; `{{completion}}` is the answer to judge."
    ),
    KeySchema("choices", "The answers it may give.", ("list",), element=_CHOICE),
)

_EVALUATOR = KeySchema(
    "",
    "One check of the answers.",
    ("mapping",),
    below=(
        KeySchema("name", "What reports call the check."),
        KeySchema("string", "A comparison of texts.", ("mapping",), below=_STRING_CHECK),
        KeySchema("llm", "A model judges.", ("mapping",), below=_JUDGE),
        KeySchema("uses", "A check that comes with GitHub Models: `github/similarity`."),
    ),
)

GITHUB_MODELS = KeySchema(
    "",
    types=("mapping",),
    below=(
        KeySchema("name", "What the prompt is called."),
        KeySchema("description", "What the prompt does."),
        KeySchema("model", "The model: `openai/gpt-4o`.", ("string",)),
        KeySchema("modelParameters", "How the model generates.", ("mapping",), below=_PARAMETERS),
        KeySchema(
            "responseFormat",
            "The form of the answer.",
            values=("text", "json_object", "json_schema"),
        ),
        KeySchema(
            "jsonSchema",
            "The JSON Schema of the answer, as a text of JSON with `name` and `schema`.",
            ("string", "mapping"),
            open=True,
        ),
        KeySchema("messages", "The conversation.", ("list",), element=_MESSAGE),
        KeySchema(
            "testData",
            "Values to try the prompt with, a mapping from names for each run.",
            ("list",),
            element=KeySchema("", types=("mapping",), open=True),
        ),
        KeySchema("evaluators", "Checks of the answers.", ("list",), element=_EVALUATOR),
    ),
)
