"""A case file cut into its sections: a heading, what its prose asks for, and the fences below it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

_FENCE = re.compile(r"^(`{4,})([^`]*)$")
_PROSE_FENCE = re.compile(r"^```[^`]*$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_ASKED = re.compile(r"^(levels|rules):\s*(.*)$")


class CaseError(ValueError):
    """A case file that cannot be read; the message names the place."""


@dataclass(frozen=True)
class Fence:
    """A fence of four or more backticks. `info` is what stands behind its opening ones."""

    place: str
    info: str
    body: tuple[str, ...]

    def words(self) -> tuple[str, dict[str, str]]:
        """The first word of the fence, and its options; one without a value is "yes"."""
        try:
            first, *rest = shlex.split(self.info)
        except ValueError as error:
            raise CaseError(f"{self.place}: cannot read {self.info!r}: {error}") from None
        options: dict[str, str] = {}
        for word in rest:
            key, separator, value = word.partition("=")
            options[key] = value if separator else "yes"
        return first, options

    def listed(self) -> tuple[str, ...]:
        """The lines of a fence that is a list."""
        return tuple(line.rstrip() for line in self.body if line.strip())

    def text(self, options: Mapping[str, str] = {}) -> str:
        """The fence's content with its line ends."""
        ending = "" if "no-final-newline" in options or not self.body else "\n"
        return "\n".join(self.body) + ending


@dataclass(frozen=True)
class Section:
    """One case as written."""

    place: str
    line: int
    heading: str
    levels: tuple[str, ...] | None
    rules: tuple[str, ...] | None
    fences: tuple[Fence, ...]


def sections(path: str, text: str) -> list[Section]:
    """The sections of a case file that have fences.

    Raises:
        CaseError: a fence is never closed, or stands above the first heading.
    """
    lines = text.split("\n")
    found: list[Section] = []
    whole_file: dict[str, tuple[str, ...]] = {}
    asked: dict[str, tuple[str, ...]] = {}
    heading, heading_line = "", 0
    fences: list[Fence] = []

    def finish() -> None:
        if not fences:
            return
        place = f"{path}:{heading_line}"
        wanted = {**whole_file, **asked}
        found.append(
            Section(
                place,
                heading_line,
                heading,
                wanted.get("levels"),
                wanted.get("rules"),
                tuple(fences),
            )
        )

    position = 0
    while position < len(lines):
        line = lines[position]
        if opening := _FENCE.match(line):
            fence, position = _fence(path, lines, position, opening)
            if not heading:
                raise CaseError(f"{fence.place}: a case needs a heading above it")
            fences.append(fence)
        elif _PROSE_FENCE.match(line):
            position = _closing(lines, position, "```") or position
        elif title := _HEADING.match(line):
            finish()
            heading, heading_line = title.group(2), position + 1
            asked, fences = {}, []
        elif match := _ASKED.match(line):
            names = tuple(match.group(2).replace(",", " ").split())
            (asked if heading else whole_file)[match.group(1)] = names
        position += 1
    finish()
    return found


def _fence(path: str, lines: list[str], start: int, opening: re.Match[str]) -> tuple[Fence, int]:
    place = f"{path}:{start + 1}"
    end = _closing(lines, start, opening.group(1))
    if end is None:
        raise CaseError(f"{place}: this fence is never closed")
    info = opening.group(2).strip()
    if not info:
        raise CaseError(f"{place}: a fence of four backticks needs a word that says what it is")
    return Fence(place, info, tuple(lines[start + 1 : end])), end


def _closing(lines: list[str], start: int, backticks: str) -> int | None:
    for position in range(start + 1, len(lines)):
        stripped = lines[position].rstrip()
        if stripped.startswith(backticks) and not stripped.strip("`"):
            return position
    return None
