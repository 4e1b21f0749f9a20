"""Where in a template's island the cursor is: the tokens before it, a word or a text half typed."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tokens import Token, tokenize
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.text.source import Span


class IslandCursor(NamedTuple):
    """The cursor in an output or a tag.

    `tokens` stand before what is being typed; `word` is the range of the name under the cursor
    (empty between two tokens) and `prefix` its part before the cursor. Within a text in quotes
    `quote` is the range of its inside and `prefix` what of it is written before the cursor.
    """

    island: Island
    tokens: list[Token]
    word: Span
    prefix: str
    quote: Span | None = None

    @property
    def is_tag(self) -> bool:
        """Whether the island is a `{% %}`."""
        return self.island.kind == "statement"

    @property
    def last(self) -> str:
        """The text of the last token before what is being typed; "" for none."""
        return self.tokens[-1].text if self.tokens else ""


def island_cursor(document: PromptDocument, offset: int) -> IslandCursor | None:
    """The cursor's place in an output or tag; None in plain text, comments and raw blocks."""
    island = document.template.island_at(offset)
    if island is None or island.kind not in ("output", "statement"):
        return None
    text = document.text
    start, end = island.span
    if offset < start + 2 or (island.closed and offset > end - 2):
        return None
    inner = start + (3 if text[start + 2 : start + 3] in ("-", "+") and offset > start + 2 else 2)
    limit = end - 2 if island.closed else end
    tokens = tokenize(text, inner, offset)
    opened = next((each for each in tokens if each.kind == "error" and each.text in "'\""), None)
    if opened is not None and _spans_lines(text, Span(opened.end, offset)):
        return None  # no name or path goes over several lines
    if opened is not None:
        before = [each for each in tokens if each.end <= opened.start]
        close = text.find(opened.text, offset, limit)
        inside = Span(opened.end, close if close >= 0 else offset)
        if close >= 0 and _spans_lines(text, inside):
            inside = Span(opened.end, offset)
        return IslandCursor(island, before, inside, text[opened.end : offset], inside)
    word = Span(offset, offset)
    if tokens and tokens[-1].kind == "name" and tokens[-1].end == offset:
        word = Span(tokens.pop().start, offset)
    following = offset
    while following < limit and (text[following].isalnum() or text[following] == "_"):
        following += 1
    return IslandCursor(island, tokens, Span(word.start, following), text[word.start : offset])


def chain_before(tokens: list[Token]) -> list[str] | None:
    """The chain of names that ends with the last token: `["user", "address"]`; items are `[]`.

    None where something else ends there, such as a call or an expression in parentheses.
    """
    chain: list[str] = []
    position = len(tokens) - 1
    while position >= 0:
        token = tokens[position]
        if token.text == "]":
            key, position = _item(tokens, position)
            chain.append(key)
            continue
        if token.kind != "name":
            return None
        chain.append(token.text)
        if position == 0 or tokens[position - 1].text != ".":
            return chain[::-1]
        position -= 2
    return None


def _item(tokens: list[Token], position: int) -> tuple[str, int]:
    """What stands in the brackets that end at a position, and the position before them."""
    depth = 0
    for index in range(position, -1, -1):
        depth += {"]": 1, "[": -1}.get(tokens[index].text, 0)
        if depth == 0:
            inside = tokens[index + 1 : position]
            if len(inside) == 1 and inside[0].kind == "string":
                return inside[0].text[1:-1], index - 1
            return "[]", index - 1
    return "[]", -1


def _spans_lines(text: str, span: Span) -> bool:
    return "\n" in text[span.start : span.end] or "\r" in text[span.start : span.end]
