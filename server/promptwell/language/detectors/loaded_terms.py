"""Terms that leave people out or weigh on them, with the words that style guides put in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from promptwell.language.detectors.wording import prose_of
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

# A term as it begins a word group, and what is written instead, the best first. All stand in the
# lists that the rule names as its sources.
_TERMS = {
    "whitelist": ("allowlist",),
    "whitelisted": ("allowed",),
    "whitelisting": ("allowing",),
    "blacklist": ("denylist", "blocklist"),
    "blacklisted": ("denied", "blocked"),
    "blacklisting": ("blocking",),
    "master/slave": ("primary/replica", "leader/follower"),
    "master-slave": ("primary-replica", "leader-follower"),
    "slave": ("replica", "follower", "standby"),
    "grandfathered": ("exempted", "with legacy status"),
    "man-hours": ("person-hours", "engineer hours"),
    "man hours": ("person hours", "engineer hours"),
}
_BEGINNINGS = ("white", "black", "slave", "grandf", "man-h", "man h")


class LoadedTerm(NamedTuple):
    """A term, where it stands, and what is written instead, in the same letter case."""

    span: Span
    term: str
    instead: tuple[str, ...]


def loaded_terms(document: PromptDocument) -> Iterator[LoadedTerm]:
    """All such terms in the prose of a prompt, in the order of the text; code and quotes don't count."""
    lower = document.text.lower()
    if document.is_container or not any(each in lower for each in _BEGINNINGS):
        return
    for match in _pattern().finditer(prose_of(document)):
        term = match[0]
        instead = _TERMS.get(term.lower().replace("e-l", "el").replace("k-l", "kl"))
        if instead:
            yield LoadedTerm(
                Span(match.start(), match.end()),
                term,
                tuple(_cased(term, each) for each in instead),
            )


@cache
def _pattern() -> re.Pattern[str]:
    terms = sorted({*_TERMS, "white-list", "black-list", "white-listed", "black-listed"}, key=len)
    # What stands within a name, a path or an address is no prose.
    return re.compile(
        r"(?<![\w/.-])(?:" + "|".join(map(re.escape, reversed(terms))) + r")(?![\w/-]|\.\w)",
        re.IGNORECASE,
    )


def _cased(like: str, word: str) -> str:
    if like.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if like[0].isupper() else word
