"""Role lines (`user:`) at the beginning of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.syntax.messages import ALL_ROLES, MESSAGE_TAGS, PROMPTY_ROLES
from promptwell.language.text.source import Span

_TEXTS = {
    "system": "What the model is to be and do.",
    "user": "What a person says.",
    "assistant": "What the model answered before.",
    "developer": "Instructions of the application, for models that tell them from the system's.",
    "function": "What a called function returned.",
    "tool": "What a called tool returned.",
}
_WORD = re.compile(r"[A-Za-z]*")


def role_lines(model: SemanticModel, offset: int) -> Iterator[CompletionItem]:
    """The roles, where the line holds nothing but the beginning of one.

    On an empty line they are offered only behind an empty line or at the body's start: elsewhere
    the author is writing prose.
    """
    document = model.document
    source = document.source
    if document.dialect in MESSAGE_TAGS or document.dialect == "chat-template":
        return
    number = source.line_number(offset)
    line = source.line_span(number)
    written = source.slice(Span(line.start, offset))
    if not _WORD.fullmatch(written) or line.start < document.body.start:
        return
    rest = source.slice(Span(offset, line.end))
    if rest.strip() not in ("", ":"):
        return
    if not written and not _begins(model, number):
        return
    roles = PROMPTY_ROLES if document.dialect == "prompty-v2" else ALL_ROLES
    for role in roles:
        if role.startswith(written.lower()):
            text = f"{role}:"
            snippet = f"{text}\n$0" if not rest.strip() else ""
            yield CompletionItem(text, "role", line, text, "role", _TEXTS[role], snippet)


def _begins(model: SemanticModel, number: int) -> bool:
    source = model.document.source
    if source.line_starts[number] <= model.document.body.start:
        return True
    return not source.line_text(number - 1).strip()
