"""The white space inside a template's tags: `{{x|upper}}` becomes `{{ x | upper }}`.

Nothing that is printed changes: between the delimiters Jinja reads tokens, and these stay the same,
one by one. A line break inside a tag stays where its author put it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.islands import inside
from promptwell.language.syntax.templates.jinja.tokens import Token, tokenize
from promptwell.language.syntax.templates.jinja.tree import Island, IslandKind
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import Span

_WORDS = frozenset(
    {"and", "else", "elif", "extends", "filter", "for", "from", "if", "import", "in", "include"}
    | {"is", "not", "or", "set", "with", "without", "context", "ignore", "missing", "recursive", "do"}
)  # fmt: skip
_CLOSING = frozenset(")]}")
_OPENING = frozenset("([{")
_SIGNS = frozenset({"+", "-", "*", "**"})


def format_tags(document: PromptDocument) -> Iterator[TextEdit]:
    """The edits of every output and statement that parses, in the order of the text."""
    if document.engine != "jinja2":
        return
    for island in document.template.islands:
        if _is_sound(island):
            text = document.text[island.span.start : island.span.end]
            for edit in tag_edits(text, island.kind):
                yield TextEdit(edit.span.shift(island.span.start), edit.new_text)


@lru_cache(maxsize=4096)
def tag_edits(text: str, kind: IslandKind) -> tuple[TextEdit, ...]:
    """The edits of one tag that is closed and sound, in offsets of its own text."""
    within = inside(text, kind, True)
    tokens = tokenize(text, *within)
    if not tokens or any(token.kind == "error" for token in tokens):
        return ()
    edits = [
        TextEdit(gap, wanted)
        for gap, wanted in _gaps(within, tokens, tokens[0] if kind == "statement" else None)
        if wanted != (written := text[gap.start : gap.end])
        and "\n" not in written
        and "\r" not in written
    ]
    if not edits or not _says_the_same(text, kind, edits, tokens):
        return ()
    return tuple(edits)


def _is_sound(island: Island) -> bool:
    return island.kind in ("output", "statement") and island.closed and not island.parsed.problems


def _says_the_same(
    text: str, kind: IslandKind, edits: Sequence[TextEdit], tokens: Sequence[Token]
) -> bool:
    after = apply_edits(text, edits)
    again = tokenize(after, *inside(after, kind, True))
    return [each[:2] for each in again] == [each[:2] for each in tokens]


def _gaps(within: Span, tokens: Sequence[Token], tag: Token | None) -> Iterator[tuple[Span, str]]:
    """Each place between two tokens, and what should stand there; those to leave alone are left out."""
    yield Span(within.start, tokens[0].start), " "
    brackets: list[str] = []
    for number, (one, other) in enumerate(pairwise(tokens)):
        if one.text in _OPENING:
            brackets.append(one.text)
        elif one.text in _CLOSING and brackets:
            brackets.pop()
        before = tokens[number - 1] if number else None
        wanted = _between(before, one, other, brackets, tag)
        if wanted is not None:
            yield Span(one.end, other.start), wanted
    yield Span(tokens[-1].end, within.end), " "


def _between(
    before: Token | None, one: Token, other: Token, brackets: Sequence[str], tag: Token | None
) -> str | None:
    """What should stand between two tokens by the first rule that fits; None for whatever does."""
    inner = brackets[-1] if brackets else ""
    if one.text in "{}" and other.text in "{}":
        return None  # together they would look like a delimiter
    if other.text in (",", ")", "]", "}") or one.text in _OPENING:
        return ""
    if one.text == ",":
        return " "
    if "." in (one.text, other.text):
        return ""
    if other.text == ":" or one.text == ":":
        return "" if inner == "[" or other.text == ":" else " "
    if "=" in (one.text, other.text):
        return "" if inner == "(" else " " if tag and tag.text == "set" and not inner else None
    if one.text in _SIGNS and _is_sign(before):
        return ""
    if other.text in ("(", "["):
        return _before_bracket(before, one, tag)
    return " "


def _is_sign(before: Token | None) -> bool:
    """Whether a sign behind this token is a number's or an argument's, and no operator."""
    if before is None:
        return True
    if before.kind == "operator":
        return before.text not in _CLOSING
    return before.kind == "name" and before.text in _WORDS


def _before_bracket(before: Token | None, one: Token, tag: Token | None) -> str | None:
    if one.kind == "operator":
        return "" if one.text in _CLOSING else " "
    if one.kind != "name":
        return ""
    is_member = before is not None and before.text in (".", "|")
    if one.text in _WORDS and not is_member:
        return " "
    if one == tag or (before is not None and before.text in ("is", "not")):
        return None
    return ""
