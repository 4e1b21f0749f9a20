"""YAML's complaints in the words of someone who writes prompts."""

from __future__ import annotations

import yaml

_OPENERS = {
    "[": "a list",
    "{": "a mapping",
    "&": "an anchor",
    "*": "a reference to an anchor",
    "!": "a type tag",
    "|": "a block of text that starts on the next line",
    ">": "a block of text that starts on the next line",
}

# Words in the messages of libyaml and of PyYAML's own reader, and what they come down to.
_CAUSES = (
    ("mapping values", "a key stands where YAML expects text; is this line indented too far?"),
    ("expected ':'", "this line is neither `key: value` nor part of a value"),
    ("expected key", "this line does not fit the indentation of the lines above"),
    ("expected <block end>", "this line does not fit the indentation of the lines above"),
    ("expected '-' indicator", "this line does not fit the list above it"),
    ("block sequence entries", "a list item cannot stand here; put it on a line of its own"),
    ("expected ',' or ']'", "this list in `[ ]` has no `,` or `]` where one is needed"),
    ("expected ',' or '}'", "this mapping in `{ }` has no `,` or `}` where one is needed"),
    ("end of stream", "the text ends inside quotes that are never closed"),
    ("document indicator", "a `---` or `...` line stands inside a value"),
    ("document start", "text stands where the front matter should have ended"),
    ("cannot start any token", "YAML does not allow a value to begin with this character"),
    ("node content", "a value is missing here"),
)


def explain_value(value: str) -> str:
    """Why this unquoted value is not read as the text that it looks like."""
    first = value[:1]
    if value.startswith(("{{", "{%")):
        return f"a value that begins with `{value[:2]}` is a mapping to YAML; put it in quotes"
    if first in _OPENERS:
        return f"`{first}` begins {_OPENERS[first]} in YAML; text that begins with it needs quotes"
    if first in "@`%,]}":
        named = "a backtick" if first == "`" else f"`{first}`"
        return f"a value cannot begin with {named} in YAML unless it is in quotes"
    if value.startswith(("- ", "? ")):
        return f"`{value[:2]}` begins something else in YAML; text that begins with it needs quotes"
    if ": " in value or value.endswith(":"):
        return "YAML takes the `:` in this value for the end of a key; put the value in quotes"
    return "YAML cannot read this value as text; put it in quotes"


def explain_error(error: yaml.YAMLError) -> str:
    """What the reader stumbled over."""
    words = str(getattr(error, "problem", None) or error)
    for part, cause in _CAUSES:
        if part in words:
            return cause
    return f"this is not YAML: {words.splitlines()[0] if words else 'unknown fault'}"
