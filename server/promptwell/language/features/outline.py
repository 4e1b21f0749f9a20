"""What an outline is made of."""

from __future__ import annotations

from typing import Literal, NamedTuple

from promptwell.language.text.source import Span

OutlineKind = Literal["key", "input", "message", "macro", "block", "heading"]


class OutlineItem(NamedTuple):
    """One line of the outline: its name, what it spans, the place of the name, and what is in it."""

    name: str
    kind: OutlineKind
    span: Span
    name_span: Span
    detail: str = ""
    children: tuple[OutlineItem, ...] = ()
