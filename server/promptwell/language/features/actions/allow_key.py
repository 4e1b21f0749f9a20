"""Say in the settings that a key of the front matter is read by the team's own tools."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from promptwell.language.features.actions.action import Change, CodeAction, Question
from promptwell.language.features.actions.settings_file import SETTINGS_FILE, settings_change
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span
from promptwell.language.text.toml_places import toml_places

_RULES = frozenset({"unknown-key", "foreign-key", "unportable-key"})


def allow_key(question: Question) -> Iterator[CodeAction]:
    """Add the key at hand to `keys` in the nearest settings file, or begin one at the root."""
    for diagnostic in question.touched:
        if diagnostic.rule in _RULES:
            name = question.document.source.slice(diagnostic.span).strip("\"'")
            fresh = f"keys = [{_quoted(name)}]\n"
            change = settings_change(question, partial(_added, name), fresh)
            if change is not None:
                title = f"Allow the key `{name}` in `{SETTINGS_FILE}`"
                yield CodeAction(title, "quickfix", partial(_given, change), (diagnostic,))


def _given(change: Change) -> Change:
    return change


def _added(name: str, text: str) -> TextEdit | None:
    place = toml_places(text).get(("keys",))
    if place is None:
        return TextEdit(Span(0, 0), f"keys = [{_quoted(name)}]\n")
    written = text[place.value.start : place.value.end]
    inside = written.strip("[] \t\r\n")
    if not written.startswith("[") or not written.endswith("]") or "#" in written:
        return None
    end = place.value.start + len(written[:-1].rstrip(" \t\r\n,"))
    return TextEdit(Span(end, end), f"{', ' if inside else ''}{_quoted(name)}")


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
