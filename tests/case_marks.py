"""Marks: lines of carets under a line of a prompt that say what is expected there.

    Explain {{ topik }} to a child.
               ^^^^^ warning[undefined-variable]: `topik` is not declared

A mark is never part of the prompt. A line of the prompt's own that begins with carets is
written with a backslash before them: `\\^^^ like this`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal

from promptwell.language.text.source import SourceText, Span

MarkKind = Literal["diagnostic", "hover", "def", "ref", "opens"]

_CARETS = re.compile(r"^( *)(\^+)(?:[ \t]+(.*?))?[ \t]*$")
_ESCAPED = re.compile(r"^( *\\*)\\(\^)")
_DIAGNOSTIC = re.compile(
    r"^(error|warning|information|hint)\[([a-z0-9-]+)\]"
    r"(?: at (\"(?:[^\"\\]|\\.)*\")(?: #(\d+))?)?(?::\s*(.*))?$"
)
_HOVER = re.compile(r"^hover(?: at (\"(?:[^\"\\]|\\.)*\")(?: #(\d+))?)?:\s*(.*)$")
_GROUP = re.compile(r"^(def|ref) (\w+)(?: at (\"(?:[^\"\\]|\\.)*\")(?: #(\d+))?)?$")
_OPENS = re.compile(r"^opens(?: at (\"(?:[^\"\\]|\\.)*\")(?: #(\d+))?)? (\S+)$")
_CODE_POINT = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}")


class MarkError(ValueError):
    """A mark in a case file that cannot be read; the message says what is wrong with it."""


@dataclass(frozen=True)
class Mark:
    """What is expected at one place. `group` is the number of `def 1` and `ref 1`; `rule` and
    `severity` belong to diagnostics; `text` is the message's beginning, the hover's part or the path."""

    kind: MarkKind
    span: Span
    text: str = ""
    severity: str = ""
    rule: str = ""
    group: str = ""

    def label(self) -> str:
        """What stands behind the carets."""
        if self.kind == "diagnostic":
            return f"{self.severity}[{self.rule}]" + (f": {self.text}" if self.text else "")
        if self.kind == "hover":
            return f"hover: {self.text}"
        if self.kind == "opens":
            return f"opens {self.text}"
        return f"{self.kind} {self.group}"


def take_marks(marked: str, *, escapes: bool = False) -> tuple[str, tuple[Mark, ...]]:
    """The text without its marks, and the marks with their places in it.

    Raises:
        MarkError: a line of carets says nothing that a mark can say.
    """
    lines: list[str] = []
    found: list[tuple[int, re.Match[str]]] = []
    for line in marked.split("\n"):
        carets = _CARETS.match(line)
        if carets and carets.group(3) is not None:
            found.append((len(lines) - 1, carets))
            continue
        if carets:
            raise MarkError(f"carets without a mark (escape the prompt's own with \\): {line!r}")
        line = _ESCAPED.sub(r"\1\2", line)
        lines.append(unescape(line) if escapes else line)
    text = "\n".join(lines)
    source = SourceText(text)
    return text, tuple(_mark(source, number, match, escapes) for number, match in found)


def unescape(text: str) -> str:
    r"""Turn `\u{200B}` into the character, so that a case can show what cannot be seen."""
    return _CODE_POINT.sub(lambda match: chr(int(match.group(1), 16)), text)


def with_marks(text: str, marks: list[Mark]) -> str:
    """The text with marks under its lines, ready to paste into a case file."""
    source = SourceText(text)
    below: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda each: (each.span, each.label())):
        below.setdefault(source.line_number(mark.span.start), []).append(mark)
    lines: list[str] = []
    for number in range(len(source.line_starts)):
        line = source.line_text(number)
        lines.append(re.sub(r"^( *\\*)(?=\^)", r"\1\\", _visible(line)))
        lines += [_mark_line(source, number, line, mark) for mark in below.get(number, [])]
    return "\n".join(lines)


def first_line(source: SourceText, span: Span) -> Span:
    """The part of a range that carets can show: up to the end of its first line."""
    line = source.line_span(source.line_number(span.start))
    return Span(span.start, max(span.start, min(span.end, line.end)))


def _mark(source: SourceText, number: int, match: re.Match[str], escapes: bool) -> Mark:
    if number < 0:
        raise MarkError(f"a mark needs a line above it: {match.group(0)!r}")
    start = source.line_starts[number] + len(match.group(1))
    carets = Span(start, start + len(match.group(2)))
    said = match.group(3)

    def place(anchor: str | None, nth: str | None) -> Span:
        if anchor is None:
            return carets
        wanted = json.loads(re.sub(r"\\u\{", r"\\\\u{", anchor))
        wanted = unescape(wanted) if escapes else wanted
        line = source.line_span(number)
        position = line.start - 1
        for _ in range(int(nth or 1)):
            position = source.text.find(wanted, position + 1, line.end)
            if position < 0:
                raise MarkError(f"the line above does not hold {anchor}: {source.slice(line)!r}")
        return Span(position, position + len(wanted))

    if found := _DIAGNOSTIC.match(said):
        severity, rule, anchor, nth, message = found.groups()
        return Mark("diagnostic", place(anchor, nth), message or "", severity, rule)
    if found := _HOVER.match(said):
        anchor, nth, text = found.groups()
        return Mark("hover", place(anchor, nth), text)
    if found := _GROUP.match(said):
        kind, group, anchor, nth = found.groups()
        return Mark("def" if kind == "def" else "ref", place(anchor, nth), group=group)
    if found := _OPENS.match(said):
        anchor, nth, path = found.groups()
        return Mark("opens", place(anchor, nth), path)
    raise MarkError(f"not a mark (escape the prompt's own carets with \\): {match.group(0)!r}")


def _mark_line(source: SourceText, number: int, line: str, mark: Mark) -> str:
    column = mark.span.start - source.line_starts[number]
    shown = first_line(source, mark.span)
    width = max(1, shown.end - shown.start)
    label = mark.label()
    if line.isascii() and "\t" not in line:
        return f"{' ' * column}{'^' * width} {label}"
    # Carets drift under wide characters and tabs, so such a place is named by its text.
    anchor = f" at {json.dumps(_visible(source.slice(shown)), ensure_ascii=False)}"
    anchor = anchor.replace("\\\\u{", "\\u{")
    head, separator, rest = label.partition(":")
    if mark.kind == "opens":
        return f"^ opens{anchor} {mark.text}"
    return f"^ {head}{anchor}{separator}{rest}"


def _visible(text: str) -> str:
    return "".join(
        letter if letter.isprintable() or letter == "\t" else f"\\u{{{ord(letter):04X}}}"
        for letter in text
    )
