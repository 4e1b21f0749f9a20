"""One thing that is offered."""

from __future__ import annotations

from typing import Literal, NamedTuple

from promptwell.language.text.source import Span

ItemKind = Literal[
    "variable",
    "local",
    "field",
    "filter",
    "test",
    "function",
    "macro",
    "keyword",
    "tag",
    "key",
    "value",
    "model",
    "file",
    "role",
    "block",
]


class CompletionItem(NamedTuple):
    """What is shown, and what replaces `span`: plain text, or a snippet with holes `${1:name}`.

    `detail` is a few words beside the label, `documentation` Markdown. Items are listed by
    `order` first, then by label.
    """

    label: str
    kind: ItemKind
    span: Span
    new_text: str
    detail: str = ""
    documentation: str = ""
    snippet: str = ""
    order: int = 5
    deprecated: bool = False
