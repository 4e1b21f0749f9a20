"""How each tool reads what stands between the `---` lines of an agent file.

- `yaml`: a YAML reader; a fault in it, and the file is left out.
- `claude`: Claude Code tries YAML first. Where that fails it takes the values of the lines
  `key: rest of the line` that hold special characters as texts and tries again; where that fails
  too, it drops all keys.
- `vscode`: VS Code has a YAML reader of its own, without anchors and tags, so that `*`, `&`, `!`, `@`
  and `%` begin plain texts. Behind a line that it can't read it stops without a word.
- `lines`: Cursor takes `key: rest of the line` as it stands, whatever YAML says.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from promptwell.language.syntax.formats.agents.profile import FrontMatterReader
from promptwell.language.syntax.front_matter import Reader
from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.yaml.line_reader import read_lines
from promptwell.language.syntax.yaml.quoting import quoted
from promptwell.language.syntax.yaml.read import YamlReading, read_yaml

_VALUE = re.compile(r"^([A-Za-z_][\w-]*:[ \t]+)([^\"'\s][^\r\n]*?)([ \t]*)$", re.MULTILINE)
_SPECIAL = re.compile(r"[\[\]{}&*#!|>%@`]|: ")
_BLOCK = re.compile(r"[|>][-+1-9]*\Z")
# What begins a plain text for VS Code and something else in YAML.
_PLAIN_IN_VSCODE = "*&!@%`"


def reader_of(name: FrontMatterReader) -> Reader:
    """The function that reads as the tool does."""
    return _READERS.get(name, read_yaml)


def _claude(text: str, start: int) -> YamlReading:
    reading = read_yaml(text, start)
    if reading.strict:
        return reading
    if read_yaml(_VALUE.sub(_as_text, text)).strict:
        note = "Claude Code takes the line as it stands, other readers drop the file"
        return reading._replace(problems=tuple(_accepted(each, note) for each in reading.problems))
    note = "Claude Code then drops all keys"
    return reading._replace(problems=tuple(_told(each, note) for each in reading.problems))


def _as_text(match: re.Match[str]) -> str:
    key, value, blanks = match.groups()
    if not _SPECIAL.search(value) or _BLOCK.match(value):
        return match.group()
    return f"{key}{quoted(value)}{blanks}"


def _vscode(text: str, start: int) -> YamlReading:
    reading = read_yaml(text, start)
    if reading.strict:
        return reading
    problems = []
    for problem in reading.problems:
        written = text[problem.span.start - start : problem.span.end - start]
        if written[:1] in _PLAIN_IN_VSCODE and written and ": " not in written:
            note = "VS Code takes it as it stands, YAML readers drop the file"
            problems.append(_accepted(problem, note))
        else:
            problems.append(_told(problem, "VS Code reads no key behind this line"))
    return reading._replace(problems=tuple(problems))


def _lines(text: str, start: int) -> YamlReading:
    reading = read_yaml(text, start)
    if reading.strict:
        return reading
    root = read_lines(text, verbatim=True)
    return YamlReading(root and root.shifted(start), (), False)


def _accepted(problem: Problem, note: str) -> Problem:
    return _told(problem, note)._replace(accepted=True)


def _told(problem: Problem, note: str) -> Problem:
    return problem._replace(message=f"{problem.message}; {note}")


_READERS: dict[str, Callable[[str, int], YamlReading]] = {
    "claude": _claude,
    "vscode": _vscode,
    "lines": _lines,
}
