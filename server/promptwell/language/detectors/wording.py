"""Weak, vague and wordy places in the prose of a prompt, found in one pass over its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from promptwell.language.detectors.kept import kept_per_document
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

Fault = Literal["weak", "vague", "quantifier", "wordy"]

# What stands in code, comments or quotes is shown, not said.
_NOT_PROSE = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t]*(?P=fence)|\Z)"
    r"|`[^`\n]+`"
    r"|<!--.*?(?:-->|\Z)"
    r'|"[^"\n]{1,300}"|\u201c[^\u201d\n]{1,300}\u201d',
    re.MULTILINE | re.DOTALL,
)

# Clearer words for the same; "" where leaving the phrase out loses nothing.
CONCISE = {
    "in order to": "to",
    "due to the fact that": "because",
    "at this point in time": "now",
    "in the event that": "if",
    "for the purpose of": "for",
    "it is important to note that": "",
    "it should be noted that": "",
    "please note that": "",
    "note that": "",
    "make sure that you": "",
    "in spite of the fact that": "although",
    "each and every": "every",
    "first and foremost": "first",
    "at all times": "always",
    "until such time as": "until",
    "on a regular basis": "regularly",
    "has the ability to": "can",
    "in the process of": "",
    "take into consideration": "consider",
}

_PHRASES = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<weak>(?:if|where(?:ver)?|when(?:ever)?)(?: at all)? possible|as (?:much|far) as possible"
    r"|ideally|preferably|feel free to|you (?:may|might|could) want to|do your best to"
    r"|(?:try|attempt) to)"
    r"|(?<!\()(?P<vague>(?:as|if|when|where) (?:appropriate|needed|necessary)|appropriately|properly"
    r"|reasonabl[ey]|adequately|sufficiently)(?!:)"
    r"|(?<!will )(?<!can )(?<!may )(?:write|give|provide|list|generate|include|add|create|suggest"
    r"|return|ask|offer|propose|produce)(?: me| us| them| the user)? "
    r"(?P<quantifier>a few|several|some|a couple of|various|a number of|numerous|a handful of)"
    r"(?= (?:[\w-]+ ){0,2}?[\w-]{2,}(?<!s)s\b)"
    r"|(?P<wordy>" + "|".join(CONCISE) + r")"
    r")(?![\w-]|\.\w)",
    re.IGNORECASE | re.ASCII,
)
# "Try to" is an instruction where a sentence begins or an obligation is spoken of; elsewhere it tells
# what somebody does: "if you try to stop".
_OBLIGES = (
    *(" should", " must", " shall", " please", " always", " also", " and", " then", " to"),
    *(":", ","),
)
_SENTENCE_START = (*".!?:;", *"-*+>", *(f"{digit}{mark}" for digit in range(10) for mark in ".)"))


class Hit(NamedTuple):
    """A phrase at fault: which fault, where, and what it says."""

    fault: Fault
    span: Span
    phrase: str


def prose_of(document: PromptDocument) -> str:
    """The whole text with everything blanked that is no prose: offsets stay those of the file.

    Front matter, tags, code and quotes become spaces; outputs become the character zero, as
    something stands there.
    """
    return _prose(document)


@kept_per_document
def wording_hits(document: PromptDocument) -> tuple[Hit, ...]:
    """All phrases at fault, in the order of the text."""
    return tuple(_hits(prose_of(document)))


@kept_per_document
def _prose(document: PromptDocument) -> str:
    text = document.text
    pieces = [_blank(text[: document.body.start])]
    position = document.body.start
    for island in document.template.islands:
        start, end = island.span
        pieces.append(text[position:start])
        filler = "\0" if island.kind == "output" else " "
        pieces.append(filler * (end - start) if island.kind != "raw" else text[start:end])
        position = end
    pieces.append(text[position:])
    return _NOT_PROSE.sub(lambda match: _blank(match[0]), "".join(pieces))


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _hits(prose: str) -> Iterator[Hit]:
    for match in _PHRASES.finditer(prose):
        fault: Fault = match.lastgroup  # type: ignore[assignment]  # only the groups named above
        start, end = match.span(fault)
        phrase = prose[start:end]
        if fault == "wordy" and not CONCISE[phrase.lower()] and not _opens(prose, start):
            continue
        if phrase.lower() in ("try to", "attempt to") and not _is_told(prose, start):
            continue
        yield Hit(fault, Span(start, end), phrase)


def _is_told(prose: str, start: int) -> bool:
    return _opens(prose, start) or _before(prose, start).lower().endswith(_OBLIGES)


def _opens(prose: str, start: int) -> bool:
    """Whether a sentence, a list item or a clause behind a colon begins here."""
    before = _before(prose, start)
    return not before or before.endswith(_SENTENCE_START)


def _before(prose: str, start: int) -> str:
    """What stands just before a place on its line, with a space in front; "" where nothing does."""
    near = prose[max(0, start - 40) : start].rpartition("\n")[2].rstrip()
    return f" {near.lstrip()}" if near else ""
