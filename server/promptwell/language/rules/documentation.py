"""A rule's documentation, from its docstring."""

from __future__ import annotations

import inspect
from typing import NamedTuple

from promptwell.language.rules.base import Rule


class RulePage(NamedTuple):
    """What a rule's docstring says: its first sentence, and the whole in Markdown."""

    summary: str
    text: str


def page_of(rule: type[Rule]) -> RulePage:
    """The page of a rule."""
    text = inspect.cleandoc(rule.__doc__ or rule.id())
    summary = " ".join(text.partition("\n\n")[0].split())
    return RulePage(summary, text)
