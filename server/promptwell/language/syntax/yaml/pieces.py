"""A long YAML text read entry by entry, so that a keystroke costs the entry it falls in and not the file.

Where the entries of a mapping begin is told by the lines alone, and each is read by itself and kept. What
can't be read so gives no result: documents and directives, anchors (an alias may stand in another
entry), and quotes or brackets that are still open where the next entry seems to begin.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from itertools import chain, pairwise, takewhile
from typing import NamedTuple

import yaml

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.yaml.build import MOST_PROBLEMS, build_tree, duplicates
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.change import Recent, TextChange
from promptwell.language.text.source import Span

# An entry above this size is looked into: many files hold all their texts under one key.
_LARGE = 4 * 1024
_WHOLE = ("---", "...", "%")
# A tab is refused in short texts only, see `build_tree`; the others end lines for YAML alone.
_UNSEEN = "\t\x85\u2028\u2029"
_KEY = r"[A-Za-z_][\w./-]*(?: [\w./-]+)*:(?=[ \r\n]|\Z)"
_FIRST_KEY = re.compile(rf"(?:[ ]*(?:#[^\n]*)?\r?\n)*(?P<indent> *)(?={_KEY})")
_BARE_KEY = re.compile(rf" *{_KEY}[ ]*\r?\n")


class Piece(NamedTuple):
    """The entries of a mapping that stand in a part of a text, and what is wrong with them."""

    entries: tuple[YamlEntry, ...]
    problems: tuple[Problem, ...]
    strict: bool

    def shifted(self, by: int) -> Piece:
        """The same in a text where the part begins so much later."""
        if not by:
            return self
        entries = tuple([each.shifted(by) for each in self.entries])
        return Piece(entries, tuple([each.shift(by) for each in self.problems]), self.strict)


class Pieces(NamedTuple):
    """What the parts of a text say that were read one by one, and where each of them begins."""

    begins: tuple[int, ...] = ()
    pieces: tuple[Piece, ...] = ()

    def around(self, change: TextChange, first_key: int) -> tuple[Pieces, Pieces]:
        """Those in front of a change and those behind it, moved along, that are what they were.

        The one in front of the change is not among them, as what is written behind it may now belong to
        it, and none is that begins no later than the first key does now.
        """
        start, end, moved = change
        left = max(bisect_right(self.begins, start) - 2, 0)
        right = bisect_right(self.begins, max(end, first_key) - moved)
        return (
            Pieces(self.begins[:left], self.pieces[:left]),
            Pieces(
                tuple(map(moved.__add__, self.begins[right:])),
                tuple([each.shifted(moved) for each in self.pieces[right:]]),
            ),
        )


Read = Callable[[str], tuple[YamlNode | None, tuple[Problem, ...], bool]]
"""Reads any text, whatever is wrong with it: its tree, its faults, and whether a loader takes it."""


def read_in_pieces(text: str, read: Read) -> tuple[YamlNode, tuple[Problem, ...], bool] | None:
    """What `read` says of the text, or None where it must be read as a whole.

    Where an entry is faulty, what is said of it may be more to the point, as nothing else is looked at.
    """
    first = _FIRST_KEY.match(text)
    if first is None or not _is_plain(text):
        return None
    piece = _entries(text, 0, first, read)
    if piece is None:
        return None
    problems = tuple(sorted(piece.problems, key=lambda each: each.span)[:MOST_PROBLEMS])
    return _mapping(piece.entries), problems, piece.strict


def _is_plain(text: str) -> bool:
    """Whether lines mean here what they seem to; of a text that was plain, only the lines are asked that changed."""
    before = _plain.before(text)
    asked = _changed_lines(text, before.change) if before else text
    # A regular expression would take as long as the rest.
    if text.startswith(_WHOLE) or any(f"\n{each}" in asked for each in _WHOLE):
        return False
    if asked.count("\r") != asked.count("\r\n") or any(each in asked for each in _UNSEEN):
        return False
    _plain.keep(text, None)
    return True


def _changed_lines(text: str, change: TextChange) -> str:
    """The lines that a change touches, with the line end in front of them."""
    begin, end = text.rfind("\n", 0, change.start), text.find("\n", change.end)
    return text[max(begin, 0) : end + 1 if end >= 0 else None]


def _entries(text: str, start: int, first: re.Match[str], read: Read) -> Piece | None:
    """All entries of the mapping whose first key was found, from an offset to the end of the text."""
    found = _pieces(text, start, first, read)
    if found is None:
        return None
    entries = tuple(chain.from_iterable([each.entries for each in found.pieces]))
    problems = tuple(chain.from_iterable([each.problems for each in found.pieces]))
    room = max(0, MOST_PROBLEMS - len(problems))
    # Those within a piece were told there.
    told = {each.span for each in problems}
    twice = [each for each in duplicates(entries) if each.span not in told]
    strict = all(each.strict for each in found.pieces)
    return Piece(entries, (*problems, *twice[:room]), strict)


def _pieces(text: str, start: int, first: re.Match[str], read: Read) -> Pieces | None:
    """The same, piece by piece: those that were read a moment ago are not read again."""
    column = len(first["indent"])
    recent = _recent(column, read)
    before = recent.before(text)
    left, right = Pieces(), Pieces()
    begin, behind = start, len(text)
    if before is not None:
        left, right = before.result.around(before.change, first.end())
        begin = before.result.begins[len(left.begins)] if left.begins else start
        behind = right.begins[0] if right.begins else behind
    matches = _at(column).finditer(text, max(begin, first.end()))
    more = takewhile(lambda each: each < behind, (match.start() + 1 for match in matches))
    begins = [begin, *more]
    pieces: list[Piece] = []
    for here, end in pairwise([*begins, behind]):
        written = text[here:end]
        piece = _large(written, column, read) if len(written) > _LARGE else None
        piece = piece or _piece(written, column, read)
        if piece is None:
            return None
        pieces.append(piece.shifted(here))
    found = Pieces((*left.begins, *begins, *right.begins), (*left.pieces, *pieces, *right.pieces))
    recent.keep(text, found)
    return found


@lru_cache(maxsize=32)
def _recent(_column: int, _read: Read) -> Recent[Pieces]:
    """What was read a moment ago so: the text below a key looks much like the file that it ends."""
    return Recent()


_plain: Recent[None] = Recent()


def forget_pieces() -> None:
    """Look for the entries of each text anew when it is next read."""
    _plain.forget()
    _recent.cache_clear()


@lru_cache(maxsize=16)
def _at(column: int) -> re.Pattern[str]:
    return re.compile(rf"\n {{{column}}}(?={_KEY})")


@lru_cache(maxsize=16)
def _left_of(column: int) -> re.Pattern[str]:
    return re.compile(rf"^ {{0,{column - 1}}}[^ \r\n#]", re.MULTILINE)


def _large(text: str, column: int, read: Read) -> Piece | None:
    """An entry that holds nothing but a mapping, read entry by entry; None where it is another."""
    key = _BARE_KEY.match(text)
    first = _FIRST_KEY.match(text, key.end()) if key else None
    if key is None or first is None or len(first["indent"]) <= column:
        return None
    if _left_of(len(first["indent"])).search(text, key.end()):
        return None  # a key that is none by the look of it
    head = _piece(key.group(), column, read)
    below = _entries(text, key.end(), first, read)
    if head is None or below is None or len(head.entries) != 1:
        return None
    entry = head.entries[0]
    held = YamlEntry(entry.name, entry.key, _mapping(below.entries))
    return Piece((held,), below.problems, head.strict and below.strict)


def _mapping(entries: tuple[YamlEntry, ...]) -> YamlNode:
    span = Span(entries[0].span.start, entries[-1].span.end)
    return YamlNode("mapping", span, None, "block", entries)


def _piece(text: str, column: int, read: Read) -> Piece | None:
    """One part of a text read by itself, or None where it may not end where it seems to."""
    return (_read_large if len(text) > _LARGE else _read_small)(text, column, read)


@lru_cache(maxsize=4096)
def _read_small(text: str, column: int, read: Read) -> Piece | None:
    try:
        built = build_tree(text)
    except yaml.YAMLError as error:
        if re.search(r"quoted|flow", str(getattr(error, "context", ""))):
            return None
    else:
        if built.anchored or not built.complete:
            return None
    root, problems, strict = read(text)
    if root is None or root.kind != "mapping" or root.style != "block":
        return None
    line = text.rfind("\n", 0, root.span.start) + 1
    if root.span.start - line != column:
        return None
    return Piece(root.entries, problems, strict)


# Of large texts each keystroke makes another one: few are kept.
_read_large = lru_cache(maxsize=64)(_read_small.__wrapped__)
