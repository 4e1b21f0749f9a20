"""How many tokens a prompt has, message by message."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from promptwell.language.semantics.tokens.counting import (
    ESTIMATES_ONLY,
    TokenCount,
    Tokenizers,
    count_tokens,
    surely_fits,
)
from promptwell.language.semantics.tokens.encodings import chat_framing
from promptwell.language.syntax.document import Message, PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.text.source import Span

_RAW_TAG = re.compile(r"^\{%[-+]?\s*raw\s*[-+]?%\}|\{%[-+]?\s*endraw\s*[-+]?%\}$")
_MUSTACHE = re.compile(r"\{\{\{?[^{}]*\}\}\}?")


@dataclass(frozen=True, slots=True)
class MessageTokens:
    """The tokens of one message: its written text and what the chat adds to it.

    `has_values` tells that values come to it when the prompt is rendered.
    """

    message: Message
    count: TokenCount
    has_values: bool

    def __str__(self) -> str:
        return f"{self.count} + values" if self.has_values else str(self.count)


@dataclass(frozen=True, slots=True)
class PromptTokens:
    """The tokens of a prompt as far as its text tells.

    `total` counts the written text, every branch of a condition once and every loop's body once,
    and what a chat adds; `has_values` tells that values come to it. A prompt that is no chat has
    no messages (its one message has no role) and counts as plain text.
    """

    messages: tuple[MessageTokens, ...]
    total: TokenCount
    has_values: bool

    def __str__(self) -> str:
        return f"{self.total} + values" if self.has_values else str(self.total)


def count_prompt(
    document: PromptDocument,
    model: str | None,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
    *,
    limit: int | None = None,
) -> PromptTokens:
    """The tokens of a prompt for a model; `limit` as in `count_tokens`.

    What providers add for tools, images and output schemas is not counted.
    """
    framing = chat_framing(model)
    body = document.source.slice(document.body)
    added = framing.reply + len(document.messages) * (framing.message + framing.name)
    if limit is not None and not surely_fits(body, model, limit - added):
        limit = None
    messages = tuple(
        count_message(document, message, model, tokenizers, limit=limit)
        for message in document.messages
        if message.role
    )
    if messages:
        total = messages[0].count
        for each in messages[1:]:
            total += each.count
        total = total.more(framing.reply, exact=framing.known)
        return PromptTokens(messages, total, any(each.has_values for each in messages))
    text, has_values = literal_text(document, document.body)
    total = count_tokens(text.strip(), model, tokenizers, limit=limit)
    return PromptTokens((), total.more(0, exact=not has_values), has_values)


def count_message(
    document: PromptDocument,
    message: Message,
    model: str | None,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
    *,
    limit: int | None = None,
) -> MessageTokens:
    """The tokens of one message of a prompt: its written text, role and name."""
    text, has_values = literal_text(document, message.content)
    framing = chat_framing(model)
    count = count_tokens(text.strip(), model, tokenizers, limit=limit)
    count = count.more(framing.message, exact=framing.known and not has_values)
    name = dict(message.attributes).get("name")
    if name:
        count += count_tokens(str(name), model, tokenizers, limit=limit).more(framing.name)
    return MessageTokens(message, count, has_values)


def count_rendered(
    messages: Iterable[tuple[str, str]],
    model: str | None,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
) -> TokenCount:
    """The tokens of rendered messages, given as pairs of role and text."""
    framing = chat_framing(model)
    total = TokenCount(framing.reply, framing.known, "")
    for _, text in messages:
        count = count_tokens(text, model, tokenizers).more(framing.message)
        total = TokenCount(total.count + count.count, total.exact and count.exact, count.tokenizer)
    return total


def literal_text(document: PromptDocument, span: Span) -> tuple[str, bool]:
    """The written text of a part of the body, and whether template code stands in it.

    Outputs, tags and comments are left out; the inside of a raw block is text.
    """
    if document.engine == "mustache":
        text, holes = _MUSTACHE.subn("", document.source.slice(span))
        return text, holes > 0
    if document.engine == "none":
        return document.source.slice(span), False
    pieces: list[str] = []
    position = span.start
    has_values = False
    for island in document.template.islands_in(span):
        pieces.append(document.text[position : island.span.start])
        if island.kind == "raw":
            pieces.append(_raw_text(document, island))
        has_values = has_values or island.kind in ("output", "statement")
        position = island.span.end
    pieces.append(document.text[position : max(position, span.end)])
    return "".join(pieces), has_values


def _raw_text(document: PromptDocument, island: Island) -> str:
    return _RAW_TAG.sub("", document.source.slice(island.span))
