"""A text cut into messages at its role lines (`system:`) or at a template's message blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from promptwell.language.syntax.document import Message
from promptwell.language.syntax.templates.jinja.tree import Block, Island, Template
from promptwell.language.text.source import Span

PROMPTY_ROLES = ("system", "user", "assistant", "developer")
ALL_ROLES = (*PROMPTY_ROLES, "function", "tool")

# The tags whose blocks are messages, and the role of a text that has no such block.
MESSAGE_TAGS = {"banks": ("chat", "user"), "haystack": ("message", "")}

_ATTRIBUTES = r"""\[(?:\w++\s*+=\s*+(?:"[^"]*"|[^",\]]*+)\s*+,?+\s*+)+\]"""
_ONE_ATTRIBUTE = re.compile(r"""(\w+)\s*=\s*"?([^",]*)""")
_ROLE_ARGUMENT = re.compile(r"""\brole\s*=\s*(["'])(.*?)\1""")

# No role line is longer; it spares matching a long line that happens to end with a colon.
_LONGEST_LINE = 2000


class _Marker(NamedTuple):
    role: str
    span: Span
    name: Span
    content: int
    attributes: tuple[tuple[str, object], ...]


def split_messages(
    text: str,
    span: Span | None = None,
    roles: Sequence[str] = PROMPTY_ROLES,
    *,
    template: Template | None = None,
    default_role: str = "system",
    only_with_markers: bool = False,
) -> tuple[Message, ...]:
    """The messages of a text, each from its role line up to the next one.

    Text before the first role line is an implicit message of the default role; blank text is
    none. With a `template`, role lines inside its comments, tags and outputs are not counted,
    and those in raw blocks are, since they are text once rendered. `only_with_markers` makes a
    text without any role line one message whose role is "": the application decides it.
    """
    span = span or Span(0, len(text))
    markers = list(_markers(text, span, tuple(roles), template))
    if not markers and only_with_markers:
        default_role = ""
    messages: list[Message] = []
    first = markers[0].span.start if markers else span.end
    if text[span.start : first].strip():
        place = Span(span.start, span.start)
        messages.append(Message(default_role, place, place, Span(span.start, first), (), True))
    for index, marker in enumerate(markers):
        end = markers[index + 1].span.start if index + 1 < len(markers) else span.end
        content = Span(marker.content, max(end, marker.content))
        messages.append(Message(marker.role, marker.span, marker.name, content, marker.attributes))
    return tuple(messages)


def rendered_messages(
    text: str, roles: Sequence[str] = PROMPTY_ROLES
) -> tuple[tuple[str, str, dict[str, object]], ...]:
    """Role, content and attributes of each message of a rendered text, as prompty's parser makes them.

    A blank line before the first role line makes a message, an empty one at that, and two role
    lines without anything between them make only one.
    """
    found: list[tuple[str, str, dict[str, object]]] = []
    markers = list(_markers(text, Span(0, len(text)), tuple(roles), None))
    starts = [_Marker("system", Span(0, 0), Span(0, 0), 0, ()), *markers]
    for index, marker in enumerate(starts):
        end = starts[index + 1].span.start if index + 1 < len(starts) else len(text)
        if end > marker.content:
            content = "\n".join(text[marker.content : end].splitlines()).strip("\n")
            attributes = {name: value for name, value in marker.attributes if name != "nonce"}
            found.append((marker.role, content, attributes))
    return tuple(found)


def block_messages(text: str, template: Template, dialect: str) -> tuple[Message, ...]:
    """The messages that a template's own blocks make.

    They are `{% chat role="user" %}` in Banks and `{% message role="user" %}` in Haystack.
    Without such a block, the whole text is one message.
    """
    tag, default_role = MESSAGE_TAGS[dialect]
    messages = []
    covered = -1
    for block in template.blocks():
        if block.tag == tag and block.span.start >= covered:
            covered = block.span.end
            messages.append(_block_message(text, block))
    if messages:
        return tuple(messages)
    return whole_message(text, template.span, default_role)


def whole_message(text: str, span: Span, role: str) -> tuple[Message, ...]:
    """One implicit message over a text, or none where the text is blank."""
    if not text[span.start : span.end].strip():
        return ()
    place = Span(span.start, span.start)
    return (Message(role, place, place, span, (), True),)


def parse_attributes(written: str) -> tuple[tuple[str, object], ...]:
    """The attributes of a role line with their types: `[name="Ann", id=7]`."""
    found: dict[str, object] = {}
    for match in _ONE_ATTRIBUTE.finditer(written.strip("[]")):
        name, value = match[1], match[2].strip()
        found[name] = value if name == "nonce" else _typed(value)
    return tuple(found.items())


def _typed(value: str) -> Any:
    if value.lower() in ("true", "false"):
        return value.lower() == "true"
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value


def _block_message(text: str, block: Block) -> Message:
    opening = block.branches[0].island
    end = block.end.span.start if block.end else block.span.end
    content = Span(opening.span.end, max(end, opening.span.end))
    role = _ROLE_ARGUMENT.search(text, opening.span.start, opening.span.end)
    if role is None:
        return Message("", opening.span, opening.parsed.tag_span.shift(opening.span.start), content)
    return Message(role[2], opening.span, Span(role.start(2), role.end(2)), content)


def _markers(
    text: str, span: Span, roles: tuple[str, ...], template: Template | None
) -> Iterator[_Marker]:
    islands = [each for each in template.islands if each.kind != "raw"] if template else []
    ends = [each.span.end for each in islands]
    pattern = _pattern(roles)
    start = span.start
    for line in text[span.start : span.end].splitlines(keepends=True):
        end = start + len(line)
        words = line.strip()
        if words.endswith(":"):
            place = Span(start, start + len(line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")))
            if len(words) <= _LONGEST_LINE and not _hidden(islands, ends, start, end):
                marker = _match(pattern, place, start + line.index(words), words, end)
                if marker:
                    yield marker
        elif islands and words.endswith("}") and ":" in words and len(words) <= _LONGEST_LINE:
            chunk = _between_tags(text, Span(start, end), islands, ends)
            if chunk:
                inner = text[chunk.start : chunk.end]
                marker = _match(pattern, chunk, chunk.start, inner, chunk.end)
                if marker:
                    yield marker
        start = end


def _match(
    pattern: re.Pattern[str], place: Span, offset: int, words: str, content: int
) -> _Marker | None:
    found = pattern.fullmatch(words)
    if found is None:
        return None
    name = Span(offset + found.start("role"), offset + found.end("role"))
    attributes = parse_attributes(found["attributes"]) if found["attributes"] else ()
    return _Marker(found["role"].lower(), place, name, content, attributes)


def _pattern(roles: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(role) for role in roles)
    # The regular expressions' own cache keeps the few sets of roles there are.
    return re.compile(rf"#?\s*(?P<role>{names})(?P<attributes>{_ATTRIBUTES})?\s*:", re.IGNORECASE)


def _hidden(islands: list[Island], ends: list[int], start: int, end: int) -> bool:
    """Whether part of a line is inside a comment, a tag or an output."""
    index = bisect_right(ends, start)
    return index < len(islands) and islands[index].span.start < end


def _between_tags(text: str, line: Span, islands: list[Island], ends: list[int]) -> Span | None:
    """The one piece of text that a line holds beside tags and comments, which print nothing."""
    pieces: list[Span] = []
    position = line.start
    index = bisect_right(ends, line.start)
    while index < len(islands) and islands[index].span.start < line.end:
        island = islands[index]
        if island.kind == "output" or island.span.end > line.end:
            return None
        pieces.append(Span(position, max(island.span.start, position)))
        position = island.span.end
        index += 1
    pieces.append(Span(position, line.end))
    filled = [piece for piece in pieces if text[piece.start : piece.end].strip()]
    if len(filled) != 1:
        return None
    written = text[filled[0].start : filled[0].end]
    start = filled[0].start + len(written) - len(written.lstrip())
    return Span(start, start + len(written.strip()))
