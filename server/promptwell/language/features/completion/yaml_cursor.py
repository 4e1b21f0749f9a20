"""Where in half-typed front matter the cursor is: found by indentation, for broken YAML has no tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

Path = tuple[str | int, ...]

_LINE = re.compile(r"(?P<indent> *)(?P<dashes>(?:-(?: +|$))*)(?P<rest>.*)", re.DOTALL)
_KEY = re.compile(
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s#:,{}\[\]"'][^:#{}\[\],]*?))[ ]*:(?=[ ]|$)"""
)
_BLOCK_SCALAR = re.compile(r"(?::|-|^)[ ]*(?:&\S+[ ]+|!\S+[ ]+)*[|>][+\-\d]*[ ]*(?:#.*)?$")
_COMMENT = re.compile(r"(?:^|[ \t])#")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_WORD = re.compile(r"[\w.$/-]*")


class YamlCursor(NamedTuple):
    """The cursor at a key or a value.

    `path` leads to the mapping the key stands in, or to the value; list positions are all 0,
    for only their schema counts. `siblings` are the other keys of that mapping with their values as
    written. `span` is what is replaced. `has_colon` tells that a key's colon is there already.
    """

    at_key: bool
    path: Path
    prefix: str
    span: Span
    siblings: dict[str, str]
    has_colon: bool = False
    in_flow: bool = False
    new_item: bool = False


def in_reach(document: PromptDocument, offset: int) -> bool:
    """Whether what is typed at an offset belongs to the front matter.

    While it is not closed that includes the line below it, blank or half a key: a reader of
    the text alone takes such a line for the prompt.
    """
    front_matter = document.front_matter
    if front_matter is None:
        return False
    end = front_matter.content.end
    if end < front_matter.span.end:
        return offset < front_matter.span.end
    if offset <= end:
        return True
    source = document.source
    line = source.line_span(source.line_number(offset))
    return line.start >= end and not source.slice(Span(end, line.start)).strip()


def yaml_cursor(document: PromptDocument, offset: int) -> YamlCursor | None:
    """The place of an offset in the front matter; None in comments, long texts and elsewhere."""
    front_matter = document.front_matter
    if front_matter is None:
        return None
    content = front_matter.content
    if offset < content.start or not in_reach(document, offset):
        return None
    source = document.source
    number = source.line_number(offset)
    first = source.line_number(content.start)
    last = max(number, source.line_number(max(content.end - 1, content.start)))
    lines = [source.line_text(each) for each in range(first, last + 1)]
    index = number - first
    line_start = source.line_starts[number]
    column = offset - line_start
    if "\t" in lines[index][:column] or _in_block_scalar(lines, index):
        return None
    before = lines[index][:column]
    if _COMMENT.search(_without_quoted(before)):
        return None
    return _place(lines, index, column, line_start)


def yaml_comment(document: PromptDocument, offset: int) -> bool:
    """Whether an offset lies in a comment of the front matter."""
    front_matter = document.front_matter
    if front_matter is None or offset < front_matter.content.start:
        return False
    source = document.source
    number = source.line_number(offset)
    first = source.line_number(front_matter.content.start)
    lines = [source.line_text(each) for each in range(first, number + 1)]
    if _in_block_scalar(lines, number - first):
        return False
    before = lines[-1][: offset - source.line_starts[number]]
    return _COMMENT.search(_without_quoted(before)) is not None


