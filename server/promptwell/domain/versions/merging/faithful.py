"""Whether a merged file can be read as well as its sides, and says what they say, no more and no less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from promptwell.domain.versions.differences.lines import lines_of
from promptwell.domain.versions.differences.words import pieces
from promptwell.domain.versions.merging.segments import (
    BASE,
    OURS,
    THEIRS,
    Clash,
    Segment,
    Three,
    taken,
)
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.problem import Problem

_GONE = object()


def can_be_read(document: PromptDocument) -> bool:
    """Whether the file's data is what its writer meant, not what could be made of broken lines."""
    return document.front_matter is None or document.front_matter.strict


def has_words_of(texts: Three[str], segments: Sequence[Segment]) -> bool:
    """Whether a merge has each word as often as its sides want it.

    A word that one side alone added or took away stands as often as there. This finds what was moved by
    both sides and came out twice, or was taken away and came back, wherever in the file that happened.
    """
    counts = _words_that_differ([*texts, taken(segments, BASE)])
    for clash in (each for each in segments if isinstance(each, Clash)):
        for side in (OURS, THEIRS):  # as if no side had touched what is left to decide
            counts[side].update(_words(clash.texts.base))
            counts[side].subtract(_words(clash.texts[side]))
    return all(_fits(*(each[word] for each in counts)) for word in {*chain(*counts)})


def _words_that_differ(texts: Sequence[str]) -> list[Counter[str]]:
    """The words of each text, but for those of lines that all have as often: most lines are such."""
    lines = [Counter(lines_of(each)) for each in texts]
    counts: list[Counter[str]] = [Counter() for _ in texts]
    for line in {*chain(*lines)}:
        if len({each[line] for each in lines}) > 1:
            words = Counter(_words(line))
            for count, each in zip(counts, lines, strict=True):
                for _ in range(each[line]):
                    count.update(words)
    return counts


def _words(text: str) -> Iterator[str]:
    return (each for each in pieces(text) if each[0].isalnum())


def _fits(base: int, ours: int, theirs: int, merged: int) -> bool:
    if base in (ours, theirs):
        return merged == (theirs if ours == base else ours)
    # Both may have made the same change, or each its own.
    possible = (ours, theirs, ours + theirs - base)
    return min(possible) <= merged <= max(possible)


def says_twice(texts: Three[str], merged: str) -> bool:
    """Whether a line that both sides added stands in a text more often than with either of them."""
    base, ours, theirs, both = (
        Counter(filter(None, map(str.strip, each.split("\n")))) for each in (*texts, merged)
    )
    return any(
        both[line] > max(ours[line], theirs[line])
        for line in ours.keys() & theirs.keys() - base.keys()
    )


def is_faithful(three: Three[PromptDocument], merged: PromptDocument) -> bool:
    """Whether nothing is wrong with the merged file that is not wrong with a side, and no value was lost."""
    known = {_fault(each) for side in three for each in _problems(side)}
    if any(_fault(each) not in known for each in _problems(merged)):
        return False
    base, ours, theirs = three.each(lambda each: each.root.plain())
    return keeps(base, ours, theirs, merged.root.plain())


def keeps(base: Any, ours: Any, theirs: Any, merged: Any) -> bool:
    """Whether each value that one side changed is as that side has it, and each other one as it was."""
    if ours == theirs:
        return bool(merged == ours)
    if ours == base or theirs == base:
        return bool(merged == (theirs if ours == base else ours))
    sides = [each if isinstance(each, dict) else {} for each in (base, ours, theirs)]
    if isinstance(merged, dict) and isinstance(ours, dict) and isinstance(theirs, dict):
        return all(
            keeps(*(each.get(key, _GONE) for each in (*sides, merged)))
            for key in {**sides[0], **ours, **theirs, **merged}
        )
    return merged is not _GONE


def _problems(document: PromptDocument) -> list[Problem]:
    inner = (problem for each in document.embedded for problem in each.document.problems)
    return [*document.problems, *inner]


def _fault(problem: Problem) -> tuple[str, str]:
    return problem.rule, problem.message
