"""Ignore a rule on a line or in a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Literal

from promptwell.language.features.actions.action import CodeAction, Question
from promptwell.language.syntax.suppressions import ignore_edit

_PLACES: tuple[tuple[Literal["line", "file"], str], ...] = (
    ("line", "on this line"),
    ("file", "in this file"),
)


def ignores(question: Question) -> Iterator[CodeAction]:
    """A comment that hides the findings at hand, rule by rule."""
    touched = question.touched
    for where, words in _PLACES:
        for rule in dict.fromkeys(each.rule for each in touched):
            same = tuple(each for each in touched if each.rule == rule)
            edit = ignore_edit(question.document, rule, same[0].span, where)
            if edit is not None:
                title = f"Ignore `{rule}` {words}"
                yield CodeAction(title, "quickfix", partial(question.edit, edit), same)
