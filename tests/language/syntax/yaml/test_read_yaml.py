"""The strict reading of YAML: values, places, and what loaders refuse although it is YAML."""

from __future__ import annotations

import pytest
import yaml

from promptwell.language.syntax.yaml import build
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.syntax.yaml.read import forget, read_yaml


def read(text: str) -> YamlNode:
    reading = read_yaml(text)
    assert reading.strict, reading.problems
    assert reading.root is not None
    return reading.root


def written(text: str, *path: str) -> str:
    node = read(text).get(*path)
    assert node is not None
    return text[node.span.start : node.span.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: plain text  # comment\nb: 1", "plain text"),
        ("a: 'it''s'\nb: 1", "'it''s'"),
        ('a: "x \\n y"   \nb: 1', '"x \\n y"'),
        ("a: |\n  one\n   two\n\n\nb: 1", "|\n  one\n   two"),
        ("a: >-\n  one\n  two\n# comment\nb: 1", ">-\n  one\n  two"),
        ("a: |2-  # comment\n    x\nb: 1", "|2-  # comment\n    x"),
        ("a: |\nb: 1", "|"),
        ("a: [1, {x: y}]  \nb: 1", "[1, {x: y}]"),
        ("a:\n  - x\n  - y: z\n\n# comment\nb: 1", "- x\n  - y: z"),
        ("a:\n  x: 1\n  y: 2\n\nb: 1", "x: 1\n  y: 2"),
        ("a: one\n  two\nb: 1", "one\n  two"),
        ("a:\nb: 1", ""),
        ("a: !!str 5\nb: 1", "!!str 5"),
        ("a: &anchor x\nb: 1", "&anchor x"),
    ],
)
def test_a_value_spans_exactly_what_is_written(text: str, expected: str) -> None:
    assert written(text, "a") == expected


@pytest.mark.parametrize(
    "before",
    [
        "x: '\U0001f600'\n",
        "x: é\u0301\n",
        "x: 1\r\n",
        "x: 1\r",
        "x: 'a\u2028b'\n",
        "x: 'a\u2029b'\n",
        "x: 'a\x85b'\n",
        "x: 'a\tb'  #\tc\n",
        "# \U0001f600 comment\r\n\r\n",
        "\ufeffx: 1\n",
        "x: |\r\n  \U0001f600\r\n\r\n",
    ],
)
def test_unusual_characters_and_line_ends_do_not_shift_places(before: str) -> None:
    text = before + "key: value\r\nlast: [\U0001f600, end]\r\n"
    assert written(text, "key") == "value"
    node = read(text).get("last")
    assert node is not None
    assert [text[item.span.start : item.span.end] for item in node.items] == ["\U0001f600", "end"]


def test_places_count_from_the_start_that_is_given() -> None:
    reading = read_yaml("name: x\n", 100)
    assert reading.root is not None
    assert reading.root.get("name").span == (106, 107)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("-1.5", -1.5),
        ("1e3", "1e3"),
        ("0x1F", 31),
        ("yes", True),
        ("Off", False),
        ("~", None),
        ("null", None),
        ("'5'", "5"),
        ("2020-01-01", "2020-01-01"),
        ("!!int '7'", 7),
        ("!!str 7", "7"),
        ("0x_", "0x_"),
    ],
)
def test_scalars_have_the_types_of_pyyaml_except_dates(text: str, value: object) -> None:
    node = read(f"a: {text}").get("a")
    assert node is not None
    assert node.value == value
    assert type(node.value) is type(value)


def test_an_absent_value_is_missing_and_an_explicit_null_is_a_scalar() -> None:
    root = read("a:\nb: ~\nc: ''\nd: []\n")
    assert [entry.value.kind for entry in root.entries] == [
        "missing",
        "scalar",
        "scalar",
        "sequence",
    ]


def test_aliases_are_never_expanded() -> None:
    root = read("a: &x [1]\nb: *x\nc: &y {<<: *z, k: v}\n".replace("*z", "*x"))
    alias = root.get("b")
    assert alias is not None
    assert (alias.kind, alias.value) == ("alias", "x")
    assert [entry.name for entry in root.get("c").entries] == ["<<", "k"]  # type: ignore[union-attr]


def test_a_bomb_of_aliases_costs_nothing() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert len(list(read("\n".join(lines)).walk())) < 700


def test_a_key_set_twice_points_to_the_first_place() -> None:
    text = "name: a\nother: 1\nname: b\n"
    [problem] = read_yaml(text).problems
    assert problem.rule == "duplicate-key"
    assert problem.span == (17, 21)
    assert problem.related[0][0] == (0, 4)


def test_keys_of_different_types_are_different_keys() -> None:
    assert read_yaml("1: a\n'1': b\n").problems == ()


def test_deep_nesting_is_a_problem_and_not_a_crash() -> None:
    for text in ("[" * 5000, "- " * 5000 + "x", "a: " + "{a: " * 5000, "? " * 5000):
        reading = read_yaml(text)
        assert "nesting-too-deep" in [problem.rule for problem in reading.problems]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: {{ name }}\n", "{{ name }}", "put it in quotes"),
        ("a: *nowhere\n", "*nowhere", "anchor"),
        ("a: !important x\n", "!important x", "tag"),
        ("a: &x 1\nb: &x 2\n", "&x 2", "set twice"),
        ("? [a]\n: b\n", "[a]", "cannot be a key"),
        ("a: 1\n---\nb: 2\n", "---", "one YAML document"),
    ],
)
def test_what_loaders_refuse_is_a_problem(text: str, place: str, words: str) -> None:
    reading = read_yaml(text)
    [problem] = reading.problems
    assert not reading.strict
    assert problem.rule == "invalid-front-matter"
    assert text[problem.span.start : problem.span.end] == place
    assert words in problem.message


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_a_text_that_says_nothing_has_no_tree_and_no_problem(text: str) -> None:
    assert read_yaml(text) == (None, (), True)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb:\n  - x\n  - y: |\n      z\n",
        "x: '\U0001f600'\r\ny: {a: [b, 'c']}\r\n",
        "a: x: y\nb: @c\nd: [e\nf: 1\n",
        "\tname: x\ninputs\n  a: 1\n",
    ],
)
def test_without_libyaml_the_reading_is_the_same(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget()
    usual = read_yaml(text)
    forget()
    monkeypatch.setattr(build, "LOADER", yaml.SafeLoader)
    pure = read_yaml(text)
    forget()
    assert pure.root == usual.root
    assert [problem.span for problem in pure.problems] == [
        problem.span for problem in usual.problems
    ]


def test_a_text_is_read_once() -> None:
    text = "name: read once\n"
    assert read_yaml(text) is read_yaml("name: read" + " once\n")
