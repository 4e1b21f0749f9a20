"""A difference as a patch, as `git apply` and `patch -p1` take it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from promptwell.bootstrap.comparing import NOTHING, Compared
from promptwell.domain.versions.differences.matching import gaps
from promptwell.domain.versions.differences.placing import placed
from promptwell.domain.versions.differences.text_diff import Hunk
from promptwell.services.versions.comparing import Comparison

_NO_END = "\\ No newline at end of file\n"
_LONE_RETURN = re.compile(r"\r(?!\n)")
_ESCAPES = {
    "\a": "\\a",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\v": "\\v",
    "\f": "\\f",
    "\r": "\\r",
}


class _Lines(NamedTuple):
    """Lines of both texts that differ, half-open and counted from 0."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def write_unified(compared: Compared, context: int = 3) -> str:
    """The patch; "" where nothing differs. Its bytes are those of the texts, line ends included."""
    found, old, new = compared.comparison, compared.old, compared.new
    created = old.ref == NOTHING
    moved = old.path != new.path and not created
    hunks = found.lines.hunks
    if not hunks and not moved and not (created and not found.new_text):
        return ""
    before, after = f"a/{old.path}", f"b/{new.path}"
    head = [f"diff --git {_quoted(before)} {_quoted(after)}\n"]
    if created:
        head.append("new file mode 100644\n")
    if moved:
        head += (
            f"similarity index {_similarity(found.old_text, found.new_text, hunks)}%\n",
            f"rename from {_quoted(old.path)}\n",
            f"rename to {_quoted(new.path)}\n",
        )
    if not hunks:
        return "".join(head)
    head += (
        f"--- {'/dev/null' if created else _quoted(before)}\n",
        f"+++ {_quoted(after)}\n",
    )
    return "".join([*head, *_parts(_split(found.old_text), _split(found.new_text), found, context)])


def _parts(old: list[str], new: list[str], compared: Comparison, context: int) -> Iterator[str]:
    group: list[_Lines] = []
    for lines in _in_lines(old, new, compared):
        if group and lines.old_start - group[-1].old_end > 2 * context:
            yield from _part(old, new, group, context)
            group = []
        group.append(lines)
    if group:
        yield from _part(old, new, group, context)


def _part(old: list[str], new: list[str], group: list[_Lines], context: int) -> Iterator[str]:
    first, last = group[0], group[-1]
    above = min(context, first.old_start)
    below = min(context, len(old) - last.old_end)
    old_from, old_to = first.old_start - above, last.old_end + below
    new_from, new_to = first.new_start - above, last.new_end + below
    yield f"@@ -{_range(old_from, old_to)} +{_range(new_from, new_to)} @@\n"
    at = old_from
    for lines in group:
        yield from (_line(" ", each) for each in old[at : lines.old_start])
        yield from (_line("-", each) for each in old[lines.old_start : lines.old_end])
        yield from (_line("+", each) for each in new[lines.new_start : lines.new_end])
        at = lines.old_end
    yield from (_line(" ", each) for each in old[at:old_to])


def _range(start: int, end: int) -> str:
    """A range as patches write it: of no lines, it is the line before."""
    count = end - start
    return f"{start + 1 if count else start},{count}"


def _line(mark: str, line: str) -> str:
    return f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n{_NO_END}"


def _in_lines(old: list[str], new: list[str], compared: Comparison) -> Iterator[_Lines]:
    """The hunks in lines as patches count them."""
    if _LONE_RETURN.search(compared.old_text) or _LONE_RETURN.search(compared.new_text):
        # A carriage return ends a line for editors, and none in a patch.
        for gap in placed(gaps(old, new), old, new):
            yield _Lines(*gap)
        return
    old_starts, new_starts = _starts(old), _starts(new)
    for hunk in compared.lines.hunks:
        yield _Lines(
            bisect_left(old_starts, hunk.old.start),
            bisect_left(old_starts, hunk.old.end),
            bisect_left(new_starts, hunk.new.start),
            bisect_left(new_starts, hunk.new.end),
        )


def _starts(lines: list[str]) -> list[int]:
    """Where each line begins, and the end of the text."""
    return list(accumulate(map(len, lines), initial=0))


def _split(text: str) -> list[str]:
    lines = text.split("\n")
    ended = [f"{line}\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines[-1] else ended


def _similarity(old: str, new: str, hunks: Sequence[Hunk]) -> int:
    if old == new:
        return 100
    same = len(old) - sum(each.old.end - each.old.start for each in hunks)
    return min(99, same * 100 // max(len(old), len(new), 1))


def _quoted(name: str) -> str:
    """A name as git writes it: in quotes where a letter of it is not plain."""
    if all(letter.isascii() and letter.isprintable() and letter not in '"\\' for letter in name):
        return name
    written = []
    for letter in name:
        if letter in _ESCAPES:
            written.append(_ESCAPES[letter])
        elif letter in '"\\':
            written.append(f"\\{letter}")
        elif letter.isascii() and letter.isprintable():
            written.append(letter)
        else:
            written += (f"\\{byte:03o}" for byte in letter.encode("utf-8", "surrogateescape"))
    return f'"{"".join(written)}"'
