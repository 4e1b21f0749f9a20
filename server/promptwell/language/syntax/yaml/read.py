"""Read YAML with exact places; where the text is not YAML, say why and read on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import yaml

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.yaml.build import Built, build_tree
from promptwell.language.syntax.yaml.faults import RULE, Repair, diagnose, diagnose_refusal
from promptwell.language.syntax.yaml.line_reader import read_lines
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.syntax.yaml.pieces import forget_pieces, read_in_pieces
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

# A front matter with more faults than this is read line by line instead, and so is a long one
# with fewer: each fault takes one more reading of the whole.
_MOST_REPAIRS, _MOST_REPAIRS_IF_LONG = 25, 4
_LONG = 64 * 1024
_MOST_PROBLEMS = 50
# Lines with the same fault that are no further apart belong to one text.
_SAME_TEXT = 6
# Shorter texts are read whole in less time than a keystroke has.
_IN_PIECES = 16 * 1024

# What YAML's character set leaves out; both of PyYAML's readers stop at the first of them. (As the
# complement of what it holds, the same set takes ten times as long to compile.)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\uD800-\uDFFF\uFFFE\uFFFF]")


class YamlReading(NamedTuple):
    """What a YAML text says, and what is wrong with it.

    `strict` is False where a YAML loader would refuse the text; the tree is then the most
    that could be recovered, with the faulty places read as the plain text they hold.
    """

    root: YamlNode | None
    problems: tuple[Problem, ...]
    strict: bool


def read_yaml(text: str, start: int = 0, *, own_tags: bool = False) -> YamlReading:
    """Read a YAML text that begins at offset `start` of its file. Never raises.

    With `own_tags`, tags such as `!Template` are those of a program that knows them; else no loader does.
    """
    # The tree of a long text takes fifty times its size: few are kept.
    return (_read_long if len(text) >= _LONG else _read_at)(text, start, own_tags)


@lru_cache(maxsize=64)
def _read_at(text: str, start: int, own_tags: bool) -> YamlReading:
    if text.startswith("\ufeff"):
        # The readers skip a leading byte order mark without counting it.
        return read_yaml(text[1:], start + 1, own_tags=own_tags)
    read = _read_tagged if own_tags else _read
    pieces = read_in_pieces(text, read) if len(text) >= _IN_PIECES else None
    reading = YamlReading(*pieces) if pieces else read(text)
    if not start:
        return reading
    root = reading.root and reading.root.shifted(start)
    problems = tuple(problem.shift(start) for problem in reading.problems)
    return YamlReading(root, problems, reading.strict)


_read_long = lru_cache(maxsize=4)(_read_at.__wrapped__)


def forget() -> None:
    """Read everything anew when it is next asked for."""
    _read_at.cache_clear()
    _read_long.cache_clear()
    forget_pieces()


def _read_tagged(text: str) -> YamlReading:
    return _read(text, own_tags=True)


def _read(text: str, *, own_tags: bool = False) -> YamlReading:
    problems: dict[Problem, None] = {}
    work = text
    if _FORBIDDEN.search(text):
        found = islice(_FORBIDDEN.finditer(text), _MOST_REPAIRS)
        problems.update((_forbidden(match), None) for match in found)
        work = _FORBIDDEN.sub("\ufffd", text)
    overrides: dict[int, str] = {}
    built: Built | None = None
    for _ in range(_MOST_REPAIRS if len(text) < _LONG else _MOST_REPAIRS_IF_LONG):
        try:
            built = build_tree(work, overrides, own_tags=own_tags)
        except yaml.YAMLError as error:
            built = None
            repairs = [diagnose(text, work, error)]
        else:
            repairs = [diagnose_refusal(text, work, refusal) for refusal in built.refusals]
        before = work
        for repair in repairs:
            problems[repair.problem] = None
            work = _patched(work, repair)
            if repair.value is not None:
                overrides[repair.span.start] = repair.value
        if work == before or len(problems) > _MOST_PROBLEMS:
            break
    if built is None:
        return YamlReading(read_lines(text), _told(text, problems), False)
    return YamlReading(built.root, _told(text, (*problems, *built.problems)), not problems)


def _patched(work: str, repair: Repair) -> str:
    start, end = repair.span
    if len(repair.replacement) != end - start:
        return work
    return work[:start] + repair.replacement + work[end:]


def _forbidden(match: re.Match[str]) -> Problem:
    span = Span(*match.span())
    message = f"the control character U+{ord(match.group()):04X} is not allowed in YAML"
    fix = ("Delete the character", (TextEdit(span, ""),))
    return Problem(RULE, span, message, fix=fix)


def _told(text: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in the order of the text, one for lines of which the same is wrong.

    A text of many lines that lost its indentation is one fault, not one for each of its lines.
    """
    told: list[Problem] = []
    latest: dict[str, tuple[int, int]] = {}
    for each in sorted(problems, key=lambda problem: problem.span):
        first, end = latest.get(each.message, (-1, 0))
        is_new = first < 0 or text.count("\n", end, each.span.start) > _SAME_TEXT
        if is_new or each.fix or each.rule != RULE:
            first = len(told)
            told.append(each)
        elif told[first].message == each.message:
            told[first] = told[first]._replace(message=f"{each.message}; so it is with lines below")
        latest[each.message] = first, each.span.end
    return tuple(told)
