"""What changed in an open text since its base: what it means, what it was, and the way back."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from promptwell.language.detectors.secrets.hiding import hider, without_secrets
from promptwell.language.features.hover import Hover
from promptwell.language.features.markdown import block, code
from promptwell.language.semantics.tokens.counting import Tokenizer, count_tokens
from promptwell.language.semantics.tokens.encodings import encoding_of
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.parse import parse
from promptwell.language.text.source import Span
from promptwell.services.editor.reading import model_at, model_of
from promptwell.services.workspace import Snapshot

if TYPE_CHECKING:  # what compares is loaded when somebody first wants to see differences
    from promptwell.domain.versions.differences.structure.change import StructureDiff
    from promptwell.domain.versions.differences.text_diff import Change, Hunk
    from promptwell.domain.versions.differences.tokens import TokenDiff
    from promptwell.services.versions.following import Base, Followed

# What went may be drawn in part alone: this is where it can be read.
_LONGEST = 20_000


class TokensFound(NamedTuple):
    """The tokens that differ, as an encoding cuts both texts; `by_hunk` are those of each hunk."""

    encoding: str
    diff: TokenDiff
    by_hunk: Sequence[Sequence[Change]]


def begin(base: Base, text: str) -> Followed:
    """Compare a text with a base; what comes back follows the text."""
    from promptwell.services.versions.following import Followed

    return Followed.of(base, text)


def shown(followed: Followed, change: Change) -> str:
    """What stood in the place of a change, as it may be on a screen: with stars in place of secrets."""
    return _masked(followed.base.text)[slice(*change.old)]


def structure(snapshot: Snapshot, path: str, followed: Followed) -> StructureDiff:
    """What changed, in sentences; nothing for a file that is no prompt."""
    from promptwell.domain.versions.differences.structure.change import StructureDiff
    from promptwell.domain.versions.differences.structure.compare import compare_documents

    model = model_of(snapshot, path)
    if model is None:
        return StructureDiff()
    old = parse(followed.base.text, path, associations=snapshot.project.associations)
    return compare_documents(old, model.document, snapshot.tokenizers)


def encoding_for(snapshot: Snapshot, path: str) -> str | None:
    """The encoding in which the model of a prompt counts; None where it is not published."""
    model = model_of(snapshot, path)
    return encoding_of(_model_name(model.document) if model else None)


def tokens(snapshot: Snapshot, encoding: str | None, followed: Followed) -> TokensFound | None:
    """The tokens that differ; None where the model's tokenizer is not known, or not loaded yet."""
    from promptwell.domain.versions.differences.tokens import diff_tokens

    tokenizer = snapshot.tokenizers.tokenizer(encoding) if encoding else None
    if encoding is None or tokenizer is None:
        return None

    def starts(text: str) -> Sequence[int] | None:
        # The base is the same at each keystroke.
        return (
            _starts(text, cast(Hashable, tokenizer))
            if text is followed.base.text
            else tokenizer.starts(text)
        )

    found = diff_tokens(followed.base.text, followed.inline.buffer, followed.inline.diff, starts)
    return TokensFound(encoding, found, by_hunk(followed.hunks, found.changes)) if found else None


def by_hunk(hunks: Sequence[Hunk], found: Sequence[Change]) -> Sequence[Sequence[Change]]:
    """The changes of each hunk: a token may reach out of its lines, and belongs to the first that it touches."""
    sorted_out: list[list[Change]] = [[] for _ in hunks]
    at = 0
    for each in found:
        while at < len(hunks) - 1 and (
            hunks[at].new.end < each.new.start or hunks[at].old.end < each.old.start
        ):
            at += 1
        sorted_out[at].append(each)
    return sorted_out


def hover(snapshot: Snapshot, path: str, offset: int, followed: Followed) -> Hover | None:
    """What stood at an offset in the base, and how many tokens more or less it is now.

    Of lines that went nothing is said in the line below, but at its beginning: what stands there is asked about.
    """
    told = [
        each
        for each in followed.hunks_at(offset)
        if offset <= each.new.start or each.new.start < each.new.end
    ]
    if not told:
        return None
    model = model_at(snapshot, path, offset)
    document = model.document if model else None
    at = [_at(each, offset) for each in told]
    text = "\n\n".join(_said(snapshot, document, followed, each) for each in at)
    # A secret is known by what stands around it: the whole texts are looked through.
    span = Span(min(offset, at[0].new.start), at[-1].new.end)
    return Hover(span, without_secrets(text, followed.base.text, followed.inline.buffer))


def _at(hunk: Hunk, offset: int) -> Change:
    """The words of a hunk that changed at an offset, or else the hunk."""
    return next((each for each in hunk.words if each.new.contains(offset)), hunk)


def _said(
    snapshot: Snapshot, document: PromptDocument | None, followed: Followed, change: Change
) -> str:
    before, after = followed.was(change), followed.inline.buffer[slice(*change.new)]
    name = followed.base.name
    was = "Was in" if after else "Removed since"
    if change.kind == "white-space":
        said = f"Since {code(name)} only spaces or line ends changed here."
    elif not before.strip():
        where = "this file is new" if followed.base.kind == "nothing" else f"not in {code(name)}"
        said = f"Added: {where}."
    elif "\n" not in before.strip() and len(before) <= 100:
        said = f"{was} {code(name)}: {code(before.strip())}"
    else:
        said = f"{was} {code(name)}:\n\n{block(before.rstrip(), longest=_LONGEST)}"
    amount = _amount(snapshot, document, before, after)
    return f"{said}\n\n{amount}" if amount else said


def with_hover(found: Hover | None, changed: Hover) -> Hover:
    """A hover that tells what changed as well."""
    if found is None:
        return changed
    return Hover(found.span, f"{found.text}\n\n---\n\n{changed.text}")


def revert_title(followed: Followed, span: Span) -> str:
    """The title of what takes back the changes in a range; "" where there are none, or nothing to put back."""
    if followed.base.kind == "nothing":
        return ""
    count = len(followed.reverting(span))
    if not count:
        return ""
    what = "this change" if count == 1 else f"{count} changes"
    return f"Revert {what} to {followed.base.name}"


def _amount(snapshot: Snapshot, document: PromptDocument | None, before: str, after: str) -> str:
    name = _model_name(document) if document else None
    old = count_tokens(before, name, snapshot.tokenizers)
    new = count_tokens(after, name, snapshot.tokenizers)
    more = new.count - old.count
    about = "" if old.exact and new.exact else "about "
    return f"{about}{more:+,} {'token' if abs(more) == 1 else 'tokens'}" if more else ""


def _model_name(document: PromptDocument) -> str | None:
    from promptwell.domain.versions.differences.structure.facts import PromptFacts

    named = PromptFacts(document).named_model
    return named.name if named else None


@lru_cache(maxsize=4)
def _masked(text: str) -> str:
    return hider(text).text


@lru_cache(maxsize=4)
def _starts(text: str, tokenizer: Hashable) -> Sequence[int] | None:
    return cast(Tokenizer, tokenizer).starts(text)
