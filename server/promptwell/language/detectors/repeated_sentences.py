"""Instructions that a message gives twice in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.detectors.wording import prose_of
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

_LINE = re.compile(r"[^\n]{30,}")
_END = re.compile(r"[.!?](?=\s|\Z)")
_LABEL = re.compile(r"(?:[-*+>#]+\s+|\(?\d+\s*[.):]\s*)+")
WORD = re.compile(r"[\w']+")
# A sentence without any of these tells something and may well be told twice.
DEMANDS = frozenset(
    {
        "always", "answer", "avoid", "be", "change", "do", "don't", "ensure", "give", "include",
        "is", "keep", "make", "must", "never", "not", "output", "provide", "respond", "return",
        "should", "use", "write",
    }
)  # fmt: skip
FEWEST_WORDS = 6


class Repetition(NamedTuple):
    """A sentence and the place where its message says it first."""

    span: Span
    first: Span


def repeated_sentences(document: PromptDocument) -> Iterator[Repetition]:
    """Sentences that a message has said before, word for word, apart from a label such as `2.`."""
    prose = prose_of(document)
    for message in document.messages:
        seen: dict[tuple[str, ...], Span] = {}
        for span in whole_sentences(prose, message.content):
            words = tuple(WORD.findall(prose[span.start : span.end].lower()))
            if len(words) < FEWEST_WORDS or DEMANDS.isdisjoint(words):
                continue
            first = seen.setdefault(words, span)
            if first != span:
                yield Repetition(span, first)


def whole_sentences(prose: str, content: Span) -> Iterator[Span]:
    """Whole sentences without their labels; questions, tables and those with outputs left out."""
    for line in _LINE.finditer(prose, content.start, content.end):
        start = line.start()
        if "|" in line[0]:
            continue
        for end in _END.finditer(prose, start, line.end()):
            while prose[start].isspace():
                start += 1
            label = _LABEL.match(prose, start, end.start())
            begin = label.end() if label else start
            if end[0] != "?" and "\0" not in prose[begin : end.end()]:
                yield Span(begin, end.end())
            start = end.end()
