"""What holds for every merge, whatever the sides did."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from tests.properties.merged_texts import changed, prompts

from promptwell.domain.versions.merging.merge import merge
from promptwell.domain.versions.merging.result import Markers, Merged
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.parse import parse

PATHS = ("a.prompty", "a.j2", "AGENTS.md", "a.prompt.yml", "a.json", "prompts.yaml", "a.prompt")
OWN = re.compile(r"(?:ours|theirs)\d+")
BASE = re.compile(r"(?:[Bb]ase|thing)\d+")
ANY = st.text(alphabet=st.sampled_from("ab:- #{}%\n\r\t\"[],'=<>|\ufeff\u2028é"), max_size=80)


@st.composite
def three(draw: st.DrawFn) -> tuple[str, str, str]:
    base = draw(prompts())
    return base, draw(changed(base, "ours")), draw(changed(base, "theirs"))


def merged(base: str, ours: str, theirs: str, path: str = "a.prompty") -> Merged:
    return merge(base, ours, theirs, partial(read, path=path))


def read(text: str, path: str) -> PromptDocument:
    return parse(text, path)


@given(prompts().flatmap(lambda base: st.tuples(st.just(base), changed(base, "ours"))))
def test_an_unchanged_side_gives_way_and_equal_sides_are_taken(texts: tuple[str, str]) -> None:
    base, side = texts
    assert merged(base, side, base).text == side
    assert merged(base, base, side).text == side
    assert merged(base, side, side).text == side


@given(three())
def test_it_does_not_matter_which_side_is_which(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    one, other = merged(base, ours, theirs), merged(base, theirs, ours)
    if one.clean:
        assert one.text == other.text
    assert [(each.where, each.base, each.ours, each.theirs) for each in one.conflicts] == [
        (each.where, each.base, each.theirs, each.ours) for each in other.conflicts
    ]


@given(three())
def test_a_merge_without_conflict_can_be_read_as_well_as_its_sides(
    texts: tuple[str, str, str],
) -> None:
    found = merged(*texts)
    if found.clean and found.structural:
        known = {each.message for side in texts for each in parse(side, "a.prompty").problems}
        assert not {each.message for each in parse(found.text, "a.prompty").problems} - known


@given(three())
def test_no_word_that_a_side_wrote_is_lost_and_none_that_was_deleted_comes_back(
    texts: tuple[str, str, str],
) -> None:
    _, ours, theirs = texts
    found = merged(*texts)
    words = Counter(OWN.findall(found.text))
    for side in (ours, theirs):
        assert not Counter(OWN.findall(side)) - words
    if found.clean:
        there = {*BASE.findall(found.text)}
        assert {*BASE.findall(ours)} & {*BASE.findall(theirs)} <= there
        assert there <= {*BASE.findall(ours)} | {*BASE.findall(theirs)}


@given(ANY, ANY, ANY, st.sampled_from(PATHS))
def test_any_text_can_be_merged(base: str, ours: str, theirs: str, path: str) -> None:
    found = merged(base, ours, theirs, path)
    assert found.clean or "<<<<<<< ours" in found.text
    for each in found.conflicts:
        line = re.split(r"\r\n|\n|\r", found.text)[each.line]
        assert line.endswith("<<<<<<< ours")


@given(three(), st.sampled_from(("\r\n", "\r")), st.booleans(), st.booleans())
def test_line_ends_and_byte_order_marks_are_kept(
    texts: tuple[str, str, str], end: str, mark: bool, last: bool
) -> None:
    def dressed(text: str) -> str:
        text = text if last else text.rstrip("\n")
        return ("\ufeff" if mark else "") + text.replace("\n", end)

    plain = merged(*((each if last else each.rstrip("\n")) for each in texts))
    found = merged(*map(dressed, texts))
    if plain.clean and found.clean:
        assert found.text.removeprefix("\ufeff") == plain.text.replace("\n", end)
    assert found.text.startswith("\ufeff") is mark
    assert "\n" not in found.text.replace(end, "") if end != "\r" else "\n" not in found.text


@given(three())
def test_a_side_that_only_changed_line_ends_is_no_conflict(texts: tuple[str, str, str]) -> None:
    base, ours, _ = texts
    found = merged(base, ours, base.replace("\n", "\r\n"))
    assert found.clean
    assert found.text == ours.replace("\n", "\r\n")


@given(three())
def test_conflicts_marked_longer_or_with_their_base_are_the_same_conflicts(
    texts: tuple[str, str, str],
) -> None:
    short = merged(*texts)
    long = merge(
        *texts, partial(read, path="a.prompty"), Markers("HEAD", "main", "abc", 12, "diff3")
    )
    assert len(short.conflicts) == len(long.conflicts)
    assert long.text.count("|" * 12 + " abc\n") == len(long.conflicts)
