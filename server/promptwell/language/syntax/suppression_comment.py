"""What a comment that speaks to Promptwell says: which rules to hide, until when, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from promptwell.language.text.source import Span

Kind = Literal["ignore", "ignore-start", "ignore-end", "ignore-file"]

_DIRECTIVE = re.compile(
    r"promptwell:[ \t]*(?P<kind>ignore(?:-start|-end|-file)?)\b"
    r"(?:[ \t]*\[(?P<names>[^\]\r\n]*)\])?"
    r"(?:[ \t]+until[ \t]+(?P<until>[^\s#}]+))?"
    # What ends a comment of HTML or Handlebars begins with two dashes as well.
    r"(?:[ \t]+--(?!>|~?\}\})[ \t]*(?P<reason>[^\r\n]*))?"
)
_NAME = re.compile(r"[A-Za-z][\w-]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOSING = re.compile(r"[ \t]*(?:[-+]?#\}|--+>|(?:--)?~?\}\})[ \t]*$")


class NamedRule(NamedTuple):
    """The name of a rule, a group or `all` as a comment writes it."""

    name: str
    span: Span


class Directive(NamedTuple):
    """One order in a comment.

    `named` are the names in its brackets and `brackets` the range between them, None where it has
    none. `until` is the last day on which it holds; where `until_span` has no day that the calendar
    has, `until` is None. `span` is the order without its reason.
    """

    kind: Kind
    span: Span
    named: tuple[NamedRule, ...]
    brackets: Span | None
    until: date | None
    until_span: Span | None
    reason: str

    @property
    def names(self) -> tuple[str, ...]:
        """The rules and groups that it is about; no brackets mean `all`."""
        return tuple(each.name for each in self.named) or ("all",)


def directives(written: str, start: int) -> Iterator[Directive]:
    """The orders in the text of a comment that begins at an offset of its file."""
    for match in _DIRECTIVE.finditer(written):
        kind: Kind = match["kind"]  # type: ignore[assignment]  # one of the pattern's four
        inside = match["names"]
        until = match["until"]
        reason = match["reason"] or ""
        end = match.start("reason") if match["reason"] is not None else match.end()
        yield Directive(
            kind,
            Span(start + match.start(), start + len(written[:end].rstrip("- \t"))),
            tuple(_named(inside, start + match.start("names"))) if inside is not None else (),
            None if inside is None else Span(*match.span("names")).shift(start),
            _day(until) if until else None,
            Span(*match.span("until")).shift(start) if until else None,
            _CLOSING.sub("", reason).strip(),
        )


def _named(inside: str, start: int) -> Iterator[NamedRule]:
    for name in _NAME.finditer(inside):
        yield NamedRule(name.group(), Span(*name.span()).shift(start))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
