"""The words that differ inside changed lines."""

from __future__ import annotations

import re
from dataclasses import replace

from promptwell.domain.versions.differences.beside_lines import lines_apart
from promptwell.domain.versions.differences.matching import gaps
from promptwell.domain.versions.differences.placing import placed, score_of_words
from promptwell.domain.versions.differences.text_diff import Change, Hunk, TextDiff, kind_of
from promptwell.language.text.source import Span

# Marks belong to the letter before them. Scripts that write without spaces are compared letter by letter.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983"
    "\u09bc-\u09d7\u0a01-\u0a4d\u0abc-\u0acd\u0b3c-\u0b57\u0bbe-\u0bd7\u0c3e-\u0c56\u0cbc-\u0cd6"
    "\u0d3b-\u0d57\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff"
)
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_PIECE = re.compile(
    rf"[{_UNSPACED}][{_MARKS}]*"
    rf"|[^\W{_UNSPACED}][\w{_MARKS}]*?(?=[{_UNSPACED}])"
    r"|\d+(?:[.,]\d+)+(?!\w)"
    rf"|\w(?:[\w{_MARKS}]|['’](?=\w))*"
    r"|\r\n|\n|\r|[^\S\r\n]+"
    rf"|.[{_MARKS}]*(?:(?<=\u200d).[{_MARKS}]*)*"
)
MOST = 400_000
"""Of changed lines longer than this, together, no words are compared."""

_MOST_STEPS = 30_000


def pieces(text: str) -> list[str]:
    """A text cut into words, spaces, line ends and single other characters; joined, they are the text."""
    return _PIECE.findall(text)


def with_words(diff: TextDiff, old: str, new: str) -> TextDiff:
    """The difference of lines with the words that differ in each hunk."""
    if sum(map(_size, diff.hunks)) > MOST:
        return TextDiff(tuple(_whole(each, old, new) for each in diff.hunks))
    return TextDiff(tuple(hunk_with_words(hunk, old, new) for hunk in diff.hunks))


def hunk_with_words(hunk: Hunk, old: str, new: str) -> Hunk:
    """One hunk with the words that differ in it; it depends on nothing but the hunk."""
    if hunk.kind in ("added", "removed") or _size(hunk) > MOST:
        return _whole(hunk, old, new)
    before = pieces(old[hunk.old.start : hunk.old.end])
    after = pieces(new[hunk.new.start : hunk.new.end])
    changes: list[Change] = []
    old_at, new_at = hunk.old.start, hunk.new.start
    old_piece = new_piece = 0
    found = gaps(before, after, min(_size(hunk), _MOST_STEPS))
    for gap in placed(found, before, after, score_of_words):
        old_at += sum(map(len, before[old_piece : gap.old_start]))
        new_at += sum(map(len, after[new_piece : gap.new_start]))
        old_end = old_at + sum(map(len, before[gap.old_start : gap.old_end]))
        new_end = new_at + sum(map(len, after[gap.new_start : gap.new_end]))
        _add(changes, Span(old_at, old_end), Span(new_at, new_end), old, new)
        old_at, new_at = old_end, new_end
        old_piece, new_piece = gap.old_end, gap.new_end
    return replace(hunk, words=lines_apart(changes, hunk, old, new))


def _add(changes: list[Change], old_span: Span, new_span: Span, old: str, new: str) -> None:
    """Add a change; one with nothing but a space or a sign between it and the last joins that."""
    added = _change(old_span, new_span, old, new)
    last = changes[-1] if changes else None
    # A word that came and a space that went are two things to a reader.
    if last is not None and "white-space" not in (last.kind, added.kind):
        between = old[last.old.end : old_span.start]
        if len(between) <= 2 and not any(map(str.isalnum, between)) and "\n" not in between:
            whole = Span(last.old.start, old_span.end), Span(last.new.start, new_span.end)
            added = _change(*whole, old, new)
            changes.pop()
    changes.append(added)


def _change(old_span: Span, new_span: Span, old: str, new: str) -> Change:
    kind = kind_of(old[old_span.start : old_span.end], new[new_span.start : new_span.end])
    return Change(old_span, new_span, kind)


def _size(hunk: Hunk) -> int:
    return hunk.old.end - hunk.old.start + hunk.new.end - hunk.new.start


def _whole(hunk: Hunk, old: str, new: str) -> Hunk:
    """A hunk in which all words differ; a line end that is the same on both sides does not."""
    end = _line_end(old, hunk.old)
    if not end or end != _line_end(new, hunk.new):
        return replace(hunk, words=(Change(hunk.old, hunk.new, hunk.kind),))
    before = Span(hunk.old.start, hunk.old.end - len(end))
    after = Span(hunk.new.start, hunk.new.end - len(end))
    return replace(hunk, words=(_change(before, after, old, new),))


def _line_end(text: str, span: Span) -> str:
    return next((end for end in ("\r\n", "\n", "\r") if text.endswith(end, *span)), "")
