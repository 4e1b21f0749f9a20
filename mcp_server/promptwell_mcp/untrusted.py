"""Texts of the repository on their way to a model: without secrets, and with nothing hidden in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_NO_TEXT = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as a model may see it, and what was changed for that."""

    text: str
    notes: tuple[str, ...] = ()


def shown(text: str) -> Shown:
    """A text with stars for its secrets, and with its hidden characters written out as `<U+E0041>`.

    A reader would not see such characters, and a model would: they are how instructions are hidden.
    """
    # Both take a while to load, and many servers never show a text.
    from promptwell.language.detectors.hidden_text import find_hidden_text
    from promptwell.language.detectors.secrets.hiding import Hider

    notes: list[str] = []
    hides = Hider(text)
    if hides:
        text = hides.text
        notes.append("secrets in it are shown as stars")
    parts: list[str] = []
    position = 0
    for each in find_hidden_text(text):
        if not each.excusable:
            written = "".join(f"<U+{ord(character):04X}>" for character in each.characters)
            parts += [text[position : each.span.start], written]
            position = each.span.end
    if parts:
        text = "".join([*parts, text[position:]])
        notes.append("hidden characters in it are written out, such as <U+200B>")
    return Shown(well_formed(text), tuple(notes))


def well_formed(text: str) -> str:
    """A text that can be sent: bytes of a file that are not UTF-8 become question marks."""
    return _NO_TEXT.sub("\ufffd", text)


def well_formed_data(data: Any) -> Any:
    """Plain data whose every text can be sent."""
    if isinstance(data, str):
        return well_formed(data)
    if isinstance(data, dict):
        return {well_formed(key): well_formed_data(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [well_formed_data(value) for value in data]
    return data
