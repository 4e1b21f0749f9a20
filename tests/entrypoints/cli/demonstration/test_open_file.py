"""Places of a file in the units of the protocol."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from promptwell.entrypoints.cli.demonstration.open_file import OpenFile
from promptwell.language.text.source import SourceText, Span


def file_of(text: str) -> OpenFile:
    return OpenFile("/w/a.j2", "a.j2", "file:///w/a.j2", SourceText(text))


@given(st.text(st.sampled_from("a🌿é\n\r\u2028\t")), st.integers(0, 30))
def test_an_offset_is_found_again_by_its_position(text: str, offset: int) -> None:
    file = file_of(text)
    offset = min(offset, len(text))
    if text[max(0, offset - 1) : offset + 1] == "\r\n":
        return  # No position of the protocol lies between the two.
    place = file.position(offset)
    assert file.span({"start": place, "end": place}) == Span(offset, offset)


def test_columns_count_utf_16_units() -> None:
    assert file_of("a🌿b").position(2) == {"line": 0, "character": 3}


def test_places_beyond_the_text_are_its_end() -> None:
    file = file_of("ab\n")
    beyond = {"line": 9, "character": 9}
    assert file.span({"start": beyond, "end": beyond}) == Span(3, 3)
