"""The helpers of Semantic Kernel's Handlebars templates, those of .NET and those of Python.

As `microsoft/semantic-kernel` has them: `KernelSystemHelpers.cs` and `HandlebarsPromptTemplateOptions.cs` of
.NET, `handlebars_system_helpers.py` of Python (commit b39d95a3); last compared on 2026-11-29.
"""

from __future__ import annotations

from promptwell.language.semantics.handlebars.plain_helpers import DATA, HELPERS
from promptwell.language.semantics.handlebars.words import Helper, Vocabulary

_PYTHON = "Only in Semantic Kernel for Python."


def _python(signature: str, text: str, *, bare: bool = False) -> Helper:
    return Helper(signature, f"{text} {_PYTHON}", bare=bare, all_versions=False)


_IN_BOTH = {
    "message": Helper(
        '#message role="user"',
        "A message of the conversation, of the role that is named: `system`, `user`, `assistant`, `tool`. "
        "In .NET the tags that it writes are those of planners; prompts for chat models write "
        '`<message role="user">` there.',
        True,
        ("role",),
    ),
    "set": Helper(
        'set "name" value',
        "Gives a name to a value, which the template reads from then on as it reads its inputs.",
        arguments=("name", "value"),
    ),
    "json": Helper("json value", "Writes a value as JSON; in .NET a text stays as it is."),
    "concat": Helper("concat a b …", "All values as one text.", bare=True),
    "array": Helper("array a b …", "A list of the values.", bare=True),
    "range": Helper(
        "range first last",
        "The whole numbers from the first to the last. In .NET the last is one of them, in Python it is not.",
    ),
    "or": Helper(
        "or a b …",
        "Whether one of the values is true. In .NET every value counts that is there and is not `false`.",
        bare=True,
    ),
    "add": Helper("add a b …", "The sum of the numbers.", bare=True),
    "subtract": Helper("subtract a b …", "The first number less all others."),
    "equals": Helper("equals a b", "Whether two values are equal."),
}

_IN_NET = {
    "raw": Helper(
        "#raw",
        "Writes its block with no values for its names. Only in Semantic Kernel for .NET.",
        True,
        all_versions=False,
    ),
}

_LESS = "Whether the first number is less than the second."
_LESS_OR_EQUAL = "Whether the first number is not greater than the second."
_GREATER = "Whether the first number is greater than the second."
_GREATER_OR_EQUAL = "Whether the first number is not less than the second."
_CAMEL = "The words of `snake_case` written as `SnakeCase`."
_SNAKE = "The words of `CamelCase` written as `camel_case`."
_MESSAGE = "The message that `#each` has come to, with its tags."

_IN_PYTHON = {
    "get": _python('get "name"', "The value of an input, or of a name that `set` has given."),
    "messages": _python("messages", "The messages of the input `chat_history`.", bare=True),
    "message_to_prompt": _python("message_to_prompt", _MESSAGE, bare=True),
    "messageToPrompt": _python("messageToPrompt", _MESSAGE, bare=True),
    "less_than": _python("less_than a b", _LESS),
    "lessThan": _python("lessThan a b", _LESS),
    "less_than_or_equal": _python("less_than_or_equal a b", _LESS_OR_EQUAL),
    "lessThanOrEqual": _python("lessThanOrEqual a b", _LESS_OR_EQUAL),
    "greater_than": _python("greater_than a b", _GREATER),
    "greaterThan": _python("greaterThan a b", _GREATER),
    "greater_than_or_equal": _python("greater_than_or_equal a b", _GREATER_OR_EQUAL),
    "greaterThanOrEqual": _python("greaterThanOrEqual a b", _GREATER_OR_EQUAL),
    "camel_case": _python("camel_case text", _CAMEL),
    "camelCase": _python("camelCase text", _CAMEL),
    "snake_case": _python("snake_case text", _SNAKE),
    "snakeCase": _python("snakeCase text", _SNAKE),
    "double_open": _python("double_open", "Two opening braces.", bare=True),
    "doubleOpen": _python("doubleOpen", "Two opening braces.", bare=True),
    "double_close": _python("double_close", "Two closing braces.", bare=True),
    "doubleClose": _python("doubleClose", "Two closing braces.", bare=True),
}

CATEGORIES = ("Math", "String")
"""Names before the `-` that are no plugin: the helpers of Handlebars.Net.Helpers that .NET brings along."""

_log = HELPERS["log"]
_OF_HANDLEBARS = {
    **HELPERS,
    "log": _log._replace(text=f"{_log.text} {_PYTHON}", all_versions=False),
}

KERNEL = Vocabulary(
    "Semantic Kernel",
    {**_IN_BOTH, **_IN_NET, **_IN_PYTHON, **_OF_HANDLEBARS},
    DATA,
    plugins=True,
)
