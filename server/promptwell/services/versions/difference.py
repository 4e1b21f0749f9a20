"""A difference as plain data, as programs get it: the same from every way in."""

from __future__ import annotations

from dataclasses import dataclass

from promptwell.domain.versions.differences.structure.change import (
    PromptDiff,
    StructuralChange,
)
from promptwell.domain.versions.differences.text_diff import Change, Hunk, Kind
from promptwell.language.text.source import SourceText, Span
from promptwell.services.versions.comparing import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class SideShown:
    """One side: the ref that it was asked for by, `working` for the file as it is, "" for nothing; and its path."""

    ref: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptShown:
    """What changed in one prompt. `name` is "" where it is the file's only one.

    `sentences` say all of it, what it costs last. Tokens and costs are None where they did not
    change; costs are US dollars to read the prompt once.
    """

    name: str
    sentences: tuple[str, ...]
    changes: tuple[StructuralChange, ...]
    tokens_before: int | None = None
    tokens_after: int | None = None
    tokens_exact: bool | None = None
    cost_before: float | None = None
    cost_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A range of a text in code points, from 0 and half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """A change inside of a hunk: what it takes the place of, and what it is."""

    kind: Kind
    old: Place
    new: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class HunkShown:
    """Lines that changed. Lines count from 1; where no line stands, it is the one behind the place."""

    kind: Kind
    old: Place
    new: Place
    old_line: int
    new_line: int
    old_text: str
    new_text: str
    words: tuple[ChangeShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensShown:
    """The tokens that differ, as the model's `encoding` cuts the texts; of the whole files, not as sent."""

    encoding: str
    removed: int
    added: int
    before: int
    after: int
    changes: tuple[ChangeShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How two texts of a prompt file differ; `summary` is the structure in one line.

    `tokens` is None where nobody asked for them, or the model's tokenizer is not known.
    """

    old: SideShown
    new: SideShown
    summary: str
    prompts: tuple[PromptShown, ...]
    hunks: tuple[HunkShown, ...]
    tokens: TokensShown | None = None


def difference(
    found: Comparison, old: SideShown, new: SideShown, *, tokens: bool = False
) -> Difference:
    """A comparison as plain data; with `tokens` those that differ as well."""
    old_source, new_source = SourceText(found.old_text), SourceText(found.new_text)
    return Difference(
        old=old,
        new=new,
        summary=found.structure.sentence,
        prompts=tuple(map(_prompt, found.structure.prompts)),
        hunks=tuple(_hunk(each, old_source, new_source) for each in found.lines.hunks),
        tokens=_tokens(found) if tokens else None,
    )


def _prompt(found: PromptDiff) -> PromptShown:
    amounts = found.amounts
    return PromptShown(
        name=found.name,
        sentences=found.sentences,
        changes=found.changes,
        tokens_before=amounts.tokens_before if amounts else None,
        tokens_after=amounts.tokens_after if amounts else None,
        tokens_exact=amounts.exact if amounts else None,
        cost_before=amounts.cost_before if amounts else None,
        cost_after=amounts.cost_after if amounts else None,
    )


def _hunk(hunk: Hunk, old: SourceText, new: SourceText) -> HunkShown:
    return HunkShown(
        kind=hunk.kind,
        old=_place(hunk.old),
        new=_place(hunk.new),
        old_line=old.line_number(hunk.old.start) + 1,
        new_line=new.line_number(hunk.new.start) + 1,
        old_text=old.slice(hunk.old),
        new_text=new.slice(hunk.new),
        words=tuple(map(_change, hunk.words)),
    )


def _tokens(found: Comparison) -> TokensShown | None:
    if found.tokens is None:
        return None
    return TokensShown(
        encoding=found.encoding or "",
        removed=found.tokens.removed,
        added=found.tokens.added,
        before=found.tokens.old_total,
        after=found.tokens.new_total,
        changes=tuple(map(_change, found.tokens.changes)),
    )


def _change(change: Change) -> ChangeShown:
    return ChangeShown(kind=change.kind, old=_place(change.old), new=_place(change.new))


def _place(span: Span) -> Place:
    return Place(start=span.start, end=span.end)
