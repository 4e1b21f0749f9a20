"""A difference as a patch, as `git apply` and `patch -p1` take it."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.bootstrap.comparing import NOTHING, Compared
from promptwell.domain.versions.differences.patch import patch_lines
from promptwell.domain.versions.differences.text_diff import Hunk

_ESCAPES = {
    "\a": "\\a",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\v": "\\v",
    "\f": "\\f",
    "\r": "\\r",
}


def write_unified(compared: Compared, context: int = 3) -> str:
    """The patch; "" where nothing differs. Its bytes are those of the texts, line ends included."""
    found, old, new = compared.comparison, compared.old, compared.new
    created = old.ref == NOTHING
    moved = old.path != new.path and not created and not compared.are_two
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
    return "".join([*head, *patch_lines(found.old_text, found.new_text, hunks, context)])


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
