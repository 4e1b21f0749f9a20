"""Text from a file as it can safely be shown on a terminal, and how wide it is there."""

from __future__ import annotations

import unicodedata

_TAB = "    "
_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"


def visible(text: str) -> list[str]:
    """For each character what to print: itself, or its code point where it would act or hide.

    Control characters, invisible ones and those that change the direction of writing are
    written as `<U+202E>`; a byte that is not UTF-8 as `<0xE9>`; a tab as spaces. Joiners and
    style marks within an emoji stay, so that it is shown as one.
    """
    shown: list[str] = []
    for index, character in enumerate(text):
        if character.isascii() and character.isprintable():
            shown.append(character)
        elif character == "\t":
            shown.append(_TAB)
        elif "\udc80" <= character <= "\udcff":
            shown.append(f"<0x{ord(character) - 0xDC00:02X}>")
        elif _hides(character) and not _joins_emoji(text, index):
            shown.append(f"<U+{ord(character):04X}>")
        else:
            shown.append(character)
    return shown


def width(shown: str) -> int:
    """The columns that a text takes on a terminal."""
    if shown.isascii():
        return len(shown)
    columns = 0
    for character in shown:
        if character in (_JOINER, _EMOJI_STYLE) or unicodedata.combining(character):
            continue
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def one_line(text: str) -> str:
    """A message with everything that would act on the terminal written out."""
    return "".join(visible(text))


def _hides(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return True
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _joins_emoji(text: str, index: int) -> bool:
    if text[index] not in (_JOINER, _EMOJI_STYLE) or index == 0:
        return False
    before = text[index - 1]
    return before == _EMOJI_STYLE or unicodedata.category(before) in ("So", "Sk")
