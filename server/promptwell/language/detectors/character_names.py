"""How characters that can't be shown are told: `U+200B ZERO WIDTH SPACE x3 and 2 more`."""

from __future__ import annotations

import unicodedata

# Unicode gives control characters no names; these are their abbreviations in its charts.
_CONTROLS = (
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI",
    "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
)  # fmt: skip


def character_names(characters: str, most: int = 2) -> str:
    """The first different characters of a run with their names and how often each stands in it."""
    distinct = list(dict.fromkeys(characters))
    shown = ", ".join(_counted(each, characters.count(each)) for each in distinct[:most])
    rest = len(distinct) - most
    return f"{shown} and {rest} more" if rest > 0 else shown


def character_name(character: str) -> str:
    """The code point of a character with its name."""
    name = unicodedata.name(character, "")
    code = ord(character)
    if not name and code < len(_CONTROLS):
        name = _CONTROLS[code]
    return f"U+{code:04X}" + (f" {name}" if name else "")


def code_points(characters: str, most: int = 3) -> str:
    """The code points of a run, for a place with little room: `U+200B x3 U+200C`."""
    distinct = list(dict.fromkeys(characters))
    shown = " ".join(
        f"U+{ord(each):04X}" + (f" x{count}" if (count := characters.count(each)) > 1 else "")
        for each in distinct[:most]
    )
    return shown + (" \u2026" if len(distinct) > most else "")


def _counted(character: str, times: int) -> str:
    label = character_name(character)
    return f"{label} x{times}" if times > 1 else label
