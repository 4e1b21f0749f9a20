"""Characters that a reader can't see but a model reads: where they are and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from promptwell.language.detectors.joiners import is_ordinary, on_right_to_left_line
from promptwell.language.text.source import Span

Kind = Literal["tag", "bidi", "selector", "zero-width", "private", "separator"]

# A file that is one long watermark needs no ten thousand reports of it.
LIMIT = 200

_INVISIBLE = re.compile(
    "["
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\ue000-\uf8ff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    "]+"
)
# What stays worth a report after many milder runs: a flood of them must not cover it.
_GRAVE = re.compile("[\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f\U000e0000-\U000e01ef]+")
_RANK: dict[Kind, int] = {
    "tag": 0,
    "bidi": 1,
    "selector": 2,
    "zero-width": 3,
    "private": 4,
    "separator": 5,
}
_OVERRIDES = "\u202d\u202e"
_OPENERS = "\u202a\u202b\u2066\u2067\u2068"
_CLOSERS = "\u202c\u2069"


class HiddenText(NamedTuple):
    """A run of characters that don't show.

    `kind` is the gravest kind in it. `revealed` is the text that tag characters or variation
    selectors spell, "" where they spell none. `excusable` marks what a reading excuses: direction
    marks in balanced pairs beside right-to-left letters, a lone variation selector.
    """

    span: Span
    kind: Kind
    characters: str
    revealed: str = ""
    excusable: bool = False


def find_hidden_text(text: str) -> Iterator[HiddenText]:
    """Runs of hidden characters in the order of the text.

    What scripts and emoji need stays out: joiners in emoji, Arabic, Persian and Indic words,
    word breaks in Thai or Khmer, flags, keycaps, ideographic variants, a byte order mark at the
    start. After `LIMIT` runs only the grave kinds are looked for, at most `LIMIT` of them.
    """
    if text.isascii():
        return
    start = 1 if text[0] == "\ufeff" else 0
    for pattern in (_INVISIBLE, _GRAVE):
        found = 0
        for match in pattern.finditer(text, start):
            hidden = _judge(text, *match.span())
            if hidden is not None:
                yield hidden
                found += 1
                if found == LIMIT:
                    start = match.end()
                    break
        else:
            return


def kind_of(character: str) -> Kind:
    """Which kind of hidden character one is; only for characters that `find_hidden_text` finds."""
    code = ord(character)
    if 0xE0000 <= code <= 0xE007F:
        return "tag"
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return "selector"
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return "bidi"
    if code in (0x2028, 0x2029):
        return "separator"
    if 0xE000 <= code <= 0xF8FF or code >= 0xF0000:
        return "private"
    return "zero-width"


def _judge(text: str, start: int, end: int) -> HiddenText | None:
    if is_ordinary(text, start, end):
        return None
    run = text[start:end]
    kind = min((kind_of(character) for character in set(run)), key=_RANK.__getitem__)
    excusable = False
    if kind == "bidi":
        excusable = on_right_to_left_line(text, start) and _pairs_up(text, start)
    elif kind == "selector":
        excusable = len(run) <= 2 and all(character in "\ufe0e\ufe0f" for character in run)
    return HiddenText(Span(start, end), kind, run, _reveal(run), excusable)


def _pairs_up(text: str, position: int) -> bool:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start : end if end >= 0 else len(text)]
    if len(line) > 5000:
        return False
    depth = 0
    for character in line:
        if character in _OVERRIDES:
            return False
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth -= 1
            if depth < 0:
                return False
    return depth == 0


def _reveal(run: str) -> str:
    spelled = "".join(chr(ord(each) - 0xE0000) for each in run if 0xE0020 <= ord(each) <= 0xE007E)
    if spelled:
        return spelled
    # Variation selectors carry bytes: 16 of them in the first block, the other 240 in the second.
    carried = bytearray()
    for each in run:
        code = ord(each)
        if 0xFE00 <= code <= 0xFE0F:
            carried.append(code - 0xFE00)
        elif 0xE0100 <= code <= 0xE01EF:
            carried.append(code - 0xE0100 + 16)
    hidden = carried.decode("utf-8", "replace")
    return hidden if len(hidden) > 1 and hidden.isprintable() and "\ufffd" not in hidden else ""
