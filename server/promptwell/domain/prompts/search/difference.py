"""What differs between two prompts that are much alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile, zip_longest

from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.prompts.search.chunks import Chunk

_MOST_LINES = 400
"""So many lines of a prompt are compared: the time grows with their square."""
_MOST_SHOWN = 6
_LONGEST_LINE = 100
_SHOWN_BEFORE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs in another prompt.

    `parts` are what is known about both and differs, as `model: gpt-4o -> gpt-4o-mini`. `added` and
    `removed` count lines of text; `lines` shows the first of them behind `+` and `-`.
    """

    parts: tuple[str, ...] = ()
    added: int = 0
    removed: int = 0
    lines: tuple[str, ...] = ()


def difference(
    one: tuple[PromptRecord, Sequence[Chunk]], other: tuple[PromptRecord, Sequence[Chunk]]
) -> Difference:
    """What another prompt has that one has not, and the other way round."""
    changed = list(_changed_lines(_lines(one[1]), _lines(other[1])))
    return Difference(
        parts=tuple(_parts(one, other)),
        added=sum(line.startswith("+") for line in changed),
        removed=sum(line.startswith("-") for line in changed),
        lines=tuple(changed[:_MOST_SHOWN]),
    )


def _parts(
    one: tuple[PromptRecord, Sequence[Chunk]], other: tuple[PromptRecord, Sequence[Chunk]]
) -> Iterator[str]:
    for (name, before), (_, after) in zip(_known(*one), _known(*other), strict=True):
        if before != after:
            yield f"{name}: {before or 'none'} -> {after or 'none'}"


def _known(record: PromptRecord, chunks: Sequence[Chunk]) -> Iterator[tuple[str, str]]:
    yield "format", record.format
    yield "model", record.model
    yield "status", record.status
    yield "tags", ", ".join(sorted(record.tags))
    roles = [chunk.role or "text" for chunk in chunks if chunk.part == "message"]
    kept = [role for at, role in enumerate(roles) if at == 0 or roles[at - 1] != role]
    yield "roles", ", ".join(kept)


def _lines(chunks: Sequence[Chunk]) -> list[str]:
    found = [
        line
        for chunk in chunks
        if chunk.part == "message"
        for each in chunk.text.split("\n")
        if (line := " ".join(each.split()))
    ]
    return found[:_MOST_LINES]


def _changed_lines(one: list[str], other: list[str]) -> Iterator[str]:
    for kind, start, end, other_start, other_end in SequenceMatcher(
        None, one, other, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            before, after = one[start:end], other[other_start:other_end]
            yield from (f"- {line}" for line in _shortened(before, after))
            yield from (f"+ {line}" for line in _shortened(after, before))


def _shortened(lines: list[str], beside: list[str]) -> Iterator[str]:
    """Lines with what differs from the lines beside them in sight."""
    for line, other in zip_longest(lines, beside[: len(lines)], fillvalue=""):
        same = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(line, other, strict=False))
        )
        start = max(0, same - _SHOWN_BEFORE) if len(line) > _LONGEST_LINE else 0
        yield ("…" if start else "") + _short(line[start:])


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"
