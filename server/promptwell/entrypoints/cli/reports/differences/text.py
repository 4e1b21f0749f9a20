"""A difference for people on a terminal: what it means first, then the lines."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.bootstrap.comparing import Compared
from promptwell.entrypoints.cli.reports.differences.rows import Piece, Row, blocks
from promptwell.entrypoints.cli.reports.differences.said import (
    changes,
    meaning_sentence,
    no_difference,
    sentences,
    shown_texts,
    title,
    token_sentence,
)
from promptwell.entrypoints.cli.reports.visible import one_line, visible

_CODES = {"-": "31", "+": "32", " ": "0"}
_BRACKETS = {"-": ("[-", "-]"), "+": ("{+", "+}"), " ": ("", "")}
_BLANKS = str.maketrans({" ": "·", "\t": "→   "})


def write_text(compared: Compared, *, level: str = "word", color: bool = False) -> str:
    """The title, a line for each change of structure, and the lines that differ with two around them.

    With `color` the words that changed are marked by it; without, removed ones stand in `[-` and
    `-]`, added ones in `{+` and `+}`.
    """
    lines = [_painted(one_line(title(compared)), "1", color=color)]
    if compared.comparison.lines.hunks or compared.comparison.structure.prompts:
        lines += _meaning(compared, level, color=color)
        lines += _differences(compared, level, color=color)
    else:
        lines.append(no_difference(compared))
    return "\n".join(lines)


def _meaning(compared: Compared, level: str, *, color: bool) -> Iterator[str]:
    for name, said in sentences(compared):
        lead = "  "
        if name and name != compared.comparison.entry:
            yield f"  {_painted(one_line(name), '1', color=color)}"
            lead = "    "
        yield from (lead + one_line(each) for each in said)
    yield from (
        f"  {each}"
        for each in (meaning_sentence(compared), token_sentence(compared, level))
        if each
    )


def _differences(compared: Compared, level: str, *, color: bool) -> Iterator[str]:
    texts = shown_texts(compared)
    found = compared.comparison
    for block in blocks(*texts, found.lines.hunks, changes(compared, level)):
        yield ""
        width = len(str(max(max(row.old_line or 0, row.new_line or 0) for row in block)))
        for row in block:
            yield from _line(row, width, color=color)


def _line(row: Row, width: int, *, color: bool) -> Iterator[str]:
    number = f"{row.old_line or '':>{width}} {row.new_line or '':>{width}}"
    whole = all(each.kind in ("added", "removed") for each in row.pieces)
    shown = "".join(_piece(each, row.mark, whole=whole, color=color) for each in row.pieces)
    if color:
        code = _CODES[row.mark]
        yield f"\x1b[2m{number}\x1b[0m \x1b[{code}m{row.mark} {shown}\x1b[0m"
    else:
        yield f"{number} {row.mark} {shown}".rstrip()
    if not row.ended and row.mark != " ":
        yield f"{' ' * (2 * width)}    (no line end)"


def _piece(piece: Piece, mark: str, *, whole: bool, color: bool) -> str:
    if not piece.kind or whole or mark == " ":
        return "".join(visible(piece.text))
    is_blank = piece.kind == "white-space" or not piece.text.strip(" \t")
    text = "".join(visible(piece.text.translate(_BLANKS) if is_blank else piece.text))
    if color:
        return f"\x1b[7m{text}\x1b[27m"
    opening, closing = _BRACKETS[mark]
    return f"{opening}{text}{closing}"


def _painted(text: str, code: str, *, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text
