"""What holds for every merge, whatever the sides did."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from tests.properties.merged_texts import KINDS, changed

from promptwell.domain.versions.merging.merge import merge
from promptwell.domain.versions.merging.result import Markers, Merged
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.parse import parse

PATHS = ("a.prompty", "a.j2", "AGENTS.md", "a.prompt.yml", "a.json", "prompts.yaml", "a.prompt")
OWN = re.compile(r"(?:ours|theirs)\d+")
BASE = re.compile(r"(?:[Bb]ase|thing)\d+")
ANY = st.text(alphabet=st.sampled_from("ab:- #{}%\n\r\t\"[],'=<>|\ufeff\u2028é"), max_size=80)


Texts = tuple[str, str, str, str]
"""The path of a file, as it was, and what two sides made of it."""


@st.composite
def three(draw: st.DrawFn, kinds: Iterable[str] = KINDS) -> Texts:
    path = draw(st.sampled_from([*kinds]))
    base = draw(KINDS[path])
    return path, base, draw(changed(base, "ours")), draw(changed(base, "theirs"))


def merged(base: str, ours: str, theirs: str, path: str = "a.prompty") -> Merged:
    return merge(base, ours, theirs, partial(read, path=path))


def read(text: str, path: str) -> PromptDocument:
    return parse(text, path)


@given(three())
def test_an_unchanged_side_gives_way_and_equal_sides_are_taken(texts: Texts) -> None:
    path, base, side, _ = texts
    assert merged(base, side, base, path).text == side
    assert merged(base, base, side, path).text == side
    assert merged(base, side, side, path).text == side


@given(three())
def test_it_does_not_matter_which_side_is_which(texts: Texts) -> None:
    path, base, ours, theirs = texts
    one, other = merged(base, ours, theirs, path), merged(base, theirs, ours, path)
    if one.clean:
        assert one.text == other.text
    assert [(each.where, each.base, each.ours, each.theirs) for each in one.conflicts] == [
        (each.where, each.base, each.theirs, each.ours) for each in other.conflicts
    ]


@given(three())
def test_a_merge_without_conflict_can_be_read_as_well_as_its_sides(texts: Texts) -> None:
    path, *three = texts
    found = merged(*three, path)
    if found.clean and found.structural:
        known = {each.message for side in three for each in parse(side, path).problems}
        assert not {each.message for each in parse(found.text, path).problems} - known


@given(three())
def test_no_word_that_a_side_wrote_is_lost_and_none_that_was_deleted_comes_back(
    texts: Texts,
) -> None:
    path, base, ours, theirs = texts
    found = merged(base, ours, theirs, path)
    words = Counter(OWN.findall(found.text))
    for side in (ours, theirs):
        assert not Counter(OWN.findall(side)) - words
    if found.clean:
        assert not words - (Counter(OWN.findall(ours)) | Counter(OWN.findall(theirs)))
        there = {*BASE.findall(found.text)}
        assert {*BASE.findall(ours)} & {*BASE.findall(theirs)} <= there
        assert there <= {*BASE.findall(ours)} | {*BASE.findall(theirs)}


@given(three())
def test_lines_that_nobody_touched_are_there_as_often_as_before(texts: Texts) -> None:
    path, *three = texts
    found = merged(*three, path)
    if (
        found.clean and found.structural
    ):  # of lines alone Git says twice what both moved, and so do we
        base, ours, theirs, after = (Counter(each.split("\n")) for each in (*three, found.text))
        # Two words of one line, one changed by each side, make a line that neither side has.
        words = {line for line in base if len({each[line] for each in (base, ours, theirs)}) == 1}
        assert {line: after[line] for line in words if line.strip()} == {
            line: base[line] for line in words if line.strip()
        }


@given(ANY, ANY, ANY, st.sampled_from(PATHS))
def test_any_text_can_be_merged(base: str, ours: str, theirs: str, path: str) -> None:
    found = merged(base, ours, theirs, path)
    assert found.clean or "<<<<<<< ours" in found.text
    for each in found.conflicts:
        line = re.split(r"\r\n|\n|\r", found.text)[each.line]
        assert line.endswith("<<<<<<< ours")


@given(three(), st.sampled_from(("\r\n", "\r")), st.booleans(), st.booleans())
def test_line_ends_and_byte_order_marks_are_kept(
    texts: Texts, end: str, mark: bool, last: bool
) -> None:
    path, *three = texts

    def dressed(text: str) -> str:
        text = text if last else text.rstrip("\n")
        return ("\ufeff" if mark else "") + text.replace("\n", end)

    plain = merged(*((each if last else each.rstrip("\n")) for each in three), path)
    found = merged(*map(dressed, three), path)
    if plain.clean and found.clean:
        assert found.text.removeprefix("\ufeff") == plain.text.replace("\n", end)
    assert found.text.startswith("\ufeff") is mark
    assert "\n" not in found.text.replace(end, "") if end != "\r" else "\n" not in found.text


@given(three())
def test_a_side_that_only_changed_line_ends_is_no_conflict(texts: Texts) -> None:
    path, base, ours, _ = texts
    found = merged(base, ours, base.replace("\n", "\r\n"), path)
    assert found.clean
    assert found.text == ours.replace("\n", "\r\n")


@given(three())
def test_conflicts_marked_longer_or_with_their_base_are_the_same_conflicts(
    texts: Texts,
) -> None:
    path, *three = texts
    short = merged(*three, path)
    long = merge(*three, partial(read, path=path), Markers("HEAD", "main", "abc", 12, "diff3"))
    assert len(short.conflicts) == len(long.conflicts)
    assert long.text.count("|" * 12 + " abc\n") == len(long.conflicts)
