"""The front matter at the top of a file: where it stands, what it says, what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from promptwell.language.syntax.document import FrontMatter
from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.yaml.read import YamlReading, read_yaml
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_RULE = "invalid-front-matter"

_OPENING = re.compile(
    r"\ufeff?\s*?(?P<mark>---|\+\+\+)[ \t]*(?P<rest>[^\r\n]*)(?P<end>\r\n|\n|\r|\Z)"
)
_CLOSING = re.compile(r"(?:(?<=\n)|(?<=\r))(?P<mark>---|\+\+\+)[ \t]*(?=\r|\n|\Z)")
_ANY_MARK = re.compile(r"---|\+\+\+")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_KEY_LINE = re.compile(r"(?P<quote>[\"']?)[A-Za-z_][\w.-]*(?P=quote)[ \t]*:(?=[ \t\r\n]|$)")
# Empty lines and comments; `# system:` begins a message of a text that only looks like front matter.
_NO_KEY = re.compile(
    r"(?:[ \t]*(?:#(?![ \t]*(?:system|user|assistant|developer)[ \t]*:)[^\r\n]*)?(?:\r\n|\n|\r))*[ \t]*",
    re.IGNORECASE,
)
_ROLE_LINE = re.compile(r"#?[ \t]*(?:system|user|assistant|developer)[ \t]*:[ \t]*$", re.IGNORECASE)


Reader = Callable[[str, int], YamlReading]
"""Reads the text between the marks, which begins at an offset of the file."""


class FrontMatterReading(NamedTuple):
    """The front matter, or None where a file has none, and the offset at which the body begins."""

    front_matter: FrontMatter | None
    body: int
    problems: tuple[Problem, ...] = ()


def read_front_matter(text: str, *, managed: bool, read: Reader = read_yaml) -> FrontMatterReading:
    """Read the front matter of a file. Never raises.

    In a `managed` format (Prompty) a file that begins with `---` or `+++` has front matter
    whatever follows, and its loader's ways of reading are checked. In other files it is
    front matter only where it is closed and says `key: value`; else `---` is text. `read` reads
    what stands between the marks, as the file's own tool does.
    """
    opening = _OPENING.match(text)
    if opening is None or (opening["rest"] and not managed):
        return FrontMatterReading(None, 0)
    if opening["rest"] and not opening["rest"].lstrip().startswith("#"):
        # `--- name: x`: the loader reads what stands behind the mark as well.
        content_start = opening.end("mark")
    else:
        content_start = opening.end()
    closing = _CLOSING.search(text, max(content_start - 1, opening.end("mark")))
    if closing is None and managed:
        closing = _ANY_MARK.search(text, content_start)
    if not managed:
        return _optional(text, opening, closing, content_start, read)
    if closing is None:
        return read_unclosed(text, Span(*opening.span("mark")), content_start)
    content = Span(content_start, max(closing.start(), content_start))
    found = read_between(text, opening.start("mark"), content, closing.end())
    problems = (*_loader_problems(text, content, closing, opening), *found.problems)
    return found._replace(body=_next_line(text, closing.end()), problems=problems)


def _optional(
    text: str, opening: re.Match[str], closing: re.Match[str] | None, start: int, read: Reader
) -> FrontMatterReading:
    none = FrontMatterReading(None, 0)
    if closing is None or opening["mark"] != closing["mark"]:
        return none
    content = Span(start, max(closing.start(), start))
    written = text[content.start : content.end]
    first = _NO_KEY.match(written)
    if written.strip() and not _KEY_LINE.match(written, first.end() if first else 0):
        return none
    found = read_between(text, opening.start("mark"), content, closing.end(), read)
    return found._replace(body=_next_line(text, closing.end()))


def read_between(
    text: str, start: int, content: Span, end: int, read: Reader = read_yaml
) -> FrontMatterReading:
    """The front matter that goes from one offset to another, with its content between the marks."""
    reading = read(text[content.start : content.end], content.start)
    problems = reading.problems
    root = reading.root
    if root is not None and root.kind not in ("mapping", "missing"):
        message = "front matter is made of `key: value` lines, and this is none"
        if reading.strict:
            problems = (*problems, Problem(_RULE, root.span, message))
        root = None
    strict = reading.strict and not problems
    return FrontMatterReading(FrontMatter(Span(start, end), content, root, strict), end, problems)


def _loader_problems(
    text: str, content: Span, closing: re.Match[str], opening: re.Match[str]
) -> list[Problem]:
    """What Prompty's loader trips over although the front matter itself is fine."""
    problems = []
    if text.startswith("\ufeff"):
        message = "prompty does not find the front matter behind this byte order mark"
        fix = ("Delete the byte order mark", (TextEdit(Span(0, 1), ""),))
        problems.append(Problem(_RULE, Span(0, 1), message, fix=fix))
    if opening["mark"] == "---":
        early = _ANY_MARK.search(text, content.start, content.end)
        if early:
            message = (
                f"prompty ends the front matter at this `{early.group()}`, even inside a value"
            )
            problems.append(Problem(_RULE, Span(*early.span()), message))
    if closing.end() == len(text):
        message = (
            "prompty does not load a file that ends with its front matter; the prompt is missing"
        )
        fix = ("Add a line break", (TextEdit(Span(closing.end(), closing.end()), "\n"),))
        problems.append(Problem(_RULE, Span(*closing.span()), message, fix=fix))
    return problems


def read_unclosed(text: str, opening: Span, start: int) -> FrontMatterReading:
    """Front matter without its end: take the lines that look like it, up to the prompt's first.

    `opening` is the place of the mark that opens it, `start` where its lines begin.
    """
    end = position = start
    nested = False
    while position < len(text):
        line = _LINE.match(text, position)
        if line is None or line.end() == position:
            break
        words = line[1]
        if _ROLE_LINE.match(words):
            break
        if words[:1] in (" ", "\t"):
            if not nested:
                break
        elif words and words[0] not in "#-]}" and not _KEY_LINE.match(words):
            break
        nested = nested or bool(words)
        if words.strip():
            end = line.end()
        position = line.end()
    mark = text[opening.start : opening.end]
    break_before = "" if text[end - 1] in "\r\n" else "\n"
    insertion = TextEdit(Span(end, end), f"{break_before}{mark}\n")
    message = f"the front matter that `{mark}` opens here is not closed by a line `{mark}`"
    problem = Problem(_RULE, opening, message, fix=(f"Close with `{mark}`", (insertion,)))
    found = read_between(text, opening.start, Span(start, end), end)
    front_matter = found.front_matter
    if front_matter is not None:
        front_matter = FrontMatter(
            front_matter.span, front_matter.content, front_matter.root, strict=False
        )
    return FrontMatterReading(front_matter, end, (problem, *found.problems))


def _next_line(text: str, offset: int) -> int:
    """The start of the line behind a closing mark; text behind the mark itself belongs to the body."""
    if text.startswith("\r\n", offset):
        return offset + 2
    return offset + 1 if text[offset : offset + 1] in ("\n", "\r") else offset
