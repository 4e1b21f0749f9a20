"""The keys of LangChain's prompt files.

As `langchain-ai/langchain` (libs/core/langchain_core/prompts/loading.py) reads them; last compared on
2026-08-07. It refuses templates of Jinja in files.
"""

from __future__ import annotations

from promptwell.language.syntax.formats.base import KeySchema

LANGCHAIN = KeySchema(
    "",
    types=("mapping",),
    below=(
        KeySchema("_type", "The kind of prompt.", values=("prompt", "few_shot", "chat")),
        KeySchema("name", "What the prompt is called."),
        KeySchema("input_variables", "The names of the template's variables.", ("list",)),
        KeySchema("template", "The prompt."),
        KeySchema("template_path", "A `.txt` file with the prompt, in place of `template`."),
        KeySchema(
            "template_format",
            "The language of the template.",
            values=("f-string", "mustache", "jinja2"),
            default="f-string",
        ),
        KeySchema("partial_variables", "Variables with fixed values.", ("mapping",), open=True),
        KeySchema(
            "validate_template", "Whether variables are compared with the template's.", ("boolean",)
        ),
        KeySchema("prefix", "What stands before the examples of a `few_shot` prompt."),
        KeySchema("suffix", "What stands behind them, with the question."),
        KeySchema("examples", "The examples, or a file with them.", ("list", "string"), open=True),
        KeySchema("example_prompt", "How an example is written.", ("mapping",), open=True),
        KeySchema("example_prompt_path", "A file that tells how an example is written."),
        KeySchema("example_separator", "What stands between two examples."),
        KeySchema("output_parser", "How the answer is read.", ("mapping", "null"), open=True),
        KeySchema("messages", "The messages of a `chat` prompt.", ("list",), open=True),
    ),
    open=True,
)
