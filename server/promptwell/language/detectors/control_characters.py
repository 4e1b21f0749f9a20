"""Control characters and terminal commands in a text: what they are and what they do to a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from promptwell.language.text.source import Span

Effect = Literal["conceals", "writes clipboard", "moves", "links", "colors", "overwrites", "none"]

LIMIT = 200

# Tab, line feed, carriage return, and the page and line breaks of old texts are white space.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_CONTROL_BYTES = bytes((*range(9), *range(14, 32), *range(127, 160)))
_COMMAND = re.compile(
    r"(?:\x1b\[|\x9b)(?P<parameters>[0-?]{0,64})[ -/]{0,8}(?P<final>[@-~])"
    r"|(?:\x1b\]|\x9d)(?P<system>[^\x07\x1b\x9c\r\n]{0,4096})(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[PX^_][^\x07\x1b\x9c\r\n]{0,4096}(?:\x1b\\|\x9c)"
    r"|\x1b[()*+][0-9A-Za-z]|\x1b[78cDEHM=>]"
)
_RUN = re.compile(r"(?P<one>[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f])(?P=one)*|\x1b+")
_MOVES = "ABCDEFGHJKSTfhlmnsu"
_OLD_WINDOWS = re.compile("[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
# What the first 32 code points drew in the code page of the first PCs, as far as people still type it.
_OLD_DRAWINGS = {"\x18": "\u2191", "\x19": "\u2193", "\x1a": "\u2192", "\x1b": "\u2190"}


class ControlText(NamedTuple):
    """A terminal command, or a run of one control character.

    `effect` is what a terminal does with it. `meant` is the visible text that likely stood there
    before an encoding got lost, "" where none is known. `revealed` is what a command carries.
    """

    span: Span
    characters: str
    effect: Effect
    meant: str = ""
    revealed: str = ""

    @property
    def is_command(self) -> bool:
        """Whether it is a sequence that a terminal obeys, more than a single character."""
        return len(self.characters) > 1 and self.characters[0] in "\x1b\x9b\x9d"


def find_control_characters(text: str) -> Iterator[ControlText]:
    """Control characters in the order of the text; after `LIMIT` the rest is left out."""
    # Dropping them from a copy of one byte per character is the quickest way to see that there are none.
    single = text.encode("latin-1", "replace")
    if len(single.translate(None, _CONTROL_BYTES)) == len(single):
        return
    position = 0
    for _ in range(LIMIT):
        first = _CONTROL.search(text, position)
        if first is None:
            return
        command = _COMMAND.match(text, first.start())
        if command is not None:
            found = _judge_command(command)
        else:
            run = _RUN.match(text, first.start())
            end = run.end() if run else first.end()
            found = _judge_run(text, Span(first.start(), end))
        yield found
        position = found.span.end


def _judge_command(match: re.Match[str]) -> ControlText:
    span = Span(*match.span())
    if match["system"] is not None:
        number, _, rest = match["system"].partition(";")
        effect: Effect = "conceals"
        if number == "52":
            effect = "writes clipboard"
        elif number == "8":
            effect = "links"
            rest = rest.partition(";")[2]
        elif not number.isdigit():
            rest = match["system"]
        return ControlText(span, match[0], effect, revealed=rest if rest.isprintable() else "")
    if match["final"] is None:
        return ControlText(span, match[0], "moves" if len(match[0]) <= 3 else "conceals")
    if match["final"] != "m":
        return ControlText(span, match[0], "moves" if match["final"] in _MOVES else "none")
    return ControlText(span, match[0], "conceals" if _hides(match["parameters"]) else "colors")


def _hides(parameters: str) -> bool:
    """Whether a command about colors asks for text that is not shown: 8, but not as part of a color."""
    numbers = parameters.replace(":", ";").split(";")
    index = 0
    while index < len(numbers):
        if numbers[index] in ("38", "48", "58"):
            kind = numbers[index + 1] if index + 1 < len(numbers) else ""
            index += 5 if kind == "2" else 3
        elif numbers[index] == "8":
            return True
        else:
            index += 1
    return False


def _judge_run(text: str, span: Span) -> ControlText:
    run = text[span.start : span.end]
    if run[0] == "\x08":
        before = text[span.start - 1] if span.start else "\n"
        return ControlText(span, run, "none" if before in "\r\n" else "overwrites")
    meant = ""
    if run[0] in _OLD_DRAWINGS:
        meant = _OLD_DRAWINGS[run[0]] * len(run)
    elif _OLD_WINDOWS.fullmatch(run[0]):
        meant = run.encode("latin-1").decode("cp1252")
    return ControlText(span, run, "none", meant)
