"""Text in a code that people can't read and models can: base64, hexadecimal, escapes, shifted letters."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from codecs import decode
from collections.abc import Iterator
from typing import Literal, NamedTuple

from promptwell.language.text.source import Span

Code = Literal["base64", "hexadecimal", "percent signs", "escapes", "HTML entities", "rot13"]

LIMIT = 100

# Each character in one byte: `a` for those of base64 and hexadecimal, `s` between pairs of digits.
_LETTERS = bytes(
    ord("a") if chr(code).isascii() and (chr(code).isalnum() or chr(code) in "+/_-") else ord(".")
    for code in range(256)
)
_PAIRS = bytes(
    ord("h") if chr(code) in "0123456789abcdefABCDEF" else ord("s" if chr(code) in " :," else ".")
    for code in range(256)
)
_SHORTEST = 24
_SHORTEST_PAIRS = b"hhs" * 12
_ENTITY = re.compile(r"&#(?:x([0-9a-fA-F]{2})|([0-9]{2,3}));")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_BASE: dict[Code, int] = {"HTML entities": 10, "escapes": 16}
_SPACED_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}[ :,])+[0-9A-Fa-f]{2}(?!\w)")
_FEWEST_WRITTEN_OUT = 8


def _many(one: str) -> re.Pattern[str]:
    # The first stands by itself: a pattern that begins with a plain character is searched ten times as fast.
    return re.compile(f"{one}(?:{one}){{{_FEWEST_WRITTEN_OUT - 1},}}")


_WRITTEN_OUT: tuple[tuple[Code, str, re.Pattern[str]], ...] = (
    ("percent signs", "%", _many(r"%[0-9A-Fa-f]{2}[\w.!*'()~-]?")),
    ("escapes", "\\", _many(r"\\(?:u\{?[0-9a-fA-F]{4}\}?|x[0-9a-fA-F]{2})")),
    ("HTML entities", "&#", _many(r"&#(?:[0-9]{2,3}|x[0-9a-fA-F]{2});")),
)
_ESCAPE = re.compile(r"\\(?:u\{?([0-9a-fA-F]{4})\}?|x([0-9a-fA-F]{2}))")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
# Some of the commonest English words, 13 letters on: a sentence in rot13 has a few of them.
_SHIFTED = re.compile(
    r"\b(?:gur|naq|lbhe?|abg|guvf|gung|jvgu|sbe|sebz|nyy|vf|ner|gb|bs|vg|or|qb|vtaber|cerivbhf"
    r"|vafgehpgvbaf?|hfre|flfgrz|cebzcg|frperg|cnffjbeq|frnq|jevgr)\b",
    re.IGNORECASE,
)
_TELLTALE = ("gur ", "lbh ")
_LINE = re.compile(r"[^\r\n]+")
_FEWEST_SHIFTED = 4
_WORD = re.compile(r"[A-Za-z]{2,}")
_FEWEST_WORDS = 3
_LONGEST = 200_000
_DEPTH = 3


class EncodedText(NamedTuple):
    """A run in a code, and what it says."""

    span: Span
    code: Code
    revealed: str


def find_encoded_text(text: str, start: int = 0) -> Iterator[EncodedText]:
    """Runs behind an offset that decode to a readable text of a few words, at most `LIMIT`.

    What decodes to bytes, an identifier, JSON or a single word stays out: keys, hashes, pictures.
    """
    found = sorted((*_in_letters(text, start), *_written_out(text, start), *_shifted(text, start)))
    yield from found[:LIMIT]


def _in_letters(text: str, start: int) -> Iterator[EncodedText]:
    """Runs of base64 and hexadecimal, searched in a copy of one byte per character."""
    single = text.encode("latin-1", "replace")
    letters = single.translate(_LETTERS)
    position = letters.find(b"a" * _SHORTEST, start)
    while position >= 0:
        end = letters.find(b".", position)
        end = end if end >= 0 else len(text)
        after = end
        while after < min(end + 2, len(text)) and text[after] == "=":
            after += 1
        if end - position <= _LONGEST and not _is_data(text, position):
            decoded = _from_letters(text[position:end])
            if decoded is not None:
                yield EncodedText(Span(position, after), *decoded)
        position = letters.find(b"a" * _SHORTEST, end)
    pairs = single.translate(_PAIRS)
    position = pairs.find(_SHORTEST_PAIRS, start)
    while position >= 0:
        match = _SPACED_HEX.match(text, position)
        end = match.end() if match else position + len(_SHORTEST_PAIRS)
        plain = _readable(_from_hex(re.sub("[ :,]", "", match[0]))) if match else ""
        if plain:
            yield EncodedText(Span(position, end), "hexadecimal", plain)
        position = pairs.find(_SHORTEST_PAIRS, end)


def _written_out(text: str, start: int) -> Iterator[EncodedText]:
    """Characters that are written by their numbers."""
    for code, mark, pattern in _WRITTEN_OUT:
        if text.count(mark, start) < _FEWEST_WRITTEN_OUT:
            continue
        for match in pattern.finditer(text, start):
            plain = _readable(_from_numbers(code, match[0]))
            if plain:
                yield EncodedText(Span(*match.span()), code, plain)


def _shifted(text: str, start: int) -> Iterator[EncodedText]:
    """Lines in rot13."""
    if not any(word in text for word in _TELLTALE):
        return
    for line in _LINE.finditer(text, start):
        words = {each.lower() for each in _SHIFTED.findall(line[0][:2000])}
        written = line[0].strip()
        if len(words) >= _FEWEST_SHIFTED and (plain := _readable(decode(written, "rot13"))):
            begin = line.start() + line[0].index(written)
            yield EncodedText(Span(begin, begin + len(written)), "rot13", plain)


def _from_numbers(code: Code, written: str) -> str:
    if code == "percent signs":
        data = _PERCENT.sub(lambda each: bytes.fromhex(each[1].decode()), written.encode())
        return data.decode("utf-8", "replace")
    pattern = _ENTITY if code == "HTML entities" else _ESCAPE
    return pattern.sub(
        lambda each: chr(int(each[1] or each[2], 16 if each[1] else _BASE[code])), written
    )


def _from_letters(written: str) -> tuple[Code, str] | None:
    if _HEX.fullmatch(written):
        plain = _readable(_from_hex(written))
        return ("hexadecimal", plain) if plain else None
    # What base64 makes of a sentence has capitals and small letters.
    if written.islower() or written.isupper() or written[0] in "-/_":
        return None
    plain = written
    for _ in range(_DEPTH):
        plain = _from_base64(plain)
        if _readable(plain):
            return "base64", plain
        if len(plain) < _SHORTEST:
            break
    return None


def _from_base64(written: str) -> str:
    standard = written.strip().replace("-", "+").replace("_", "/").rstrip("=")
    try:
        data = b64decode(standard + "=" * (-len(standard) % 4), validate=True)
        return data.decode("utf-8")
    except (Error, ValueError):
        return ""


def _from_hex(written: str) -> str:
    try:
        return bytes.fromhex(written).decode("utf-8")
    except ValueError:
        return ""


def _readable(plain: str) -> str:
    """A text of several words, mostly letters and blanks; "" for anything else."""
    if not plain or not plain.replace("\n", "").replace("\t", "").replace("\r", "").isprintable():
        return ""
    letters = sum(each.isalpha() or each in " \n" for each in plain)
    if letters < 0.8 * len(plain) or plain.lstrip()[:1] in "{[<":
        return ""
    parts = plain.split()
    words = [each for each in parts if _WORD.fullmatch(each.strip(".,:;!?\"'()"))]
    return plain if len(words) >= _FEWEST_WORDS else ""


def _is_data(text: str, start: int) -> bool:
    """Whether a run is the data of a picture or a file in an address: `data:image/png;base64,...`."""
    return text.endswith(";base64,", max(0, start - 8), start)