def _place(lines: list[str], index: int, column: int, line_start: int) -> YamlCursor | None:
    line = lines[index]
    parts = _LINE.match(line[:column])
    assert parts is not None
    start = parts.start("rest")
    rest = parts["rest"]
    path, siblings = _around(lines, index, start, bool(parts["dashes"]))
    key = _KEY.match(rest)
    if key is None:
        flow = _flow(rest)
        if flow is not None:
            return _in_flow(line, column, line_start, path, start, flow)
        if not _WORD.fullmatch(rest) or rest.startswith("-"):
            return None
        end = column + len(_WORD.match(line[column:])[0])  # type: ignore[index]  # always matches
        following = line[end:].lstrip()
        return YamlCursor(
            True,
            path,
            rest,
            Span(line_start + start, line_start + end),
            siblings,
            following.startswith(":"),
            new_item=bool(parts["dashes"]),
        )
    name = _name(key)
    written = rest[key.end() :]
    value = written.lstrip(" ")
    if len(written) == len(value):
        return None  # directly behind the colon: a blank has to come first
    flow = _flow(value)
    at = start + len(rest) - len(value)
    if flow is not None:
        return _in_flow(line, column, line_start, (*path, name), at, flow)
    return YamlCursor(
        False,
        (*path, name),
        value.lstrip("\"'"),
        _value_span(line, column, line_start, at),
        siblings,
    )


def _in_flow(
    line: str, column: int, line_start: int, path: Path, at: int, opened: list[tuple[str, int]]
) -> YamlCursor | None:
    """Within `{...}` or `[...]` on one line."""
    inner = path
    segment = at
    for number, (bracket, position) in enumerate(opened):
        segment = at + position + 1
        limit = at + opened[number + 1][1] if number + 1 < len(opened) else column
        last = _last_segment(line[segment:limit])
        segment += last
        if bracket == "[":
            inner = (*inner, 0)
        elif number + 1 < len(opened):
            key = _KEY.match(line[segment:limit].lstrip())
            inner = (*inner, _name(key)) if key else inner
    written = line[segment:column]
    stripped = written.lstrip()
    start = column - len(stripped)
    opening = at + opened[-1][1] + 1
    siblings = _flow_keys(line, opening, segment)
    key = _KEY.match(stripped)
    if opened[-1][0] == "{" and key is None:
        if not _WORD.fullmatch(stripped):
            return None
        end = column + len(_WORD.match(line[column:])[0])  # type: ignore[index]  # always matches
        has_colon = line[end:].lstrip().startswith(":")
        span = Span(line_start + start, line_start + end)
        return YamlCursor(True, inner, stripped, span, siblings, has_colon, in_flow=True)
    if key is not None:
        name = _name(key)
        inner = (*inner, name)
        value = stripped[key.end() :].lstrip()
        if key.end() == len(stripped):
            return None
    else:
        value = stripped
    span = _value_span(line, column, line_start, column - len(value))
    return YamlCursor(False, inner, value.lstrip("\"'"), span, siblings, in_flow=True)


def _around(
    lines: list[str], index: int, column: int, in_item: bool
) -> tuple[Path, dict[str, str]]:
    """The path of keys above a column of a line, and the keys beside it with their values."""
    path: list[str | int] = []
    siblings: dict[str, str] = {}
    current = column
    seek_item = False
    if in_item:
        current = len(lines[index]) - len(lines[index].lstrip(" "))
        path.append(0)
        seek_item = True
    else:
        _beside_above(lines, index, column, siblings)
    _beside_below(lines, index, column, siblings)
    for parts in _written_above(lines, index):
        rest = parts["rest"]
        at = parts.start("rest")
        dash = len(parts["indent"])
        if not seek_item and parts["dashes"] and at == current:
            path.append(0)
            current, seek_item = dash, True
            continue
        opens = _KEY.match(rest)
        wanted = at <= current if seek_item else at < current
        if not wanted or (seek_item and parts["dashes"] and dash >= current):
            continue
        if opens is None:
            if at < current:
                break
            continue
        if rest[opens.end() :].strip() and not rest[opens.end() :].strip().startswith(
            ("#", "&", "!")
        ):
            if at < current:
                break  # a key with a value: nothing can stand below it
            continue
        path.append(_name(opens))
        current, seek_item = at, False
        if parts["dashes"]:
            path.append(0)
            current, seek_item = dash, True
        if current == 0 and not seek_item:
            break
    if column > 0 and not path:
        path.append("\0")  # indented below nothing: no key of any schema
    return tuple(reversed(path)), siblings


