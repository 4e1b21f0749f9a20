"""Requests for content that harms people: what is asked for, and where a prompt asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from promptwell.language.detectors.harms import HARMS, Category, Harm
from promptwell.language.detectors.kept import kept_per_document
from promptwell.language.detectors.lazy_pattern import LazyPattern
from promptwell.language.detectors.wording import prose_of
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.data import FORMAT_NAME as DATA
from promptwell.language.text.source import Span

# What makes a sentence a request, anywhere before the harm: a question for the way, or an instruction,
# a habit or a permission of the model.
_DOES = (
    r"(?:write|generate|create|compose|draft|produce|give|tell|provide|list|explain|describe|show|teach|help"
    r"|outline|make|build|develop|design|suggest|come up with|encourage|convince|persuade|instruct|say|use"
    r"|post|spread|promote|display|discuss|portray|roleplay|role-play|imagine|pretend|act|recommend|share"
    r"|detail)"
)
_ASKS = LazyPattern(
    r"\bhow (?:to|do|does|can|could|should|would|might|best|one|i)\b|\bcan i\b"
    r"|\b(?:steps|instructions?|guide|tutorial|recipe|tips|ways?|methods?|techniques?|plan|blueprint"
    r"|manual|strategy|strategies) (?:for|to|on|of|that|i)\b"
    r"|(?:^|[,:;]|\b(?:and|then|please|now|you|you (?:will|must|shall|should|can|may|to)|want you to|task is to"
    r"|can you|could you|would you|will you|help me(?: to)?|able to|allowed to|free to)) *"
    rf"(?:also |always |freely |only |just )?{_DOES}\b",
    re.IGNORECASE,
)
# What makes it the contrary, anywhere in the sentence.
_FORBIDS = LazyPattern(
    r"\b(?:never(?! refuse| decline| reject| say no)|not|no(?! (?:marks?|traces?|evidence|one|scars?|pain|mercy))"
    r"|cannot|\w+n['\u2019]t|(?<!never )(?:refus|declin|reject)\w*"
    r"|(?:avoid\w*|without)(?! (?:being|getting|detection|intervention|immediate|raising|leaving|attracting|any))"
    r"|forbid\w*|prohibit\w*|block\w*|flag\w*|detect(?!ion\b)\w*|classif\w*|moderat\w*|filter\w*"
    r"|report\w*|prevent\w*|disallow\w*|banned|violat\w*|unsafe|harmful|sensitive|polic(?:y|ies)|guidelines?"
    r"|safeguard\w*|safety|guardrails?|protect\w*|warn\w*|hotlines?|crisis|helplines?|support\w*|recover\w*"
    r"|cop(?:e|ing)|stop|resist\w*|identify\w*|recogni[sz]\w*|aware\w*|combat\w*|counter\w*|respond\w*|handl\w*"
    r"|risk|whether|attack\w*|jailbreak\w*|red[- ]team\w*|adversar\w*|toxic\w*|label\w*|categor\w*|check\w*"
    r"|monitor\w*|escalat\w*|victims?|survivors?|investigat\w*|histor\w*|laws?|legal\w*|security|vulnerab\w*"
    r"|be sure|if|when)\b",
    re.IGNORECASE,
)
# What leads to an example of the unwanted: just before it, in the heading or the line with a colon
# above it, or at the top of a prompt whose task is to judge texts.
_LEADS = LazyPattern(
    r"\b(?:never|do not|don['\u2019]t|must not|cannot|refuse|decline|avoid|forbidden|prohibit(?:ed|s)?|disallow(?:ed)?"
    r"|unsafe|harmful|violat\w+|policy|policies|safety|should not|unacceptable|block(?:ed)?|flag(?:ged)?)\b",
    re.IGNORECASE,
)
_JUDGES = LazyPattern(
    r"\b(?:classif\w+|moderat(?:e|ion|or)|detect\w*|flag\w*|red[- ]team\w*|hazards?|taxonomy|guardrails?|label\w*"
    r"|evaluat\w+|judg\w+|assess\w*|rate|score|categor\w+|guard|check whether|attacks?|jailbreaks?)\b",
    re.IGNORECASE,
)
_LEADING_LINE = LazyPattern(r"^(?:[ \t]*#.*|.*:[*_]*[ \t]*)$", re.MULTILINE)
_BEGINNING = 4
_LETTERS_ONLY = bytes(each if chr(each).isalpha() and each < 128 else 32 for each in range(256))
_FARTHEST = 300
_REACH = 160  # more than any pattern spans on either side of its anchor
_LOOKED_BACK = 1_500
_JUST_BEFORE = 160
_TOP = 500


class UnsafeRequest(NamedTuple):
    """A place where a prompt asks for something harmful."""

    category: Category
    span: Span


@kept_per_document
def unsafe_requests(document: PromptDocument) -> tuple[UnsafeRequest, ...]:
    """All requests for harmful content in the prose of a prompt, in the order of the text."""
    # The prompts of a container are documents of their own, and what tests and data ask is no prompt.
    if document.is_container or document.format == DATA:
        return ()
    near = harms_named(document.text)
    if not near:
        return ()
    return tuple(sorted(_requests(prose_of(document), near), key=lambda each: each.span))


def harms_named(text: str) -> list[Harm]:
    """The kinds of harm that a text names at all: their patterns are tried around their anchors only."""
    # One byte for each character: the same places, and quick to search whatever the script.
    plain = text.encode("ascii", "replace").lower()
    words = set(plain.translate(_LETTERS_ONLY).split())
    beginnings = {word[:_BEGINNING] for word in words}
    return [
        harm
        for harm in HARMS
        if any(
            begins in beginnings and _is_named(text, plain, anchor, harm.pattern)
            for begins, anchor in _beginnings(harm)
        )
    ]


@cache
def _beginnings(harm: Harm) -> tuple[tuple[bytes, bytes], ...]:
    return tuple(
        (anchor.translate(_LETTERS_ONLY).split()[0][:_BEGINNING], anchor) for anchor in harm.anchors
    )


def _is_named(text: str, plain: bytes, anchor: bytes, pattern: str) -> bool:
    found = plain.find(anchor)
    while found >= 0:
        if not plain[found - 1 : found].isalpha() and _compiled(pattern).search(
            text, max(0, found - _REACH), found + _REACH
        ):
            return True
        found = plain.find(anchor, found + 1)
    return False


def _requests(prose: str, harms: list[Harm]) -> Iterator[UnsafeRequest]:
    for harm in harms:
        told = -1
        for match in _compiled(harm.pattern).finditer(prose):
            start, end = _sentence(prose, match.start(), match.end())
            if start == told:
                continue
            if _ASKS.search(prose, start, match.end()) is None or _FORBIDS.search(
                prose, start, end
            ):
                continue
            if _leads_to_no(prose, start):
                continue
            told = start
            yield UnsafeRequest(harm.category, Span(match.start(), match.end()))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


def _sentence(prose: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line around a place, cut where it is long."""
    before = prose[max(0, start - _FARTHEST) : start]
    cut = max(before.rfind(mark) for mark in (". ", "! ", "? ", "\n"))
    after = prose[end : end + _FARTHEST]
    stops = [at for mark in (". ", "! ", "? ", "\n") if (at := after.find(mark)) >= 0]
    first = start - len(before) + cut + 1
    while first < start and (prose[first].isspace() or prose[first] in "-*#>\u2022"):
        first += 1
    return first, end + min(stops, default=len(after))


def _leads_to_no(prose: str, start: int) -> bool:
    """Whether what stands above makes this an example of what is unwanted."""
    if _LEADS.search(prose, max(0, start - _JUST_BEFORE), start):
        return True
    above = prose[max(0, start - _LOOKED_BACK) : start]
    leading = [line[0] for line in _LEADING_LINE.finditer(above)]
    if leading and (_LEADS.search(leading[-1]) or _JUDGES.search(leading[-1])):
        return True
    return _JUDGES.search(prose, 0, min(_TOP, start)) is not None
