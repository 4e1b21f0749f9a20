"""Differences in the shape that a client gets: ranges of the document, and what stood there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from promptwell.entrypoints.lsp.positions import Positions
from promptwell.language.text.source import SourceText, Span
from promptwell.services.editor import changes

if TYPE_CHECKING:  # the feature is loaded when it is first asked
    from promptwell.domain.versions.differences.structure.change import StructureDiff
    from promptwell.domain.versions.differences.text_diff import Change, Hunk
    from promptwell.services.editor.changes import TokensFound
    from promptwell.services.versions.following import Base, Followed

Json = dict[str, Any]


def to_difference(followed: Followed, positions: Positions, version: int | None) -> Json:
    """What differs: lines, and the words inside of them."""
    return {
        "version": version,
        "base": to_base(followed.base),
        "hunks": [_hunk(each, followed, positions) for each in followed.hunks],
    }


def to_base(base: Base) -> Json:
    """What a document is compared with, without its text."""
    return {
        "against": base.ref,
        "name": base.name,
        "kind": base.kind,
        "path": base.path,
        "commit": base.commit,
        "otherLineEnds": base.other_line_ends,
    }


def to_structure(found: StructureDiff) -> Json:
    """What changed, in sentences, prompt by prompt."""
    prompts = [{"name": each.name, "sentences": each.sentences} for each in found.prompts]
    return {"summary": found.sentence, "prompts": prompts}


def add_tokens(
    answer: Json, found: TokensFound | None, followed: Followed, positions: Positions
) -> None:
    """Tell how many tokens differ, and which in each hunk; that nobody knows where `found` is None."""
    if found is None:
        answer["tokens"] = None
        return
    diff = found.diff
    answer["tokens"] = {
        "encoding": found.encoding,
        "removed": diff.removed,
        "added": diff.added,
        "before": diff.old_total,
        "after": diff.new_total,
    }
    for hunk, tokens in zip(answer["hunks"], found.by_hunk, strict=True):
        hunk["tokens"] = _changes(tokens, followed, positions)


def to_offered(offered: Sequence[Any]) -> list[Json]:
    """What a document can be compared with."""
    return [asdict(each) for each in offered]


def _hunk(hunk: Hunk, followed: Followed, positions: Positions) -> Json:
    found = _change(hunk, followed, positions)
    found["addedLines"] = _lines(followed.inline.buffer[slice(*hunk.new)])
    found["removedLines"] = _lines(found["oldText"])
    found["words"] = _changes(hunk.words, followed, positions)
    return found


def _changes(found: Sequence[Change], followed: Followed, positions: Positions) -> list[Json]:
    return [_change(each, followed, positions) for each in found]


def _change(change: Change, followed: Followed, positions: Positions) -> Json:
    was = followed.was(change)
    found: Json = {
        "kind": change.kind,
        "range": _range(positions, change.new),
        "oldText": was,
    }
    shown = changes.shown(followed, change)
    if shown != was:
        found["shownText"] = shown
    return found


def _lines(text: str) -> int:
    """The lines of a piece of whole lines, of which the last may lack its end."""
    if not text:
        return 0
    count = len(SourceText(text).line_starts)
    return count - 1 if text.endswith(("\n", "\r")) else count


def _range(positions: Positions, span: Span) -> Json:
    # Plain JSON: an answer comes with each keystroke.
    (first, start), (last, end) = positions.position(span.start), positions.position(span.end)
    return {
        "start": {"line": first, "character": start},
        "end": {"line": last, "character": end},
    }