def _written_above(lines: list[str], index: int) -> Iterator[re.Match[str]]:
    """The lines above one, nearest first, without blank ones and comments."""
    for number in range(index - 1, -1, -1):
        parts = _LINE.match(lines[number])
        if parts and (parts["rest"].strip() or parts["dashes"]) and parts["rest"][:1] != "#":
            yield parts


def _name(key: re.Match[str]) -> str:
    return key["double"] or key["single"] or key["bare"] or ""


def _beside_above(lines: list[str], index: int, column: int, siblings: dict[str, str]) -> None:
    for number in range(index - 1, -1, -1):
        parts = _LINE.match(lines[number])
        assert parts is not None
        if not parts["rest"].strip() and not parts["dashes"]:
            continue
        at = parts.start("rest")
        if at < column:
            return
        if at == column:
            _note(parts["rest"], siblings)
            if parts["dashes"]:
                return


def _beside_below(lines: list[str], index: int, column: int, siblings: dict[str, str]) -> None:
    for line in lines[index + 1 :]:
        parts = _LINE.match(line)
        assert parts is not None
        if not parts["rest"].strip() and not parts["dashes"]:
            continue
        if len(parts["indent"]) < column or (parts["dashes"] and len(parts["indent"]) <= column):
            return
        if parts.start("rest") == column:
            _note(parts["rest"], siblings)


def _note(rest: str, siblings: dict[str, str]) -> None:
    key = _KEY.match(rest)
    if key:
        name = _name(key)
        siblings.setdefault(name, rest[key.end() :].partition(" #")[0].strip(" \"'"))


def _flow_keys(line: str, opening: int, segment: int) -> dict[str, str]:
    """The other keys of a flow mapping that begins at `opening`."""
    found: dict[str, str] = {}
    depth = 0
    start = opening
    for position in range(opening, len(line) + 1):
        character = line[position : position + 1]
        if character in ("{", "["):
            depth += 1
        elif (character in ("}", "]") and depth == 0) or (character in (",", "") and depth == 0):
            if start != segment:
                _note(line[start:position].strip(), found)
            start = position + 1
            if character != ",":
                break
        elif character in ("}", "]"):
            depth -= 1
    return found


def _flow(text: str) -> list[tuple[str, int]] | None:
    """The brackets that are still open at the end of a text that begins with one, outermost first."""
    if not text.startswith(("{", "[")) or text.startswith("{{"):
        return None
    opened: list[tuple[str, int]] = []
    quote = ""
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "{[":
            opened.append((character, position))
        elif character in "}]" and opened:
            opened.pop()
    return opened or None


def _last_segment(text: str) -> int:
    """Where the text behind the last comma of this level begins."""
    depth = 0
    start = 0
    for position, character in enumerate(text):
        depth += (character in "{[") - (character in "}]")
        if character == "," and depth == 0:
            start = position + 1
    return start


def _value_span(line: str, column: int, line_start: int, at: int) -> Span:
    quoted = _QUOTED.match(line, at)
    if quoted and at == column:
        return Span(line_start + at, line_start + quoted.end())
    if line[at : at + 1] in ("'", '"'):
        at += 1
    end = column
    while end < len(line) and (line[end].isalnum() or line[end] in "._-/"):
        end += 1
    return Span(line_start + at, line_start + end)


def _in_block_scalar(lines: list[str], index: int) -> bool:
    """Whether a line belongs to a `|` or `>` text that a line above begins."""
    own = len(lines[index]) - len(lines[index].lstrip(" "))
    blank = not lines[index].strip()
    for number in range(index - 1, -1, -1):
        line = lines[number]
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        if _BLOCK_SCALAR.search(line) and (indent < own or (blank and own > indent)):
            return True
        if indent < own:
            own = indent
        if indent == 0:
            return False
    return False


def _without_quoted(text: str) -> str:
    return re.sub(r'"[^"]*"|\'[^\']*\'', '""', text)
