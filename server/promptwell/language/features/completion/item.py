"""One thing that is offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from promptwell.language.text.edit import TextEdit
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
    "rule",
    "snippet",
]


class CompletionItem(NamedTuple):
    """What is shown, and what replaces `span`: plain text, or a snippet with holes `${1:name}`.

    `detail` is a few words about the item. Editors that can show two texts beside a label show
    `beside` right behind it (a type, parameters) and `origin` further off (where it comes from).
    `documentation` is Markdown, or makes it when somebody looks. Items are listed by `order`
    first, then by how often the file uses them, then by label. `edits` are made elsewhere in the
    file besides. A `snippet` item is of use only in editors that know snippets.
    """

    label: str
    kind: ItemKind
    span: Span
    new_text: str
    detail: str = ""
    documentation: str | Callable[[], str] = ""
    snippet: str = ""
    order: int = 5
    deprecated: bool = False
    beside: str = ""
    origin: str = ""
    edits: tuple[TextEdit, ...] = ()
    filter_text: str = ""

    @property
    def text(self) -> str:
        """The documentation, made now where it was not yet."""
        return self.documentation if isinstance(self.documentation, str) else self.documentation()


def snippet_text(text: str) -> str:
    """A text as it stands in a snippet, in which `$` and braces mean something."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")
