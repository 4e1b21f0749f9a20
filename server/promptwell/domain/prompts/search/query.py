"""The language in which prompts are searched.

    refund "customer service" summar* tag:support -draft role:system updated:>2026-01-31

Words must all be there, in any order and any case; `a OR b` asks for one of both. `"..."` asks for
words that follow each other, `summar*` for words that begin so, `-` for what must not be there.
`tag:`, `model:`, `path:` and the other fields narrow the search (`tag:a,b`: one of them), and so do
`meta.audience:adults` and `audience:adults` for fields of a team's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from promptwell.domain.prompts.search.query_field import (
    FIELDS,
    META,
    Bound,
    Filter,
    days_between,
    values_between,
)
from promptwell.domain.prompts.search.words import words_of
from promptwell.language.text.nearest import nearest

MOST_TERMS = 64
"""Words of a query beyond these are left out: a text of that length is for `similar`, or for meaning."""

_MOST_VALUES = 50
_PIECE = re.compile(
    r"""
    (?P<sign>(?:-(?!-))?)
    (?: (?P<field>[A-Za-z_][\w.-]*):(?!//) (?P<value>(?:"[^"]*"|[^\s"])*)
      | "(?P<phrase>[^"]*)"
      | (?P<open>")
      | (?P<word>[^\s"]+)
    )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that must follow each other: one word, or several of a phrase or of a name such as `gpt-4o`.

    Of a `prefix` the last word only has to begin so. `quoted` is what the user put in quotes: every
    hit has it. `text` is what was typed, `start` and `end` its place in the query.
    """

    words: tuple[str, ...]
    text: str
    quoted: bool = False
    prefix: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """What is wrong with a query, and where in it."""

    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is searched for.

    Of each group in `required` one term must be there, and none of `excluded`; every one of
    `filters` must hold. `meaning` is what a model is asked about: the words as they were typed.
    `cut` says that there were more words than a search looks for.
    """

    required: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    meaning: str = ""
    cut: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms that may be found in a hit."""
        return tuple(term for group in self.required for term in group)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles in whose messages the words must stand; empty for any place of a prompt."""
        wanted = (each for each in self.filters if each.field == "role" and not each.negated)
        return tuple(dict.fromkeys(role.lower() for each in wanted for role in each.values))


def parse_query(text: str, own: Collection[str] = ()) -> tuple[Query, tuple[QueryProblem, ...]]:
    """Read a query; what is wrong with it comes back beside what could be read. Never raises.

    Args:
        text: the query.
        own: the names of a team's own fields.
    """
    reader = _Reader(own)
    end_of_last = 0
    joined = False
    for match in _PIECE.finditer(text):
        if match[0] == "OR" and end_of_last:
            joined = True
            continue
        reader.read(match, joined=joined)
        joined = False
        end_of_last = match.end()
    if joined:
        reader.complain(
            "OR stands between two words; there is none behind it", len(text) - 2, len(text)
        )
    return reader.query(), tuple(reader.problems)


class _Reader:
    """Puts the pieces of a query together."""

    def __init__(self, own: Collection[str]) -> None:
        self.own = {name.lower(): name for name in own}
        self.problems: list[QueryProblem] = []
        self.groups: list[list[Term]] = []
        self.excluded: list[Term] = []
        self.filters: list[Filter] = []
        self.meaning: list[str] = []
        self.terms = 0
        self.cut = False
        self.last: str = ""

    def query(self) -> Query:
        """The query that was read."""
        return Query(
            required=tuple(map(tuple, self.groups)),
            excluded=tuple(self.excluded),
            filters=tuple(self.filters),
            meaning=" ".join(self.meaning),
            cut=self.cut,
        )

    def complain(self, message: str, start: int, end: int) -> None:
        """Remember a problem."""
        self.problems.append(QueryProblem(message, start, end))

    def read(self, match: re.Match[str], *, joined: bool) -> None:
        """Read one piece; one that is joined is an alternative to the last."""
        negated = bool(match["sign"])
        name, value = match["field"], match["value"]
        if match["open"]:
            self.complain('the quote is not closed: write "..."', match.start("open"), match.end())
        elif name is not None and (
            value or name.lower() in FIELDS or name.lower().startswith(META)
        ):
            self._filter(match, negated=negated, joined=joined)
        else:
            quoted = match["phrase"] is not None
            typed = match["phrase"] if quoted else match["word"] or f"{name}:"
            self._term(typed, match, quoted=quoted, negated=negated, joined=joined)

    def _term(
        self, typed: str, match: re.Match[str], *, quoted: bool, negated: bool, joined: bool
    ) -> None:
        words = tuple(words_of(typed))
        if not negated:
            self.meaning.append(typed)
        if not words:
            return
        self.terms += len(words)
        if self.terms > MOST_TERMS:
            self.cut = True
            return
        term = Term(
            words=words,
            text=typed,
            quoted=quoted,
            prefix=typed.endswith("*"),
            start=match.start(),
            end=match.end(),
        )
        if negated and joined:
            self.complain("OR can't stand before a word that must not be there", *match.span())
        elif negated:
            self.excluded.append(term)
        elif joined and self.last == "word":
            self.groups[-1].append(term)
        elif joined:
            self.complain(
                "OR stands between two words, or two of the same field: `tag:a OR tag:b`",
                *match.span(),
            )
        else:
            self.groups.append([term])
        self.last = "" if negated else "word"

    def _filter(self, match: re.Match[str], *, negated: bool, joined: bool) -> None:
        name = self._field_name(match)
        if name is None:
            return
        found = self._demand(name, match, negated=negated)
        if found is None:
            return
        if joined and (self.last != name or negated or not found.values):
            self.complain(
                f"OR stands between two words, or two of the same field: `{name}:a OR {name}:b`",
                *match.span(),
            )
        elif joined:
            before = self.filters.pop()
            values = before.values + found.values
            self.filters.append(
                Filter(field=name, values=values, start=before.start, end=found.end)
            )
        else:
            self.filters.append(found)
        self.last = name if found.values and not negated else ""

    def _field_name(self, match: re.Match[str]) -> str | None:
        """The field that is meant; None, and a problem, where there is none of that name."""
        name: str = match["field"]
        small = name.lower()
        if small in FIELDS:
            return small
        if small.startswith(META) and len(small) > len(META):
            own = name[len(META) :]
            return META + self.own.get(own.lower(), own)
        if small in self.own:
            return META + self.own[small]
        near = nearest(small, [*FIELDS, *self.own])
        meant = f"did you mean {near}:?" if near else f"there are {', '.join(FIELDS)}, meta.NAME;"
        self.complain(
            f'there is no field {name}: to search by; {meant} To find the text, quote it: "{match[0]}"',
            match.start("field"),
            match.end("field"),
        )
        return None

    def _demand(self, name: str, match: re.Match[str], *, negated: bool) -> Filter | None:
        """What is demanded of a field; None, and a problem, where it can't be understood."""
        start, end = match.span("value")
        whole = match.span()
        value: str = match["value"]
        kind = FIELDS[name].kind if name in FIELDS else "any"
        plain = value.replace('"', "").strip()
        if not plain:
            self.complain(f"{name}: needs a value: {name}:VALUE", match.start("field"), end)
            return None
        if kind == "date":
            days = days_between(plain)
            if days is None:
                self.complain(
                    f"{name}: needs a day, a month or a year, such as {name}:>2026-01-31 or "
                    f"{name}:2026-01..2026-03; {plain!r} is none",
                    start,
                    end,
                )
                return None
            return _range(name, days, negated, whole)
        between = values_between(plain) if kind == "any" and '"' not in value else None
        if between is not None:
            return _range(name, between, negated, whole)
        values = tuple(bare for each in _listed(value) if (bare := each.replace('"', "").strip()))[
            :_MOST_VALUES
        ]
        if not values:
            return None
        return Filter(field=name, values=values, negated=negated, start=whole[0], end=whole[1])


def _range(
    name: str, ends: tuple[Bound | None, Bound | None], negated: bool, place: tuple[int, int]
) -> Filter:
    low, high = ends
    start, end = place
    return Filter(field=name, low=low, high=high, negated=negated, start=start, end=end)


def _listed(value: str) -> list[str]:
    """The values between commas; a comma in quotes or in braces of a glob parts nothing."""
    cuts = [-1]
    depth, quoted = 0, False
    for place, letter in enumerate(value):
        if letter == '"':
            quoted = not quoted
        elif letter in "{}" and not quoted:
            depth += 1 if letter == "{" else -1
        elif letter == "," and not quoted and depth <= 0:
            cuts.append(place)
    cuts.append(len(value))
    return [value[start + 1 : end] for start, end in pairwise(cuts)]
