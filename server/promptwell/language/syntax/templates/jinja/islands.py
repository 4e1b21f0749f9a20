"""Reads one island: its tokens, its meaning and its faults. Cached by the island's text."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.dialects import (
    EXTENSION_TAGS,
    STANDARD_TAGS,
    Dialect,
)
from promptwell.language.syntax.templates.jinja.expressions import ExpressionReader
from promptwell.language.syntax.templates.jinja.oracle import judge
from promptwell.language.syntax.templates.jinja.statements import read_statement
from promptwell.language.syntax.templates.jinja.tokens import tokenize
from promptwell.language.syntax.templates.jinja.tree import IslandKind, Parsed
from promptwell.language.text.source import Span

_NAME = r"(?!(?:and|or|not|if|else|in|is|recursive)\b)[A-Za-z_]\w*"
_PATH = rf"{_NAME}(?:\.{_NAME})*"
_VALUE = rf"""(?:{_PATH}|'[^'\\]*'|"[^"\\]*"|[1-9]\d{{0,15}}|0)"""
_FILTERED = rf"{_VALUE}(?:\s*\|\s*{_NAME}(?:\({_VALUE}(?:,\s*{_VALUE})*\))?)*"
_TESTED = rf"{_FILTERED}(?:\s+is\s+(?:not\s+)?{_NAME})?"
_JOINED = r"(?:\s*(?:==|!=|<=|>=|<|>|~|\+)\s*|\s+(?:and|or)\s+(?:not\s+)?)"
# Islands so plain that Jinja can't object to them; asking it would only cost time. What opens an
# output may here be closed as a tag: the scanner has seen to that.
_UNDOUBTED = re.compile(
    rf"""(?:\{{\{{-?|\{{%[-+]?\s*(?:(?:if|elif)\s|set\s+{_NAME}\s*=))\s*
    (?:not\s+)?{_TESTED}(?:{_JOINED}{_TESTED})*\s*(?:-?\}}\}}|[-+]?%\}})
    |\{{%[-+]?\s*(?:for\s+{_NAME}\s+in\s+{_PATH}
    |else|endif|endfor|endmacro|endset|endcall|endfilter|endwith)\s*[-+]?%\}}""",
    re.VERBOSE,
)
_LONGEST_UNDOUBTED = 400
# Jinja takes a second for each 100 kB; data of that size in an island is read by us alone.
_LONGEST_JUDGED = 50_000
_DELIMITERS = {"output": ("{{", "}}"), "statement": ("{%", "%}"), "comment": ("{#", "#}")}


@lru_cache(maxsize=16384)
def read_island(text: str, kind: IslandKind, closed: bool, dialect: Dialect) -> Parsed:
    """What an island says, in offsets of its own text, with every fault found in it."""
    if kind in ("comment", "raw"):
        return Parsed(tag="raw" if kind == "raw" else "", problems=_unclosed(text, kind, closed))
    start, end = inside(text, kind, closed)
    reader = ExpressionReader(tokenize(text, start, end), end)
    if kind == "statement":
        parsed = read_statement(reader)
    else:
        parsed = Parsed(expressions=(reader.expression_list(),))
        if reader.current is not None:
            reader.note_fault()
    problems = _unclosed(text, kind, closed) or _faults(text, parsed, reader, dialect)
    if not problems:
        return parsed
    return replace(parsed, problems=problems)


def inside(text: str, kind: IslandKind, closed: bool) -> Span:
    """What stands between an output's or statement's delimiters and their `-` and `+`."""
    end = len(text) - 2 if closed else len(text)
    start = 3 if text[2:3] in ("-", "+") and end > 2 else 2
    if (
        closed
        and end > start
        and text[end - 1] in "-+"
        and (kind == "statement" or text[end - 1] == "-")
    ):
        end -= 1
    return Span(start, end)


def is_valid(text: str, kind: IslandKind) -> bool:
    """Whether Jinja accepts an island's text, its tag aside."""
    if kind == "output":
        return judge(text, "") is None
    tag = re.match(r"\{%[-+]?\s*(\w+)", text)
    name = tag.group(1) if tag else ""
    captures = name == "set" and "=" not in text
    return judge(text, name, captures=captures) is None


def _unclosed(text: str, kind: IslandKind, closed: bool) -> tuple[Problem, ...]:
    if closed:
        return ()
    if kind == "raw":
        message = "`raw` is never closed: `{% endraw %}` is missing"
        return (Problem("unclosed-block", Span(0, len(text)), message),)
    opener, closer = _DELIMITERS[kind]
    message = f"`{opener}` is never closed: `{closer}` is missing"
    return (Problem("template-syntax", Span(0, len(text.rstrip()) or 2), message),)


def _faults(
    text: str, parsed: Parsed, reader: ExpressionReader, dialect: Dialect
) -> tuple[Problem, ...]:
    fault = reader.fault
    if reader.too_deep:
        message = "a chain of more than 197 steps: the template can't be compiled"
        return (Problem("nesting-too-deep", Span(0, len(text)), message),)
    if fault is None and len(text) < _LONGEST_UNDOUBTED and _UNDOUBTED.fullmatch(text):
        return ()
    tag = parsed.tag
    if tag and not dialect.knows_tag(tag):
        return (_unknown_tag(parsed, dialect),)
    if fault is None and len(text) > _LONGEST_JUDGED:
        return ()
    captures = tag == "set" and not parsed.assigns
    verdict = judge(text, tag, captures=captures, known=tag not in dialect.tags or _is_jinja(tag))
    if verdict is None:
        return ()
    rule = "nesting-too-deep" if verdict.too_deep else "template-syntax"
    place = fault if fault and fault.end > fault.start else Span(0, len(text))
    return (Problem(rule, place, _plain_words(verdict.message)),)


def _is_jinja(tag: str) -> bool:
    return tag in STANDARD_TAGS or tag in EXTENSION_TAGS


def _unknown_tag(parsed: Parsed, dialect: Dialect) -> Problem:
    known = sorted({*dialect.blocks, *dialect.tags, *dialect.ends, "elif", "else"})
    near = get_close_matches(parsed.tag, known, 1, 0.7)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    if dialect.closed:
        message = f"unknown tag `{parsed.tag}`{hint}"
        return Problem("template-syntax", parsed.tag_span, message)
    hint = hint or "; if the application registers it, add it to `tags` in the settings"
    message = f"`{parsed.tag}` is no tag of Jinja{hint}"
    return Problem("template-syntax", parsed.tag_span, message, accepted=not near)


def _plain_words(message: str) -> str:
    replacements = {
        "end of print statement": "}}",
        "end of statement block": "%}",
        "begin of statement block": "{%",
    }
    for jargon, written in replacements.items():
        message = message.replace(jargon, written)
    # Jinja counts "at 3" from the island's start, which helps nobody: the span tells the place.
    message = re.sub(r" at \d+$", "", message)
    return message[:1].lower() + message[1:]
