"""Whether a merged file can be read as well as its sides, and says what they say."""

from __future__ import annotations

from typing import Any

from promptwell.domain.versions.merging.segments import Three
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.problem import Problem

_GONE = object()


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
