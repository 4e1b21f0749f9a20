"""A difference as plain data, as programs get it: the same from every way in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from promptwell.domain.versions.differences.patch import patch_lines
from promptwell.domain.versions.differences.structure.change import (
    PromptDiff,
    StructuralChange,
    Value,
)
from promptwell.domain.versions.differences.text_diff import Change, Hunk, Kind
from promptwell.language.detectors.secrets.hiding import hider
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

    `same_meaning` tells whether a model gets the same from both, with all that they bring in; None where nobody
    knows. `tokens` is None where nobody asked for them, or the model's tokenizer is not known. `unified` are the
    lines that differ with three around them and stars for secrets, if somebody asked for it.
    """

    old: SideShown
    new: SideShown
    summary: str
    prompts: tuple[PromptShown, ...]
    hunks: tuple[HunkShown, ...]
    same_meaning: bool | None = None
    tokens: TokensShown | None = None
    unified: str = ""


def difference(
    found: Comparison,
    old: SideShown,
    new: SideShown,
    *,
    same_meaning: bool | None = None,
    tokens: bool = False,
    unified: bool = False,
) -> Difference:
    """A comparison as plain data; with `tokens` those that differ, with `unified` the lines as a text as well.

    Each character of a secret in the texts is a star, so that all places stay what they are; a patch
    (`promptwell diff --format unified`) and `version.show` have the very texts.
    """
    old_source = SourceText(hider(found.old_text).text)
    new_source = SourceText(hider(found.new_text).text)
    return Difference(
        old=old,
        new=new,
        summary=_without_secrets(found.structure.sentence, found),
        prompts=tuple(_prompt(each, found) for each in found.structure.prompts),
        hunks=tuple(_hunk(each, old_source, new_source) for each in found.lines.hunks),
        same_meaning=same_meaning,
        tokens=_tokens(found) if tokens else None,
        unified=_unified(found, old, new) if unified else "",
    )


def _unified(found: Comparison, old: SideShown, new: SideShown) -> str:
    """The lines that differ, to be read and not to be applied: secrets are stars."""
    if not found.lines.hunks:
        return ""
    # All places stay what they are, so that the hunks are those of these texts as well.
    texts = hider(found.old_text).text, hider(found.new_text).text
    head = f"--- {old.path}@{old.ref}\n+++ {new.path}@{new.ref}\n"
    return head + "".join(patch_lines(*texts, found.lines.hunks))


def _without_secrets(value: Value, found: Comparison) -> Value:
    """What is said of the texts, with stars for their secrets."""
    if isinstance(value, str):
        return hider(found.new_text).hide(hider(found.old_text).hide(value))
    if isinstance(value, Mapping):
        return {name: _without_secrets(each, found) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_secrets(each, found) for each in value]
    return value


def _change_without_secrets(change: StructuralChange, found: Comparison) -> StructuralChange:
    said = {
        name: _without_secrets(getattr(change, name), found)
        for name in ("sentence", "before", "after")
    }
    return replace(change, **said)


def _prompt(prompt: PromptDiff, found: Comparison) -> PromptShown:
    amounts = prompt.amounts
    return PromptShown(
        name=prompt.name,
        sentences=tuple(_without_secrets(each, found) for each in prompt.sentences),
        changes=tuple(_change_without_secrets(each, found) for each in prompt.changes),
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
