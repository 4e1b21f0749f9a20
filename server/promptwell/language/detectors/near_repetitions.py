"""Instructions that a message gives twice in nearly the same words, and those that then differ in a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from promptwell.language.detectors.lazy_pattern import LazyPattern
from promptwell.language.detectors.repeated_sentences import DEMANDS, WORD, whole_sentences
from promptwell.language.detectors.wording import prose_of
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

Difference = Literal["words", "number", "negation"]

# Words that change nothing about what is to be done.
_FILLERS = frozenset(
    {
        "a", "an", "the", "please", "also", "just", "very", "really", "always", "must", "should", "shall",
        "will", "you", "your", "that", "this", "these", "it", "its", "all", "any", "every", "each", "to", "of",
        "and", "in", "is", "are", "be", "so", "then", "only", "make", "sure", "ensure", "important", "need",
        "have", "as", "for", "with", "on", "at",
    }
)  # fmt: skip
_NEGATIONS = frozenset(
    {"not", "never", "no", "don't", "without", "avoid", "cannot", "shouldn't", "doesn't"}
)
_SAME = {
    "respond": "answer", "reply": "answer", "response": "answer", "responses": "answer", "answers": "answer",
    "replies": "answer", "concise": "brief", "short": "brief", "succinct": "brief", "utilize": "use",
    "using": "use", "uses": "use", "provide": "give", "provided": "given", "include": "add", "including": "add",
    "mention": "name", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10",
}  # fmt: skip
# A number is a limit when it counts what the answer is made of.
_LIMIT = LazyPattern(
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)(?:-| )(?:\w+ )?"
    r"(?:words?|sentences?|characters?|lines?|paragraphs?|items?|tokens?|bullets?|bullet points?|points|options"
    r"|examples?|questions?|suggestions?|tags?|keywords?|hashtags?|steps|spaces?|columns|minutes|seconds|percent)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`\n]+`")
_FEWEST = 4
# Words that an instruction has; what "is" or is "not" so may only be told.
_ORDERS = DEMANDS - {"is", "not", "change", "keep"} | {"only", "prefer"}


class NearRepetition(NamedTuple):
    """An instruction, the place of the one it resembles, and in what the two differ."""

    span: Span
    first: Span
    difference: Difference


class _Said(NamedTuple):
    span: Span
    words: tuple[str, ...]
    negated: bool
    limits: tuple[str, ...]


def near_repetitions(document: PromptDocument) -> Iterator[NearRepetition]:
    """Instructions that their message has given before in nearly the same words, in the order of the text."""
    prose = prose_of(document)
    for message in document.messages:
        seen: dict[frozenset[str], list[_Said]] = {}
        for span in whole_sentences(prose, message.content):
            text = prose[span.start : span.end].lower().replace("\u2019", "'")
            words = tuple(WORD.findall(text))
            if _ORDERS.isdisjoint(words):
                continue
            said = _Said(
                span,
                words,
                not _NEGATIONS.isdisjoint(words),
                tuple(match[1] for match in _LIMIT.finditer(text)),
            )
            key = _key(said)
            if len(key) < _FEWEST:
                continue
            # Code is blanked in the prose, and an instruction about other code is another one.
            key = key.union(_CODE.findall(document.text, span.start, span.end))
            for before in seen.setdefault(key, [])[:3]:
                difference = _difference(before, said)
                if difference:
                    yield NearRepetition(span, before.span, difference)
                    break
            seen[key].append(said)


def _key(said: _Said) -> frozenset[str]:
    """What the sentence is about: its words without fillers, negations and limits, in any order."""
    limits = {_SAME.get(limit, limit) for limit in said.limits}
    words = (_SAME.get(word, word) for word in said.words if word not in _FILLERS)
    return frozenset(
        word if len(word) < 4 or word.endswith("ss") else word.removesuffix("s")
        for word in words
        if word not in _NEGATIONS and word not in limits
    )


def _difference(first: _Said, second: _Said) -> Difference | None:
    if first.words == second.words:
        return None
    if first.negated != second.negated:
        return "negation"
    if [_SAME.get(each, each) for each in first.limits] != [
        _SAME.get(each, each) for each in second.limits
    ]:
        return "number"
    return "words"
