"""A long YAML text, which is read entry by entry, says what it says when it is read whole."""

from __future__ import annotations

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from promptwell.language.syntax.yaml.build import Built, build_tree
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
    rest = "".join(f"filler_{number}: |\n  Text {{x}} of {number}.\n" for number in range(500))
    text = text + rest if draw(st.booleans()) else rest + text
    if draw(st.booleans()):
        text = "all:\n" + "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
    return text


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


def loadable(text: str) -> Built | None:
    """The tree of a text that a YAML loader takes, else None."""
    try:
        built = build_tree(text)
    except yaml.YAMLError:
        return None
    return built if not built.refusals else None
