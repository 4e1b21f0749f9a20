"""Random edits, sent as clients send them: the server's text is always the client's."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from promptwell.entrypoints.lsp.documents import Change, OpenDocuments
from promptwell.entrypoints.lsp.positions import Encoding, LineColumn, Positions, units
from promptwell.language.text.source import SourceText

CHARACTERS = st.sampled_from("ab {}%:\n\r\t🌿👩\u200dé\u0301日\u2028\u2029\x0b\x0c\x1c\x85\ud800")
TEXTS = st.text(CHARACTERS, max_size=60)
ENCODINGS: st.SearchStrategy[Encoding] = st.sampled_from(["utf-8", "utf-16", "utf-32"])


class Client:
    """A text as an editor keeps it: lines end at LF, CRLF and CR only."""

    def __init__(self, text: str, encoding: Encoding) -> None:
        self.text = text
        self.encoding: Encoding = encoding

    def position(self, offset: int) -> LineColumn:
        line, start, index = 0, 0, 0
        while index < offset:
            if self.text[index] == "\n" or (
                self.text[index] == "\r" and self.text[index + 1 : index + 2] != "\n"
            ):
                line, start = line + 1, index + 1
            index += 1
        return LineColumn(line, units(self.text[start:offset], self.encoding))

    def between_lines(self, offset: int) -> bool:
        return self.text[offset - 1 : offset + 1] == "\r\n"


@given(
    TEXTS, ENCODINGS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80), TEXTS), max_size=8)
)
@settings(max_examples=400, deadline=None)
def test_incremental_edits_give_the_clients_text(
    text: str, encoding: Encoding, edits: list[tuple[int, int, str]]
) -> None:
    client = Client(text, encoding)
    documents = OpenDocuments(encoding)
    documents.open("file:///a", "/a", 0, text)
    for version, (one, other, new_text) in enumerate(edits, 1):
        one, other = min(one, len(client.text)), min(other, len(client.text))
        # No client can name a place between the two characters of a CRLF.
        one -= client.between_lines(one)
        other -= client.between_lines(other)
        # The ends come in either order: the server puts them right.
        change = Change(client.position(one), client.position(other), new_text)
        start, end = sorted((one, other))
        client.text = client.text[:start] + new_text + client.text[end:]
        document = documents.change("/a", version, [change])
        assert document is not None
        assert document.text == client.text


@given(TEXTS, ENCODINGS)
@settings(max_examples=400, deadline=None)
def test_positions_and_offsets_are_each_others_reverse(text: str, encoding: Encoding) -> None:
    client = Client(text, encoding)
    positions = Positions(SourceText(text), encoding)
    for offset in range(len(text) + 1):
        if not client.between_lines(offset):
            assert positions.position(offset) == client.position(offset)
            assert positions.offset(*client.position(offset)) == offset


@given(TEXTS, ENCODINGS, st.integers(-5, 200), st.integers(-5, 2**31))
@settings(max_examples=400, deadline=None)
def test_places_outside_the_text_are_moved_into_it(
    text: str, encoding: Encoding, line: int, column: int
) -> None:
    positions = Positions(SourceText(text), encoding)
    offset = positions.offset(line, column)
    assert 0 <= offset <= len(text)
    if 0 <= line < len(positions.source.line_starts):
        assert positions.source.line_number(offset) == line


@given(st.integers(0, 1200), ENCODINGS)
@settings(max_examples=100, deadline=None)
def test_long_lines_are_counted_exactly(column: int, encoding: Encoding) -> None:
    text = "a🌿é日" * 300
    positions = Positions(SourceText(text), encoding)
    place = positions.position(column)
    assert place == LineColumn(0, units(text[:column], encoding))
    assert positions.offset(*place) == column
