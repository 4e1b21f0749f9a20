"""Values as YAML writes them on one line, so that every reader of a front matter gives the same back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from promptwell.language.syntax.yaml.node import Style
from promptwell.language.syntax.yaml.quoting import has_mark, quoted, without_marks
from promptwell.language.syntax.yaml.scalars import plain_value

Value = str | int | float | bool | Sequence[str]

# No sign in it means anything to YAML, in braces or outside of them.
_PLAIN = re.compile(r"[A-Za-z][\w./@-]*(?: [\w./@-]+)*", re.ASCII)
# What YAML 1.1 takes for truth values, though not every reader does.
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def scalar_text(value: Value, style: Style = "plain") -> str:
    """A value as YAML; a text in the quotes of a `style` where it can stand in them, a list in brackets."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str):
        return _text(value, style)
    return f"[{', '.join(_text(each, 'plain') for each in value)}]"


def key_text(name: str) -> str:
    """A name as YAML reads it as a key."""
    return _text(name, "plain")


def is_plain_text(text: str) -> bool:
    """Whether a text needs no quotes."""
    if text.lower() in _WORDS or has_mark(text):
        return False
    return _PLAIN.fullmatch(text) is not None and isinstance(plain_value(text), str)


def _text(text: str, style: Style) -> str:
    if has_mark(text):
        # Without the line end, which they alone can hold, it might get single quotes.
        return without_marks(quoted(f"{text}\n").removesuffix('\\n"') + '"')
    if style == "plain" and is_plain_text(text):
        return text
    in_quotes = quoted(text)
    if style == "single" and in_quotes == f'"{text}"':
        return "'" + text.replace("'", "''") + "'"
    return in_quotes


def _number(value: float) -> str:
    written = repr(value)
    mantissa, exponent, power = written.partition("e")
    if not exponent:
        return written
    # YAML 1.1 takes a number without a point before its exponent for text.
    sign = "" if power[0] in "+-" else "+"
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{sign}{power}"
