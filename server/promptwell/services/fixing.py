"""Fixing files: the fixes of their diagnostics, applied until nothing more is to be done."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from promptwell.errors import FileProblem
from promptwell.language.rules.base import Diagnostic, Fix
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.services.checking import FileReport, digest

# A fix may make room for the next one. Rules that undo each other's fixes would go on for ever.
MOST_ROUNDS = 10


class Fixed(NamedTuple):
    """What fixing came to: the reports of what is left, and how many fixes of each rule were made.

    `refused` holds a message for each file that could not be written.
    """

    reports: list[FileReport]
    applied: Counter[str]
    files: tuple[str, ...]
    refused: tuple[str, ...] = ()


def fix_files(
    check: Callable[[], list[FileReport]],
    text_of: Callable[[str], str | None],
    write: Callable[[str, str], None],
    *,
    unsafe: bool = False,
) -> Fixed:
    """Apply the fixes that a check offers and check again, until no fix is left.

    Args:
        check: checks all files as they are now.
        text_of: the text of a file as the last check read it; None where there is none.
        write: replaces the text of a file, or raises FileProblem; the other files are mended then.
        unsafe: also apply fixes that may change what a prompt does.
    """
    applied: Counter[str] = Counter()
    changed: dict[str, None] = {}
    refused: dict[str, str] = {}
    seen: set[str] = set()

    def can_be_fixed(path: str) -> bool:
        return path not in refused and text_of(path) is not None

    reports = check()
    for _ in range(MOST_ROUNDS):
        edits, rules = chosen_edits(reports, can_be_fixed, unsafe=unsafe)
        texts = {path: apply_edits(text_of(path) or "", each) for path, each in edits.items()}
        state = digest("\0".join(f"{path}\0{text}" for path, text in sorted(texts.items())))
        if not texts or state in seen:
            break
        seen.add(state)
        for path, text in texts.items():
            try:
                write(path, text)
                changed[path] = None
            except FileProblem as problem:
                refused[path] = str(problem)
                rules.pop(path, None)
        for each in rules.values():
            applied += each
        reports = check()
    return Fixed(reports, applied, tuple(changed), tuple(refused.values()))


def chosen_edits(
    reports: Iterable[FileReport], has_text: Callable[[str], bool], *, unsafe: bool
) -> tuple[dict[str, list[TextEdit]], dict[str, Counter[str]]]:
    """For each file the edits to make at once, none of which overlap, and the rules mended in it.

    A fix is taken whole or not at all; one that touches an earlier one waits for the next round.
    """
    chosen: dict[str, list[TextEdit]] = {}
    rules: dict[str, Counter[str]] = {}
    for report in reports:
        for diagnostic in report.diagnostics:
            fix = _fix_of(diagnostic, unsafe=unsafe)
            if fix is None:
                continue
            wanted = {report.path: fix.edits, **fix.other_files} if fix.edits else fix.other_files
            if not _consistent(wanted) or not all(map(has_text, wanted)):
                continue
            if all(_fits(edits, chosen.get(path, [])) for path, edits in wanted.items()):
                for path, edits in wanted.items():
                    for edit in edits:
                        insort(chosen.setdefault(path, []), edit)
                rules.setdefault(report.path, Counter())[diagnostic.rule] += 1
    return chosen, rules


def _fix_of(diagnostic: Diagnostic, *, unsafe: bool) -> Fix | None:
    """The fix to apply: the first safe one, or where asked for the first at all."""
    safe = next((fix for fix in diagnostic.fixes if fix.safe), None)
    if safe is None and unsafe and diagnostic.fixes:
        return diagnostic.fixes[0]
    return safe


def _consistent(edits: Mapping[str, Iterable[TextEdit]]) -> bool:
    """Whether no two edits of one fix overlap: a rule of another package may offer anything."""
    return all(
        one.span.end <= other.span.start
        for each in edits.values()
        for one, other in pairwise(sorted(each))
    )


def _fits(edits: Iterable[TextEdit], chosen: list[TextEdit]) -> bool:
    """Whether edits can be made along with those chosen, which are sorted and free of overlaps."""
    return not any(_collide(edit, other) for edit in edits for other in _around(edit, chosen))


def _around(edit: TextEdit, chosen: list[TextEdit]) -> Iterator[TextEdit]:
    """The chosen edits that may touch this one."""
    index = bisect_left(chosen, edit)
    if index:
        yield chosen[index - 1]
    while index < len(chosen) and chosen[index].span.start <= edit.span.end:
        yield chosen[index]
        index += 1


def _collide(one: TextEdit, other: TextEdit) -> bool:
    if one.span == other.span or one.span.overlaps(other.span):
        return True
    # Where an insertion stands at the edge of another edit, nobody knows which of them comes first.
    insertion = one.span.start == one.span.end or other.span.start == other.span.end
    return insertion and (one.span.start in other.span or other.span.start in one.span)
