"""Read YAML with exact places; where the text is not YAML, say why and read on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import yaml

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.yaml.build import Built, build_tree
from promptwell.language.syntax.yaml.faults import RULE, Repair, diagnose, diagnose_refusal
from promptwell.language.syntax.yaml.line_reader import read_lines
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

# A front matter with more faults than this is read line by line instead.
_MOST_REPAIRS = 25

# What YAML's character set leaves out; both of PyYAML's readers stop at the first of them.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


class YamlReading(NamedTuple):
    """What a YAML text says, and what is wrong with it.

    `strict` is False where a YAML loader would refuse the text; the tree is then the most
    that could be recovered, with the faulty places read as the plain text they hold.
    """

    root: YamlNode | None
    problems: tuple[Problem, ...]
    strict: bool


@lru_cache(maxsize=64)
def read_yaml(text: str, start: int = 0) -> YamlReading:
    """Read a YAML text that begins at offset `start` of its file. Never raises."""
    if text.startswith("\ufeff"):
        # The readers skip a leading byte order mark without counting it.
        return read_yaml(text[1:], start + 1)
    reading = _read(text)
    if not start:
        return reading
    root = reading.root and _shifted(reading.root, start)
    problems = tuple(problem.shift(start) for problem in reading.problems)
    return YamlReading(root, problems, reading.strict)


def _read(text: str) -> YamlReading:
    problems: list[Problem] = []
    work = text
    if _FORBIDDEN.search(text):
        problems += [_forbidden(match) for match in _first(10, _FORBIDDEN, text)]
        work = _FORBIDDEN.sub("\ufffd", text)
    overrides: dict[int, str] = {}
    for _ in range(_MOST_REPAIRS):
        repairs: list[Repair] = []
        built: Built | None = None
        try:
            built = build_tree(work, overrides)
        except yaml.YAMLError as error:
            repairs.append(diagnose(text, work, error))
        else:
            repairs += [diagnose_refusal(text, work, refusal) for refusal in built.refusals]
        progress = False
        for repair in repairs:
            if repair.problem and repair.problem not in problems:
                problems.append(repair.problem)
            work, changed = _patch(work, repair)
            progress = progress or changed
            if repair.value is not None:
                overrides[repair.span.start] = repair.value
        if built and not progress:
            return YamlReading(built.root, _sorted((*problems, *built.problems)), not problems)
        if not progress:
            break
    return YamlReading(read_lines(text), _sorted(problems), False)


def _patch(work: str, repair: Repair) -> tuple[str, bool]:
    start, end = repair.span
    if len(repair.replacement) != end - start or work[start:end] == repair.replacement:
        return work, False
    return work[:start] + repair.replacement + work[end:], True


def _forbidden(match: re.Match[str]) -> Problem:
    span = Span(*match.span())
    message = f"the control character U+{ord(match.group()):04X} is not allowed in YAML"
    fix = ("Delete the character", (TextEdit(span, ""),))
    return Problem(RULE, span, message, fix=fix)


def _shifted(node: YamlNode, by: int) -> YamlNode:
    """The same tree further on. It is at most as deep as the readers let it become."""
    entries = tuple(
        YamlEntry(entry.name, _shifted(entry.key, by), _shifted(entry.value, by))
        for entry in node.entries
    )
    items = tuple(_shifted(item, by) for item in node.items)
    return YamlNode(node.kind, node.span.shift(by), node.value, node.style, entries, items)


def _sorted(problems: list[Problem] | tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.span))


def _first(limit: int, pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    found = []
    for match in pattern.finditer(text):
        found.append(match)
        if len(found) == limit:
            break
    return found
