"""Text that a model reads and a reader of the page or of the editor does not see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from promptwell.language.syntax.markdown.code import code_spans, in_code
from promptwell.language.text.source import Span

Way = Literal[
    "comment", "link title", "definition", "alternative text", "unseen element", "far right", "far below"
]  # fmt: skip

LIMIT = 200
FEWEST_BLANKS = 100
FEWEST_LINES = 30

_TITLE = re.compile(
    r"\]\((?:[^()\s]|\([^()\s]{0,200}\)){1,500}[ \t]{1,9}"
    r"(?P<title>\"[^\"\r\n]{8,2000}\"|'[^'\r\n]{8,2000}')[ \t]{0,9}\)"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\]\r\n]{1,500})\]:[ \t]{0,9}(?P<target>[^\s]{1,500})"
    r"(?:[ \t]{1,9}(?P<title>[\"'(][^\r\n]{1,2000}[\"')]))?[ \t]{0,9}$",
    re.MULTILINE,
)
_ALTERNATIVE = re.compile(r"!\[(?P<words>[^\[\]\r\n]{20,2000})\]\(")
_ATTRIBUTE = re.compile(
    r"<img\b[^<>]{0,500}?\balt\s{0,3}=\s{0,3}(?P<words>\"[^\"<>]{20,2000}\"|'[^'<>]{20,2000}')",
    re.IGNORECASE,
)
_ELEMENT = re.compile(
    r"<(?P<name>[a-z][a-z0-9]{0,20})\b(?=[^<>]{0,500}(?:"
    r"\bstyle\s{0,3}=\s{0,3}[\"'][^\"'<>]{0,300}?(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden"
    r"|font-size\s{0,3}:\s{0,3}0(?:px|em|rem|pt|%)?\s{0,3}[;\"']|opacity\s{0,3}:\s{0,3}0\s{0,3}[;\"']"
    r"|\bcolor\s{0,3}:\s{0,3}(?:white|#fff(?:fff)?|transparent)\b)"
    r"|\shidden(?=[\s/>=])))[^<>]{0,800}>",
    re.IGNORECASE,
)
_LONGEST_ELEMENT = 5000
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
_REST = re.compile(r"[^\r\n]+")
_GAP = re.compile(r"[ \t\r\n]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FRAME = re.compile(r"[|\u2500-\u257f]|.*[|\u2500-\u257f]\s*\Z")
_FEWEST_WORDS = 3


class UnseenText(NamedTuple):
    """A text out of sight: the whole of it with what hides it, in which way, and its words."""

    span: Span
    way: Way
    words: str


def find_unseen_text(text: str, start: int = 0) -> Iterator[UnseenText]:
    """Text out of sight behind an offset, in the order of the text, at most `LIMIT` of each way.

    What stands in code is shown there and stays out, as do tables and frames far to the right.
    """
    found: list[UnseenText] = []
    for search in (
        _comments,
        _titles,
        _definitions,
        _alternatives,
        _elements,
        _far_right,
        _far_below,
    ):
        for number, each in enumerate(search(text, start)):
            if number == LIMIT:
                break
            found.append(each)
    yield from sorted(found)


def _comments(text: str, start: int) -> Iterator[UnseenText]:
    if "<!--" not in text:
        return
    for span in code_spans(text, start):
        if text.startswith("<!--", span.start):
            words = text[span.start + 4 : span.end].removesuffix("-->").strip()
            if not words.startswith("promptwell:") and not _is_quoted(text, span):
                yield UnseenText(span, "comment", words)


def _is_quoted(text: str, comment: Span) -> bool:
    """Whether a comment stands between backticks, which show it."""
    before = text[max(text.rfind("\n", 0, comment.start) + 1, comment.start - 500) : comment.start]
    if before.count("`") % 2 == 0:
        return False
    rest = _REST.match(text, comment.end)
    return rest is not None and "`" in rest[0]


def _titles(text: str, start: int) -> Iterator[UnseenText]:
    for match in _TITLE.finditer(text, start):
        if not in_code(code_spans(text, start), match.start()):
            yield UnseenText(Span(*match.span("title")), "link title", match["title"][1:-1])


def _definitions(text: str, start: int) -> Iterator[UnseenText]:
    if "]:" not in text:
        return
    for match in _DEFINITION.finditer(text, start):
        words = " ".join(filter(None, (match["label"], (match["title"] or "")[1:-1])))
        if not match["label"].startswith("^") and not in_code(
            code_spans(text, start), match.start()
        ):
            yield UnseenText(Span(*match.span()), "definition", words)


def _alternatives(text: str, start: int) -> Iterator[UnseenText]:
    for match in _ALTERNATIVE.finditer(text, start):
        if not in_code(code_spans(text, start), match.start()):
            yield UnseenText(Span(*match.span("words")), "alternative text", match["words"])
    if "<img" not in text:
        return
    for match in _ATTRIBUTE.finditer(text, start):
        if not in_code(code_spans(text, start), match.start()):
            span = Span(match.start("words") + 1, match.end("words") - 1)
            yield UnseenText(span, "alternative text", match["words"][1:-1])


def _elements(text: str, start: int) -> Iterator[UnseenText]:
    if "style" not in text and " hidden" not in text and "STYLE" not in text:
        return
    for match in _ELEMENT.finditer(text, start):
        if in_code(code_spans(text, start), match.start()):
            continue
        closing = f"</{match['name']}>"
        limit = match.end() + _LONGEST_ELEMENT
        end = text.find(closing, match.end(), limit)
        words = text[match.end() : end if end >= 0 else match.end()].strip()
        if end >= 0 and _says_something(words):
            yield UnseenText(Span(match.start(), end + len(closing)), "unseen element", words)


def _far_right(text: str, start: int) -> Iterator[UnseenText]:
    position = _first_far(text, start)
    while position >= 0:
        blanks = _BLANKS.match(text, position)
        end = blanks.end() if blanks else position + 1
        rest = _REST.match(text, end)
        if rest is not None:
            if (
                _says_something(rest[0])
                and not _FRAME.match(rest[0])
                and not in_code(code_spans(text, start), position)
            ):
                yield UnseenText(Span(position, rest.end()), "far right", rest[0].strip())
            end = rest.end()
        position = _first_far(text, end)


def _first_far(text: str, start: int) -> int:
    blanks = text.find(" " * FEWEST_BLANKS, start)
    tabs = text.find("\t" * (FEWEST_BLANKS // 4), start)
    return min((each for each in (blanks, tabs) if each >= 0), default=-1)


def _far_below(text: str, start: int) -> Iterator[UnseenText]:
    position = start
    while True:
        # Most texts have no such gap; a few line breaks in a row are looked at closer.
        gaps = [
            text.find(each, position) for each in ("\n\n\n\n\n", "\n \n \n", "\r\n\r\n\r\n\r\n")
        ]
        near = min((each for each in gaps if each >= 0), default=-1)
        if near < 0:
            return
        gap = _GAP.match(text, near)
        position = gap.end() if gap else near + 1
        first = _REST.match(text, position)
        breaks = max(text.count("\n", near, position), text.count("\r", near, position))
        if first is None or breaks < FEWEST_LINES:
            continue
        rest = text[position : position + 2000].strip()
        if _says_something(rest) and not in_code(code_spans(text, start), position):
            yield UnseenText(Span(position, first.end()), "far below", rest)


def _says_something(words: str) -> bool:
    return len(_WORD.findall(words[:2000])) >= _FEWEST_WORDS
