"""A difference leads from one text to the other, the same way back, at every level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from promptwell.domain.versions.differences.inline import InlineDiff
from promptwell.domain.versions.differences.lines import diff_lines, lines_of
from promptwell.domain.versions.differences.text_diff import Change, applied
from promptwell.domain.versions.differences.tokens import diff_tokens
from promptwell.domain.versions.differences.words import MOST, pieces, with_words
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import SourceText, Span

# Few different lines, so that many are alike, and every line end there is.
LINES = st.builds(
    str.__add__,
    st.sampled_from(
        [
            "a",
            "b",
            "",
            " a",
            "a b",
            "a  b",
            "# T",
            "user:",
            "naïve café",
            "日本語のテキスト",
            "x\u2028y",
        ]
    ),
    st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", ""]),
)
TEXTS = st.lists(LINES, max_size=14).map("".join) | st.text(max_size=60)


@st.composite
def related_texts(draw: st.DrawFn) -> tuple[str, str]:
    """A text and the same after a few edits of lines, among them moves."""
    lines = draw(st.lists(LINES, max_size=30))
    other = list(lines)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(other)))
        end = draw(st.integers(at, min(at + 4, len(other))))
        taken = other[at:end]
        other[at:end] = draw(st.lists(LINES, max_size=3))
        if draw(st.booleans()):
            to = draw(st.integers(0, len(other)))
            other[to:to] = taken
    return "".join(lines), "".join(other)


PAIRS = st.tuples(TEXTS, TEXTS) | related_texts()


def in_order(changes: Sequence[Change], *, apart: bool = False) -> bool:
    return all(
        one.old.end <= other.old.start
        and one.new.end <= other.new.start
        and (not apart or one.old.end < other.old.start)
        for one, other in pairwise(changes)
    )


@given(PAIRS)
@example(("a\r", "a\r\n"))
@example(("\r", "\n\r"))
@settings(max_examples=400, deadline=None)
def test_hunks_lead_to_the_other_text_and_are_whole_lines(pair: tuple[str, str]) -> None:
    old, new = pair
    diff = diff_lines(old, new)
    assert applied(diff.hunks, old, new) == new
    assert in_order(diff.hunks, apart=True)
    for hunk in diff.hunks:
        assert hunk.old.start in (0, *SourceText(old).line_starts, len(old))
        assert hunk.new.start in (0, *SourceText(new).line_starts, len(new))
        assert old[slice(*hunk.old)] != new[slice(*hunk.new)]
    assert bool(diff.hunks) == (old != new)


@given(PAIRS)
@settings(max_examples=300, deadline=None)
def test_the_way_back_is_the_same(pair: tuple[str, str]) -> None:
    old, new = pair
    there = with_words(diff_lines(old, new), old, new)
    back = with_words(diff_lines(new, old), new, old)
    assert back == there.reversed()


@given(PAIRS)
@settings(max_examples=300, deadline=None)
def test_words_lead_to_the_other_text_inside_their_hunks(pair: tuple[str, str]) -> None:
    old, new = pair
    diff = with_words(diff_lines(old, new), old, new)
    assert applied(diff.words, old, new) == new
    assert in_order(diff.words)
    for hunk in diff.hunks:
        assert hunk.words
        assert all(hunk.old.covers(word.old) and hunk.new.covers(word.new) for word in hunk.words)


@given(st.text() | TEXTS)
@settings(deadline=None)
def test_pieces_put_together_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text
    assert "".join(lines_of(text)) == text


@given(PAIRS)
@settings(max_examples=200, deadline=None)
def test_white_space_alone_is_told_apart(pair: tuple[str, str]) -> None:
    old, new = pair
    for change in with_words(diff_lines(old, new), old, new).words:
        before, after = old[slice(*change.old)], new[slice(*change.new)]
        assert (change.kind == "white-space") == (
            before.split() == after.split() or _said(before) == _said(after)
        )


def _said(text: str) -> str:
    return "".join(text.split())


def token_starts(text: str) -> list[int]:
    """A tokenizer that reaches over line ends and spaces, as real ones do."""
    return [found.start() for found in re.finditer(r"\s*\w{1,3}|\W\n*|\n+", text)]


@given(PAIRS)
@settings(max_examples=300, deadline=None)
def test_tokens_lead_to_the_other_text_and_their_numbers_add_up(pair: tuple[str, str]) -> None:
    old, new = pair
    found = diff_tokens(old, new, diff_lines(old, new), token_starts)
    assert found is not None
    assert applied(found.changes, old, new) == new
    assert in_order(found.changes)
    assert found.new_total - found.old_total == found.added - found.removed
    starts, others = {*token_starts(old), len(old)}, {*token_starts(new), len(new)}
    for each in found.changes:
        assert {*each.old} <= starts
        assert {*each.new} <= others


@st.composite
def edited_buffers(draw: st.DrawFn) -> tuple[str, str, list[list[TextEdit]]]:
    """A base, a buffer, and what is typed in it step by step, each step one or more edits."""
    base, buffer = draw(PAIRS)
    steps: list[list[TextEdit]] = []
    text = buffer
    for _ in range(draw(st.integers(1, 6))):
        places = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4)))
        places = places[: len(places) // 2 * 2]
        edits = [
            TextEdit(
                Span(start, end),
                draw(st.sampled_from(["", "x", "\n", "a\n", "\r", "b\n\nuser:\n"])),
            )
            for start, end in zip(places[::2], places[1::2], strict=True)
        ]
        steps.append(edits)
        text = apply_edits(text, edits)
    return base, buffer, steps


@given(edited_buffers())
@settings(max_examples=400, deadline=None)
def test_what_is_renewed_while_typing_equals_what_is_found_anew(
    typed: tuple[str, str, list[list[TextEdit]]],
) -> None:
    base, buffer, steps = typed
    current = InlineDiff.of(base, buffer)
    for edits in steps:
        buffer = apply_edits(buffer, edits)
        current = current.after(edits)
        assert current == InlineDiff.of(base, buffer)


@given(edited_buffers())
@settings(max_examples=400, deadline=None)
def test_of_a_large_text_only_what_is_around_the_edit_is_renewed_and_it_stays_right(
    typed: tuple[str, str, list[list[TextEdit]]],
) -> None:
    base, buffer, steps = typed
    current = InlineDiff.of(base, buffer, small=0)
    for edits in steps:
        buffer = apply_edits(buffer, edits)
        current = current.after(edits)
        assert current.buffer == buffer
        assert applied(current.diff.hunks, base, buffer) == buffer
        assert applied(current.diff.words, base, buffer) == buffer
        assert in_order(current.diff.hunks, apart=True)
    assert InlineDiff.of(base, base, small=0).after([TextEdit(Span(0, 0), "")]).diff.hunks == ()


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=60), st.data())
@settings(max_examples=200, deadline=None)
def test_of_a_large_text_without_moves_nothing_more_is_told_than_anew(
    numbers: list[int], data: st.DataObject
) -> None:
    base = "".join(f"line {each}\n" for each in numbers)
    buffer, current = base, InlineDiff.of(base, base, small=0)
    for number in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(buffer)))
        end = data.draw(st.integers(start, min(start + 40, len(buffer))))
        edit = TextEdit(
            Span(start, end), data.draw(st.sampled_from(["", f"w{number}", f"w{number}\n"]))
        )
        buffer = apply_edits(buffer, [edit])
        current = current.after([edit])
    assert changed(current) <= changed(InlineDiff.of(base, buffer))


def changed(found: InlineDiff) -> int:
    return sum(len(lines_of(found.buffer[slice(*hunk.new)])) for hunk in found.diff.hunks)


@pytest.mark.parametrize(("end", "other"), [("\n", "\n"), ("\r\n", "\r\n"), ("\r\n", "\n")])
def test_of_lines_too_long_to_compare_all_words_differ_but_no_line_end_that_is_the_same(
    end: str, other: str
) -> None:
    old, new = "a " * MOST + end, "b" + other
    (hunk,) = with_words(diff_lines(old, new), old, new).hunks
    (word,) = hunk.words
    assert applied(hunk.words, old, new) == new
    assert (old[slice(*word.old)].endswith(end), new[slice(*word.new)].endswith(other)) == (
        end != other,
        end != other,
    )
