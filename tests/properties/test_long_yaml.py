"""A long YAML text, which is read entry by entry, says what it says when it is read whole."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from promptwell.language.syntax.yaml.build import Built, build_tree
from promptwell.language.syntax.yaml.pieces import forget_pieces, read_in_pieces
from promptwell.language.syntax.yaml.read import read_yaml

ENTRIES = (
    "greeting: |\n  Hello {name}.\n\n  # no comment\n  key: {x}\n",
    "# remark\nreview:\n  system: >-\n    Be brief.\n  user: |2\n      Deep {text}\n   and less\n",
    "quoted: \"a \\\"b\\\"\n  and on\"\nsingle: 'it''s'\n",
    "plain: goes\n  on here\n\nlist:\n- a\n- b: c\n  d: [1, {e: f}]\n",
    "empty:\nnumber: 1\nkept: |+\n  text\n\n\nnext: ~\n",
)
CHANGES = (
    *("\n", "  ", "x", "key\n", "a: b\n", "  a: b\n", "- ", ": ", "#", " # c", '"', "'", "[", "}"),
    *("|\n", "&a ", "*a", "<<: *a\n", "---\n", "...\n", "\t", "\r\n", "\r", "\u2028", "\x00", "é"),
    *('"k": 1\n', "? x\n", "!t ", "%", "{", "]", ",", "greeting: 2\n"),
)


@st.composite
def long_texts(draw: st.DrawFn) -> str:
    """Entries at the top or under one key, some of them changed, and enough to be read in pieces."""
    entries = draw(st.lists(st.sampled_from(ENTRIES), min_size=2, max_size=8))
    text = "".join(entries)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(CHANGES)) + text[at + draw(st.integers(0, 2)) :]
    rest = "".join(f"filler_{number}: |\n  Text {{x}} of {number}.\n" for number in range(560))
    text = text + rest if draw(st.booleans()) else rest + text
    if draw(st.booleans()):
        text = "all:\n" + "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
    return text


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[float, int, str]]:
    """Where, counted from the begin or, if negative, the end; how much goes and what comes."""
    written = st.sampled_from(("", *CHANGES, *ENTRIES))
    edit = st.tuples(st.floats(-1, 1), st.sampled_from((0, 0, 1, 3, 60)), written)
    return draw(st.lists(edit, min_size=1, max_size=6))


@given(long_texts())
@settings(max_examples=150, deadline=None)
def test_a_long_text_says_what_it_says_as_a_whole(text: str) -> None:
    whole = loadable(text)
    reading = read_yaml(text)
    assert reading.strict == (whole is not None)
    if whole is not None:
        assert reading.root == whole.root
        assert reading.problems == whole.problems
    for problem in reading.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)


@given(long_texts(), edits())
@settings(max_examples=100, deadline=None)
def test_what_is_typed_in_a_long_text_is_read_as_at_first_sight(
    text: str, typed: list[tuple[float, int, str]]
) -> None:
    answers = []
    changed = min(len(text), 900)  # the entries that are not alike stand at one end of the text
    for where, gone, written in [(0.0, 0, ""), *typed]:
        at = int(abs(where) * changed)
        at = at if where >= 0 else len(text) - at
        text = text[:at] + written + text[at + gone :]
        answers.append((text, read_in_pieces(text, read_yaml)))
    for text, answer in answers:
        forget_pieces()
        assert read_in_pieces(text, read_yaml) == answer


@pytest.mark.parametrize(
    "heads",
    [
        ("a: 1\nb: 2\n", "#a: 1\nb: 2\n", "a: 1\nb: 2\n"),
        ("a: 1\nb: 2\n", "b: 2\n", "# x\n\nb: 2\n", "x: 0\n# x\n\nb: 2\n"),
        ("all:\n  a: 1\n", "alle:\n  a: 1\n", "alle:\n  #a: 1\n", "alle:\n    a: 1\n"),
        ("a: 1\nb: |\n  x\n", "a: 1\nb |\n  x\n", "a: 1\nb: |\n  x\n"),
        ("a: 1\n\nb: 2\n", "a: 1\n---\nb: 2\n", "a: 1\n--\nb: 2\n", "a: 1\n\nb: 2\n"),
        ("a: 1\r\nb: 2\n", "a: 12\r\nb: 2\n", "a: 12\rb: 2\n", "a: 1\nb: 2\n"),
        ("a: 1\na: 2\n", "a: 1\nb: 2\n", "a: 1\na: 2\n"),
    ],
)
def test_each_head_of_a_long_text_is_read_as_at_first_sight(heads: tuple[str, ...]) -> None:
    rest = "".join(f"filler_{number}: |\n  Text {{x}} of {number}.\n" for number in range(560))
    if heads[0].startswith("all:"):
        rest = "".join(f"  {line}\n" for line in rest.splitlines())
    texts = [head + rest for head in heads] + [rest + head for head in heads]
    answers = [(text, read_in_pieces(text, read_yaml)) for text in texts]
    for text, answer in answers:
        forget_pieces()
        assert read_in_pieces(text, read_yaml) == answer


def loadable(text: str) -> Built | None:
    """The tree of a text that a YAML loader takes, else None."""
    try:
        built = build_tree(text)
    except yaml.YAMLError:
        return None
    return built if not built.refusals else None
