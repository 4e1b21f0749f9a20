"""Text pictures of what an editor shows: lines with carets, lists, diffs; safe for any terminal."""

from __future__ import annotations

import difflib
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator

from promptwell.language.text.source import SourceText, Span

WIDTH = 100
_COLORS = {
    "error": "31",
    "warning": "33",
    "information": "36",
    "hint": "36",
    "title": "1",
    "added": "32",
    "removed": "31",
    "quiet": "2",
}


class Pencil:
    """Draws lines; with color only where the terminal shows it to a person."""

    def __init__(self, *, color: bool) -> None:
        self._color = color

    def paint(self, style: str, text: str) -> str:
        """The text in a style's color."""
        return f"\x1b[{_COLORS[style]}m{text}\x1b[0m" if self._color else text

    def marked_line(
        self, source: SourceText, span: Span, style: str, label: str = ""
    ) -> Iterator[str]:
        """The line in which a range begins, with carets under the range and a label behind them."""
        number = source.line_number(span.start)
        line = source.line_span(number)
        before = visible(source.text[line.start : span.start])
        within = visible(source.text[span.start : max(span.start, min(span.end, line.end))])
        text = visible(source.line_text(number))
        start = len(before)
        # A long line is shown around the place that matters.
        if width_of(text) > WIDTH:
            cut = max(0, start - WIDTH // 3)
            text = ("…" if cut else "") + text[cut : cut + WIDTH] + "…"
            before = ("…" if cut else "") + before[cut:]
            within = within[: max(1, WIDTH - len(before))]
        gutter = f"{number + 1:>5} | "
        carets = self.paint(style, "^" * max(1, width_of(within)))
        yield f"{self.paint('quiet', gutter)}{text}"
        yield f"{' ' * (len(gutter) + width_of(before))}{carets}{' ' + label if label else ''}"

    def diff(self, old: str, new: str, name: str, around: int = 1) -> Iterator[str]:
        """What changes from one text to another, with so many lines around each change."""
        lines = difflib.unified_diff(
            _lines(old), _lines(new), name, f"{name} (changed)", lineterm="", n=around
        )
        for line in lines:
            shown = _cut(visible(line))
            if line.startswith("+"):
                yield "  " + self.paint("added", shown)
            elif line.startswith("-"):
                yield "  " + self.paint("removed", shown)
            elif line.startswith("@@"):
                yield "  " + self.paint("quiet", shown)
            else:
                yield "  " + shown


def visible(text: str) -> str:
    """The text with everything that could command a terminal, or not be seen, written by number."""
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    hidden: list[str] = []
    for letter in text:
        if _is_seen(letter):
            shown += [*_named(hidden), letter]
            hidden = []
        elif letter == "\t":
            shown += [*_named(hidden), "    "]
            hidden = []
        else:
            hidden.append(letter)
    return "".join([*shown, *_named(hidden)])


def width_of(text: str) -> int:
    """The columns that a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(letter)
        else 2
        if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )


def shortened(lines: Iterable[str], limit: int) -> list[str]:
    """At most so many lines, and a word on how many more there are."""
    listed = list(lines)
    if len(listed) <= limit:
        return listed
    return [*listed[:limit], f"  … and {len(listed) - limit} more lines"]


def wrapped(text: str, margin: str) -> list[str]:
    """A message in lines that fit, behind a margin."""
    return textwrap.wrap(
        text, WIDTH + len(margin), initial_indent=margin, subsequent_indent=margin
    ) or [margin]


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def _is_seen(letter: str) -> bool:
    if not letter.isprintable() or unicodedata.category(letter) in ("Cf", "Co"):
        return False
    # Variation selectors count as marks, and can spell out a text that nobody sees.
    return not (0xFE00 <= ord(letter) <= 0xFE0F or 0xE0100 <= ord(letter) <= 0xE01EF)


def _named(hidden: list[str]) -> list[str]:
    """Characters by number; of a long run only the first and how many there are."""
    if len(hidden) > 4:
        return [f"<U+{ord(hidden[0]):04X} and {len(hidden) - 1} more>"]
    return [f"<U+{ord(letter):04X}>" for letter in hidden]


def _lines(text: str) -> list[str]:
    source = SourceText(text)
    return [source.line_text(number) for number in range(len(source.line_starts))]
