"""Offsets, lines and edits: they agree with each other on any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptwell.language.text.edit import TextEdit, apply_edits, without_overlaps
from promptwell.language.text.source import SourceText, Span

_TEXTS = st.text(alphabet="ab\n\r\u2028\x0b\x85🙂é \t", max_size=60)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", (0,)),
        ("a\nb", (0, 2)),
        ("a\r\nb\rc\n", (0, 3, 5, 7)),
        ("a\u2028b\x0bc\x85d\x0c", (0,)),
    ],
)
def test_only_lf_crlf_and_cr_end_a_line(text: str, starts: tuple[int, ...]) -> None:
    assert SourceText(text).line_starts == starts


@given(_TEXTS)
def test_each_offset_is_its_line_and_column(text: str) -> None:
    source = SourceText(text)
    for offset in range(len(text) + 1):
        line, column = source.line_column(offset)
        assert source.line_starts[line] + column == offset
        span = source.line_span(line)
        if offset <= span.end:  # else it lies within the line's end, where no column is
            assert source.offset(line, column) == offset


@given(_TEXTS)
def test_lines_and_their_ends_make_up_the_text(text: str) -> None:
    source = SourceText(text)
    ends = [*source.line_starts[1:], len(text)]
    lines = [
        source.line_text(number) + text[source.line_span(number).end : end]
        for number, end in enumerate(ends)
    ]
    assert "".join(lines) == text


def test_places_outside_the_text_are_clamped() -> None:
    source = SourceText("ab\nc")
    assert source.offset(-1, 5) == 0
    assert source.offset(0, 99) == 2
    assert source.offset(9, 0) == 4


def test_edits_are_given_in_offsets_of_the_original() -> None:
    edits = [TextEdit(Span(4, 5), "X"), TextEdit(Span(0, 1), ""), TextEdit(Span(2, 2), "--")]
    assert apply_edits("abcdefg", edits) == "b--cdXfg"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlapping edits at offset 1"):
        apply_edits("abc", [TextEdit(Span(0, 2), "x"), TextEdit(Span(1, 3), "y")])


def test_of_groups_that_collide_the_first_is_taken_whole() -> None:
    first = [TextEdit(Span(0, 2), "x"), TextEdit(Span(5, 6), "y")]
    second = [TextEdit(Span(1, 3), "z"), TextEdit(Span(7, 8), "w")]
    third = [TextEdit(Span(8, 9), "v")]
    assert without_overlaps([first, second, third]) == [*first, *third]


@given(_TEXTS, st.data())
def test_an_edit_undone_gives_the_text_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = data.draw(st.text(max_size=10))
    changed = apply_edits(text, [TextEdit(Span(start, end), new)])
    undo = TextEdit(Span(start, start + len(new)), text[start:end])
    assert apply_edits(changed, [undo]) == text


@pytest.mark.parametrize(
    ("one", "other", "overlap", "cover"),
    [
        (Span(0, 3), Span(2, 5), True, False),
        (Span(0, 3), Span(3, 5), False, False),
        (Span(0, 5), Span(1, 2), True, True),
        (Span(0, 5), Span(2, 2), True, True),
        (Span(2, 2), Span(2, 2), False, True),
    ],
)
def test_spans_are_half_open(one: Span, other: Span, overlap: bool, cover: bool) -> None:
    assert one.overlaps(other) is overlap
    assert one.covers(other) is cover
