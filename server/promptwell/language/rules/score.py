"""How good a prompt is by what the rules find in it: one number, and the parts that it comes from.

The formula stands beside the rules because the editor's hover, which is part of the language, and
reports, which are not, both show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from promptwell.language.rules.base import Diagnostic
from promptwell.language.rules.groups import SECURITY_GROUPS
from promptwell.language.rules.severity import Severity

PENALTIES: Mapping[Severity, int] = MappingProxyType(
    {"error": 40, "warning": 15, "information": 4, "hint": 1}
)
"""What one finding counts."""

HALVED_BY = 40
"""So many points of penalty halve a score."""

USUAL_SIZE = 2000
"""Characters of a usual prompt: in a longer one, findings about quality count for less."""


class ScorePart(NamedTuple):
    """What one group of rules takes away: its findings, their penalty, and the score for it alone."""

    group: str
    findings: int
    penalty: float
    score: int


class Score(NamedTuple):
    """A prompt's score from 0 to 100: the lower of security and quality, as neither makes up for the other."""

    total: int
    security: int
    quality: int
    parts: tuple[ScorePart, ...]


def score(diagnostics: Iterable[Diagnostic], size: int) -> Score:
    """The score of a prompt of so many characters, from all that the rules find in it.

    A penalty of 40 points halves a score. A leaked key is as bad in a long prompt as in a short
    one, so that only findings about quality are taken by the prompt's size.
    """
    counts: dict[str, int] = {}
    weights: dict[str, int] = {}
    share = min(1.0, USUAL_SIZE / size) if size else 1.0
    for each in diagnostics:
        counts[each.group] = counts.get(each.group, 0) + 1
        weights[each.group] = weights.get(each.group, 0) + PENALTIES[each.severity]
    penalties = {
        group: weight * (1.0 if group in SECURITY_GROUPS else share)
        for group, weight in weights.items()
    }
    parts = tuple(
        ScorePart(group, counts[group], penalty, _halved(penalty))
        for group, penalty in sorted(penalties.items(), key=lambda item: (-item[1], item[0]))
    )
    security = _halved(sum(part.penalty for part in parts if part.group in SECURITY_GROUPS))
    quality = _halved(sum(part.penalty for part in parts if part.group not in SECURITY_GROUPS))
    return Score(min(security, quality), security, quality, parts)


def _halved(penalty: float) -> int:
    # 100 is kept for a prompt in which nothing was found.
    return 100 if not penalty else min(99, round(100 * 0.5 ** (penalty / HALVED_BY)))
