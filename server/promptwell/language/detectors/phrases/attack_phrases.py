"""Orders to override, to conceal and to carry data out, found by the words that such orders begin with.

A pattern is tried only where one of its first words stands, so a text without them costs a few
searches. Then the sentence around it is read: what is quoted, denied or told of is no order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from promptwell.language.detectors.kept import kept_per_document
from promptwell.language.detectors.own_text import own_text
from promptwell.language.detectors.phrases.patterns import Kind, patterns
from promptwell.language.detectors.phrases.sentence import (
    is_shown,
    is_spoken_of,
    sentence_around,
    teaches_security,
)
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.agents.profiles import FORMAT_NAME
from promptwell.language.text.source import Span

LIMIT = 50
_STEPS = 300

_CARRY_STARTS = (
    "send ",
    "post ",
    "upload ",
    "forward ",
    "transmit ",
    "exfiltrate ",
    "email ",
    "leak ",
)
_SECRET_SIGNS = (
    *(
        "environment",
        "credentials",
        "secrets",
        "keys",
        "passwords",
        "cookies",
        ".env",
        ".ssh",
        "id_rsa",
    ),
    *("id_ed25519", "id_ecdsa", "/etc/passwd", "/etc/shadow", ".netrc", ".npmrc", "keychain"),
)


class _Candidate(NamedTuple):
    kind: Kind
    span: Span
    told: bool = True


class Phrase(NamedTuple):
    """A phrase that gives such an order: of which kind, where, and what it says."""

    kind: Kind
    span: Span
    said: str


@kept_per_document
def attack_phrases(document: PromptDocument) -> tuple[Phrase, ...]:
    """The orders in a prompt's own words, in the order of the text.

    A text that teaches how to guard against them, and a file that only holds prompts, has none.
    """
    if document.is_container:
        return ()
    begin, text = (0, document.text) if document.embedding is None else own_text(document)
    found: list[Phrase] = []
    # What stands in the front matter of an agent file reaches the model; elsewhere it is mostly samples.
    first = 0 if document.format == FORMAT_NAME or document.embedding else document.body.start
    for kind, span, told in _candidates(text):
        if span.start < first:
            continue
        silent = is_spoken_of if told else is_shown
        if silent(text, sentence_around(text, *span), span):
            continue
        found.append(Phrase(kind, span.shift(begin), text[span.start : span.end]))
        if len(found) == LIMIT:
            break
    if not found or teaches_security(text):
        return ()
    return tuple(sorted(found, key=lambda each: each.span))


def _candidates(text: str) -> Iterator[_Candidate]:
    lowered = text.lower()
    # Some capitals have a longer small letter, which would move places.
    if len(lowered) != len(text):
        lowered = text
    # An order may go over the end of a line, so that its first words are parted by one.
    lowered = lowered.replace("\n", " ").replace("\r", " ")
    for start, those in patterns().items():
        for position in _places(lowered, start):
            for pattern in those:
                match = pattern.expression.match(text, position)
                if match:
                    yield _Candidate(pattern.kind, Span(*match.span()), pattern.told)
    if any(sign in text for sign in ("://", "@", "ebhook")) and any(
        sign in lowered for sign in _SECRET_SIGNS
    ):
        yield from _carried(text, lowered)


def _carried(text: str, lowered: str) -> Iterator[_Candidate]:
    """Sentences that carry something to a place, in a paragraph that names a secret."""
    secret, where, signing_in = _of_carrying()
    last = -1
    for start, verb in sorted(
        (place, each) for each in _CARRY_STARTS for place in _places(lowered, each)
    ):
        behind = start + len(verb)
        if start < last:
            continue
        last = sentence_around(text, start, behind).end
        target = where.search(text, behind, last)
        # Steps of a list may name the secret in one and carry it in the next.
        paragraph = text.rfind("\n\n", max(0, start - _STEPS), start)
        if (
            target
            and secret.search(text, paragraph if paragraph >= 0 else max(0, start - _STEPS), last)
            and not signing_in.search(text, behind, last)
        ):
            yield _Candidate("exfiltration", Span(start, target.end()))


@cache
def _of_carrying() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What is secret, where it can be carried to, and how a service gets its own key, which is no theft."""
    kept_back = (
        r"\.ssh\b|\bid_(?:rsa|ed25519|ecdsa)\b|(?<![\w.])\.env\b(?!\.(?:example|sample|template))"
        r"|\.aws/credentials\b|/etc/(?:passwd|shadow)\b|\.netrc\b|\.npmrc\b|\.git-credentials\b|\bkeychain\b"
        r"|\b(?:private|ssh|api)[ \t]+keys\b|\b(?:passwords|credentials|secrets|cookies)\b"
        r"|\benvironment[ \t]+variables\b"
    )
    where = (
        r"https?://(?!(?:localhost|127\.|\[::1\]))[^\s\"')>\]]+|[\w.+-]{1,64}@[\w-]{1,64}\.[A-Za-z]{2,}"
        r"|\bwebhook\b"
    )
    signing_in = (
        r"\b(?:headers?|authoriz\w+|authenticat\w+|bearer|sign in|log ?in|registr\w+|account)\b"
    )
    return (
        re.compile(kept_back, re.IGNORECASE),
        re.compile(where, re.IGNORECASE),
        re.compile(signing_in, re.IGNORECASE),
    )


def _places(lowered: str, start: str) -> Iterator[int]:
    """Where some words stand at the beginning of a word."""
    position = lowered.find(start)
    while position >= 0:
        if not position or not (lowered[position - 1].isalnum() or lowered[position - 1] in "_-/"):
            yield position
        position = lowered.find(start, position + len(start))
