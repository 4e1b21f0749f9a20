"""The sentence around a place, and whether it gives an order or only speaks of one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from promptwell.language.syntax.markdown.code import code_spans, in_code
from promptwell.language.text.source import Span

_END = re.compile(r"[.!?](?=[\s\"')*_]|\Z)|\n[ \t]*(?:\r?\n|[-*+>#|]|\d+[.)])|[|]|:[ \t]*\r?\n")
_MOST = 400
_QUOTES = "\"\u201c\u201d\u00ab\u00bb\u201e\u2018\u2019'`"


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence, list item or table cell that holds a place; at most a few hundred characters."""
    low = max(0, start - _MOST)
    begin = low
    for match in _END.finditer(text, low, start):
        begin = match.end()
    following = _END.search(text, end, min(len(text), end + _MOST))
    return Span(begin, following.start() if following else min(len(text), end + _MOST))


def is_shown(text: str, sentence: Span, phrase: Span) -> bool:
    """Whether a phrase is code, or stands in a sentence about attacks; for phrases that claim something."""
    return in_code(_shown(text), phrase.start) or bool(
        _about_attacks().search(text, sentence.start, sentence.end)
    )


def is_denied_or_told(text: str, sentence: Span, start: int) -> bool:
    """Whether the words before an order make it something to avoid, or something that others do."""
    return in_code(_shown(text), start) or bool(_spoken_of().search(text, sentence.start, start))


def is_spoken_of(text: str, sentence: Span, phrase: Span) -> bool:
    """Whether a phrase is quoted, shown as code, denied or told of, rather than said."""
    if in_code(_shown(text), phrase.start):
        return True
    before = text[sentence.start : phrase.start]
    if any(before.count(quote) % 2 for quote in '"`') or before.count("\u201c") > before.count(
        "\u201d"
    ):
        return True
    if before[-1:] in tuple(_QUOTES) or text[phrase.end : phrase.end + 1] in tuple(_QUOTES):
        return True
    return bool(_spoken_of().search(before))


def teaches_security(text: str) -> bool:
    """Whether a text is about attacks on models: it speaks of them in several places."""
    return any(times == 3 for times, _ in enumerate(_teaches().finditer(text), start=1))


@lru_cache(maxsize=8)
def _shown(text: str) -> tuple[Span, ...]:
    """Code, but not comments: what is said there is said."""
    return tuple(span for span in code_spans(text) if not text.startswith("<!--", span.start))


@cache
def _spoken_of() -> re.Pattern[str]:
    """Words before a phrase that make it something to beware of, to look for, or that others say."""
    return re.compile(
        r"\b(?:never|not|\w+n['\u2019]t|cannot|avoid\w*|no|refus\w*|reject\w*|resist\w*"
        r"|prevent\w*|block\w*|detect\w*|flag\w*|watch|beware|attempt\w*|try|tries|trying|attack\w*|inject\w*"
        r"|jailbreak\w*|malicious|adversar\w*|hidden|embedded|suspicious|untrusted|such as|e\.g|examples?"
        r"|says?|said|saying|asks?|asked|asking|claims?|contain\w*|includ\w*|wants? (?:you )?to"
        r"|whether|could|might|would|may|can|patterns?|phrases?|strings?|scan\w*|tests?|testing|instead of|rather than"
        r"|why|how|bad|wrong|mistakes?|anti-?patterns?|pitfalls?|risks?)\b"
        r"|[\u274c\u2717\u26a0\U0001f6ab]",
        re.IGNORECASE,
    )


@cache
def _about_attacks() -> re.Pattern[str]:
    """Words of a sentence that speaks of attacks, or of what to refuse."""
    return re.compile(
        r"\b(?:detect\w*|prevent\w*|attack\w*|inject\w*|adversar\w*|malicious|such as|e\.g|examples?|scan\w*|flag\w*"
        r"|refus(?:e[ds]?|ing|als?) (?:to|when|if|such|these|those|requests)|asks? (?:you|for)|attempt\w*|patterns?)\b",
        re.IGNORECASE,
    )


@cache
def _teaches() -> re.Pattern[str]:
    """Words of a text about attacks on models."""
    return re.compile(
        r"\b(?:prompt[ -]injection|jailbreak\w*|red[ -]?team\w*|adversarial|exfiltrat\w*|attack(?:er|s)?|malicious"
        r"|guardrails?|threat|payloads?)\b",
        re.IGNORECASE,
    )
