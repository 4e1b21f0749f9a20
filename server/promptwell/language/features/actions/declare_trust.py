"""Declare that an input is trusted, or that it is not: in the prompt, or where it has no place in the settings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from promptwell.language.detectors.taint.landings import taint_of
from promptwell.language.detectors.taint.sources import place_of
from promptwell.language.detectors.taint.trust import TrustSettings
from promptwell.language.features.actions.action import Change, CodeAction, Question
from promptwell.language.features.actions.settings_file import SETTINGS_FILE, settings_change
from promptwell.language.rules.base import Diagnostic
from promptwell.language.semantics.trust_edits import declare_trust_in, keeps_trust
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span
from promptwell.language.text.toml_places import toml_places

_RULES = frozenset(
    {"breakable-delimiter", "input-in-link", "input-in-system-role", "undelimited-input"}
)
_LEVELS = ("trusted", "untrusted")


def declare_trust(question: Question) -> Iterator[CodeAction]:
    """Both declarations for the input of each finding at hand that nobody has declared yet."""
    for diagnostic in question.touched:
        if diagnostic.rule not in _RULES:
            continue
        name = _undeclared(question, diagnostic)
        for level in _LEVELS if name else ():
            change = _change(question, name, level)
            if change is not None:
                place = "" if keeps_trust(question.document) else f" in {SETTINGS_FILE}"
                title = f"Declare {name} {level}{place}"
                yield CodeAction(title, "quickfix", partial(_given, change), (diagnostic,))


def _undeclared(question: Question, diagnostic: Diagnostic) -> str:
    """The input that a finding is about; "" where there is none, or its trust is declared."""
    taint = taint_of(question.model, question.project, TrustSettings())
    for _, source in taint.outputs:
        if source.use is not None and place_of(source.use) == diagnostic.span and source.input:
            if not source.fetched and not taint.flow.trust.states(source.input):
                return source.input
    return ""


def _change(question: Question, name: str, level: str) -> Change | None:
    if keeps_trust(question.document):
        edit = declare_trust_in(question.document, name, level)
        return question.edit(edit) if edit is not None else None
    line = f'{json.dumps(name, ensure_ascii=False)} = "{level}"'
    return settings_change(question, partial(_added, name, level), f"[trust]\n{line}\n")


def _added(name: str, level: str, text: str) -> TextEdit | None:
    """The edit of a settings file's text that puts an input into its table `[trust]`."""
    line = f'{json.dumps(name, ensure_ascii=False)} = "{level}"'
    places = toml_places(text)
    own = places.get(("trust", name))
    if own is not None:
        return TextEdit(own.value, f'"{level}"')
    table = places.get(("trust",))
    if table is not None and text.startswith("{", table.value.start):
        inside = text[table.value.start : table.value.end].strip("{} \t")
        end = table.value.start + len(text[table.value.start : table.value.end - 1].rstrip())
        return TextEdit(Span(end, end), f", {line}" if inside else line)
    ends = [
        place.value.end for path, place in places.items() if len(path) == 2 and path[0] == "trust"
    ]
    if ends:
        return TextEdit(Span(max(ends), max(ends)), f"\n{line}")
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return TextEdit(Span(len(text), len(text)), f"{gap}[trust]\n{line}\n")


def _given(change: Change) -> Change:
    return change
