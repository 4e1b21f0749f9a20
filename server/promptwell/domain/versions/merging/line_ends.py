"""Line ends, byte order mark and the last line's end, each merged as one thing: they are not the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from promptwell.domain.versions.merging.segments import Three, settled

_MARK = "\ufeff"
_OTHER_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a text is written: its line ends, whether it begins with a byte order mark, whether its last line ends."""

    line: str
    mark: bool
    last: bool


def ending_of(text: str) -> Ending | None:
    """How a text is written; None where its lines end in several ways."""
    kinds = set(_OTHER_END.findall(text))
    if len(kinds) > 1:
        return None
    body = text.removeprefix(_MARK)
    return Ending(next(iter(kinds), ""), text.startswith(_MARK), not body or body[-1] in "\r\n")


def plain(text: str, ending: Ending) -> str:
    """The text with LF behind every line, the last one too, and without the mark."""
    text = text.removeprefix(_MARK)
    if ending.line not in ("\n", ""):
        text = text.replace(ending.line, "\n")
    return text if ending.last else f"{text}\n"


def merged(endings: Three[Ending]) -> Ending:
    """How the merged text is written: as the side has it that changed it."""
    usual = next((each.line for each in endings if each.line), "\n")
    known = endings.base.line or usual
    return Ending(
        _one(endings.each(lambda each: each.line or known)),
        bool(_one(endings.each(lambda each: "x" * each.mark))),
        bool(_one(endings.each(lambda each: "x" * each.last))),
    )


def _one(texts: Three[str]) -> str:
    found = settled(texts)
    return texts.ours if found is None else found


def dressed(text: str, ending: Ending, *, open_end: bool) -> str:
    """A plain text as it is to be written. `open_end` tells whether its last line may stay without an end."""
    if open_end and not ending.last:
        text = text.removesuffix("\n")
    if ending.line != "\n":
        text = text.replace("\n", ending.line)
    return f"{_MARK}{text}" if ending.mark else text
