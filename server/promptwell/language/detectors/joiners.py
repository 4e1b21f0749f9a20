"""Invisible characters at their lawful work: in emoji, flags, and the scripts that need them."""

from __future__ import annotations

import re
from bisect import bisect_right

_FLAG = re.compile(
    "[\U000e0061-\U000e007a]{2}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,3}\U000e007f"
)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_OLD_SYMBOLS = ("\u00a9", "\u00ae", "\u3030", "\u303d", "\u3297", "\u3299")
_JOINERS = "\u200c\u200d"
_MARKS = "\u061c\u200e\u200f"
_BREAKS = "\u200b\u2060"

# Scripts whose words hold joiners: Arabic to N'Ko, Indic to Myanmar, Khmer, Mongolian and later ones.
_JOINING = (
    (0x0600, 0x08FF),
    (0x0900, 0x0DFF),
    (0x0E00, 0x109F),
    (0x1700, 0x18AF),
    (0x1900, 0x1CFF),
    (0xA800, 0xABFF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFC),
    (0x11000, 0x11FFF),
)
# Scripts written without spaces, where a zero-width space allows a line break.
_UNSPACED = (
    (0x0E00, 0x109F),
    (0x1780, 0x17FF),
    (0x1950, 0x1AAF),
    (0x1B00, 0x1BFF),
    (0x2E80, 0x9FFF),
    (0xA980, 0xA9DF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)
_IDEOGRAPHS = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_HANGUL = ((0x1100, 0x11FF), (0xA960, 0xA97F), (0xD7B0, 0xD7FF))


def is_ordinary(text: str, start: int, end: int) -> bool:
    """Whether a run of invisible characters does what its neighbors need, and nothing else."""
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    run = text[start:end]
    if not before and not after:
        return False
    if before == "\U0001f3f4" and run[0] >= "\U000e0000":
        flag = _FLAG.match(run)
        return flag is not None and (
            flag.end() == len(run) or _is_emoji_glue(run[flag.end() :], after)
        )
    if len(run) > 2:
        return False
    if run[0] in "\ufe0e\ufe0f" and _takes_presentation(before, after):
        return len(run) == 1 or _is_emoji_glue(run[1:], after)
    if run == "\ufe0f" and text.endswith("](#", max(0, start - 3), start):
        return True  # a link to a heading whose emoji is left out of its address and the selector is not
    if run == "\u200d" and _is_emoji_glue(run, after) and _is_symbol(before):
        return True
    if run in _MARKS:
        return on_right_to_left_line(text, start)
    if len(run) == 1:
        return _is_lawful(run, before, after)
    return all(each in _JOINERS for each in run) and _near(_JOINING, before, after)


def on_right_to_left_line(text: str, position: int) -> bool:
    """Whether the line around a place has letters that run from right to left."""
    start = max(text.rfind("\n", 0, position) + 1, position - 2000)
    end = text.find("\n", position, position + 2000)
    return bool(_RIGHT_TO_LEFT.search(text, start, end if end >= 0 else position + 2000))


def _is_lawful(character: str, before: str, after: str) -> bool:
    code = ord(character)
    if character in _JOINERS:
        return _near(_JOINING, before, after)
    if character in _BREAKS:
        return _near(_UNSPACED, before, after)
    if 0x180B <= code <= 0x180F:
        return _near(((0x1800, 0x18AF),), before)
    if code in (0x17B4, 0x17B5):
        return _near(((0x1780, 0x17FF),), before, after)
    if code in (0x115F, 0x1160):
        return _near(_HANGUL, before, after)
    if 0xFE00 <= code <= 0xFE0D:
        return bool(before) and (ord(before) >= 0x1000 or before + character == "0\ufe00")
    if 0xE0100 <= code <= 0xE01EF:
        return _near(_IDEOGRAPHS, before)
    return False


def _is_emoji_glue(glue: str, after: str) -> bool:
    return glue == "\u200d" and _is_symbol(after)


def _is_symbol(character: str) -> bool:
    code = ord(character) if character else 0
    return 0x2190 <= code <= 0x2BFF or code >= 0x1F000 or character in _OLD_SYMBOLS


def _takes_presentation(before: str, after: str) -> bool:
    """Whether a character has an emoji and a text form to choose from."""
    if not before:
        return False
    if before in "#*0123456789":
        return after == "\u20e3"
    code = ord(before)
    return 0x203C <= code <= 0x2BFF or code >= 0x1F000 or before in _OLD_SYMBOLS


def _near(ranges: tuple[tuple[int, int], ...], *neighbors: str) -> bool:
    for neighbor in neighbors:
        if neighbor:
            index = bisect_right(ranges, (ord(neighbor), 0x110000)) - 1
            if index >= 0 and ranges[index][0] <= ord(neighbor) <= ranges[index][1]:
                return True
    return False
