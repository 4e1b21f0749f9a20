"""Prompts that stand inside another file's texts, read where they stand.

A prompt in a YAML or JSON text is read from a *view* of that file: a text of the same length in which
everything but the prompt is blank and its escapes are what they mean, filled up with blanks. So
every place in the prompt is a place in the file, and nothing has to be mapped back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

_BLOCK_HEADER = re.compile(r"[^\n\r]*(?:\r\n|\r|\n|\Z)")
_NOT_LINE_END = re.compile(r"[^\n\r]")
_QUOTE_PAIR = re.compile(r"''")
# A high surrogate and its low one are one character; JSON knows no other way to write it.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|[\s\S])"
)
_MEANINGS = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def view_of(text: str, scalars: Iterable[YamlNode]) -> str:
    """The text with nothing but what these scalars say, each character where it stands.

    Args:
        text: the file's text.
        scalars: texts in it, in the order in which they stand.

    Returns:
        a text of the same length. Line ends outside the scalars stay.
    """
    parts: list[str] = []
    position = 0
    for scalar in scalars:
        span = content_span(text, scalar)
        parts += [_blank(text[position : span.start]), _said(text[span.start : span.end], scalar)]
        position = span.end
    parts.append(_blank(text[position:]))
    return "".join(parts)


def content_span(text: str, scalar: YamlNode) -> Span:
    """Where a scalar's text stands, without its quotes or the line that begins a block."""
    start, end = scalar.span
    if scalar.style in ("literal", "folded"):
        header = _BLOCK_HEADER.match(text, start, end)
        return Span(header.end() if header else start, end)
    if scalar.style in ("single", "double") and end - start >= 2:
        return Span(start + 1, end - 1)
    return Span(start, end)


def _said(written: str, scalar: YamlNode) -> str:
    if scalar.style == "single":
        return _QUOTE_PAIR.sub("' ", written)
    if scalar.style == "double":
        return _ESCAPE.sub(_meaning, written)
    return written


def _meaning(match: re.Match[str]) -> str:
    escape = match.group()
    kind, digits = escape[1], escape[2:]
    if kind in "\r\n":
        return escape.replace("\\", " ")  # a line that goes on
    if kind in "xuU" and digits:
        if "\\" in digits:
            pair = bytes.fromhex(digits[:4] + escape[8:])
            said = pair.decode("utf-16-be")
        else:
            number = int(digits, 16)
            said = chr(number) if number <= 0x10FFFF else "\ufffd"
    else:
        said = _MEANINGS.get(kind, kind)
    # The blanks stand before a line end: behind it they would indent the next line.
    blanks = " " * (len(escape) - len(said))
    return blanks + said if said == "\n" else said + blanks


def _blank(text: str) -> str:
    return _NOT_LINE_END.sub(" ", text)
