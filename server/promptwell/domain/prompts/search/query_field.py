"""The fields that a query can ask about, besides words: `tag:`, `role:`, `updated:` ..."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["word", "glob", "date", "any"]
"""What stands behind a field: words (`*` for any letters), a glob of paths, days, or either of
words, numbers and days."""


@dataclass(frozen=True, slots=True)
class QueryField:
    """A field that a query can ask about, by its name."""

    name: str
    kind: Kind
    description: str


FIELDS: dict[str, QueryField] = {
    field.name: field
    for field in (
        QueryField("tag", "word", "prompts with that tag"),
        QueryField("model", "word", "prompts for that model: `model:gpt-4*`"),
        QueryField("role", "word", "words only in messages of that role: `role:system`"),
        QueryField(
            "path", "glob", "prompts in that folder or file: `path:support`, `path:**/draft-*`"
        ),
        QueryField("name", "word", "prompts of that name: `name:summar*`"),
        QueryField("status", "word", "prompts in that status: `status:approved`"),
        QueryField("category", "word", "prompts of that category"),
        QueryField("owner", "word", "prompts of that owner"),
        QueryField("format", "word", "prompts in that format: `format:prompty`"),
        QueryField("project", "word", "prompts of that project"),
        QueryField("created", "date", "prompts known since: `created:2026`, `created:<=2026-06`"),
        QueryField(
            "updated", "date", "prompts changed: `updated:>2026-01-31`, `updated:2026-01..2026-03`"
        ),
    )
}
"""Every field by its name. `meta.NAME:` asks about a field of a team's own, and so does `NAME:` alone."""

META = "meta."

MEMBER = "member of"
"""What no query can name: prompts of projects, by identity, that somebody may see."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The end of a range; `inclusive` where the value itself belongs to it."""

    value: str
    inclusive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a query demands of a field.

    One of `values` must fit, in any case of letters and with `*` for any; or the value lies between
    `low` and `high`. `field` is a name of `FIELDS` or begins with `meta.`; `negated` asks for prompts
    of which it is not true. `start` and `end` are its place in the query.
    """

    field: str
    values: tuple[str, ...] = ()
    low: Bound | None = None
    high: Bound | None = None
    negated: bool = False
    start: int = 0
    end: int = 0

    @property
    def own(self) -> str:
        """The name of a field of a team's own; empty for the fields that every prompt has."""
        return self.field.removeprefix(META) if self.field.startswith(META) else ""


_COMPARED = re.compile(r"(?P<sign><=|>=|<|>)(?P<value>.*)", re.DOTALL)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


def days_between(text: str) -> tuple[Bound | None, Bound | None] | None:
    """The range of days that `2026`, `>2026-01`, `<=2026-01-31` or `2026-01..2026-03` means.

    The low bound is inclusive, the high one is the first day that no longer belongs to it. None
    where a text is no such range.
    """
    low_text, dots, high_text = text.partition("..")
    if dots:
        low, high = _days(low_text), _days(high_text)
        if (low is None and low_text) or (high is None and high_text) or not (low or high):
            return None
        return _inclusive(low and low[0]), _exclusive(high and high[1])
    compared = _COMPARED.fullmatch(text)
    days = _days(compared["value"] if compared else text)
    if days is None:
        return None
    first, after = days
    match compared["sign"] if compared else "":
        case ">":
            return _inclusive(after), None
        case ">=":
            return _inclusive(first), None
        case "<":
            return None, _exclusive(first)
        case "<=":
            return None, _exclusive(after)
    return _inclusive(first), _exclusive(after)


def values_between(text: str) -> tuple[Bound | None, Bound | None] | None:
    """The range that `>3`, `<=2026-01-31` or `1..5` means; None for a text that is no range."""
    compared = _COMPARED.fullmatch(text)
    if compared:
        if not (value := compared["value"].strip()):
            return None
        bound = Bound(value, inclusive=compared["sign"].endswith("="))
        return (bound, None) if compared["sign"].startswith(">") else (None, bound)
    low, dots, high = text.partition("..")
    if not dots or not (low or high):
        return None
    return _inclusive(low), Bound(high, inclusive=True) if high else None


def _inclusive(value: str | None) -> Bound | None:
    return Bound(value, inclusive=True) if value else None


def _exclusive(value: str | None) -> Bound | None:
    return Bound(value, inclusive=False) if value else None


def _days(text: str) -> tuple[str, str] | None:
    """The first day of a year, a month or a day, and the first one after it."""
    match = _DAY.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
        if day:
            after = first + timedelta(days=1)
        elif month:
            after = date(year + month // 12, month % 12 + 1, 1)
        else:
            after = date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
    return first.isoformat(), after.isoformat()
