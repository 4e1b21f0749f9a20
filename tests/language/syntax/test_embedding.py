"""A prompt inside a YAML or JSON text keeps its places in the file."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from promptwell.language.syntax.embedding import content_span, edited_span, rewritten, view_of
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.syntax.yaml.read import read_yaml
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import Span


def scalar(text: str, *path: str) -> YamlNode:
    root = read_yaml(text).root
    assert root
    found = root.get(*path)
    assert found
    return found


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("a: Hi {{ x }}\nb: 1", "   Hi {{ x }}\n    "),
        ("a: 'it''s {{ x }}'\n", "    it' s {{ x }} \n"),
        ('a: "say \\"{{ x }}\\""\n', '    say " {{ x }}"  \n'),
        ('a: "one\\ntwo"\n', "    one \ntwo \n"),
        ('a: "\\u00e9\\x41\\U0001F600!"\n', "    é     A   😀         ! \n"),
        ("a: |\n  one\n  {{ x }}\nb: 2\n", "    \n  one\n  {{ x }}\n    \n"),
        ("a: >-\n  one\n  two\n", "     \n  one\n  two\n"),
    ],
)
def test_a_view_shows_the_text_where_it_stands(text: str, view: str) -> None:
    found = view_of(text, [scalar(text, "a")])
    assert len(found) == len(text)
    assert found.split() == view.split()
    assert found.rstrip() == view.rstrip()


def test_json_writes_wide_characters_in_pairs() -> None:
    text = json.dumps({"a": "x 😀 {{ y }}"})
    # libyaml reads no such pair, so the place is given here.
    found = view_of(text, [YamlNode("scalar", Span(6, len(text) - 1), style="double")])
    assert len(found) == len(text)
    assert "😀" in found
    assert found.index("{{ y }}") == text.index("{{ y }}")


def test_several_texts_are_seen_together() -> None:
    text = "- role: system\n  content: Be {{ tone }}.\n- role: user\n  content: '{{ question }}'\n"
    root = read_yaml(text).root
    assert root
    contents = [item.get("content") for item in root.items]
    found = view_of(text, [each for each in contents if each])
    assert found.split() == ["Be", "{{", "tone", "}}.", "{{", "question", "}}"]
    assert found.count("\n") == text.count("\n")


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from(["'", '"', "|", ">"]))
def test_what_is_seen_is_what_yaml_says(words: str, style: str) -> None:
    written = yaml.safe_dump({"a": words}, default_style=style, allow_unicode=True, width=10**6)
    node = scalar(written, "a")
    found = view_of(written, [node])
    span = content_span(written, node)
    assert len(found) == len(written)
    assert found[: span.start].strip() == ""
    seen = "".join(found[span.start : span.end].split())
    assert seen == "".join(words.split())


@pytest.mark.parametrize(
    ("text", "new_text", "after"),
    [
        ('a: "x {y}"\n', 'say "{y}"\n', 'a: "x say \\"{y}\\"\\n"\n'),
        ("a: 'x {y}'\n", "it's", "a: 'x it''s'\n"),
        ("a: |\n  x\n  {y}\n", "one\ntwo", "a: |\n  x\n  one\n  two\n"),
        ("a:\n  b: |\n\n      x {y}\n", "\n- z", "a:\n  b: |\n\n      x \n      - z\n"),
        ("a: x {y}\n", "{z}", None),
        ("a: x {y}\n", "z: 1", None),
        ("a: 'x {y}'\n", "one\ntwo", None),
    ],
)
def test_a_new_text_is_written_as_its_scalar_asks(
    text: str, new_text: str, after: str | None
) -> None:
    root = read_yaml(text).root
    assert root
    node = next(each for each in root.walk() if "{y}" in (each.text() or ""))
    start = text.index("{y}")
    span = edited_span(text, node, Span(start, start + 3), new_text)
    written = rewritten(text, node, new_text)
    assert (None if written is None else apply_edits(text, [TextEdit(span, written)])) == after


def test_an_edit_takes_whole_escapes() -> None:
    text = 'a: "\\u200bx\\"y"\n'
    node = scalar(text, "a")
    assert edited_span(text, node, Span(4, 5), "") == Span(4, 10)
    assert edited_span(text, node, Span(11, 12), "") == Span(11, 13)


def test_quotes_in_tags_stand_next_to_what_they_quote() -> None:
    text = 'a: "{% include \\"x.j2\\" %} \\"y\\" {{ a | join(\\", \\") }}"\n'
    view = view_of(text, [scalar(text, "a")])
    assert '{% include  "x.j2"  %}' in view
    assert 'join( ", " )' in view
