"""Text that is not YAML: every fault is told with its place and a way out, and the rest is read."""

from __future__ import annotations

import pytest
import yaml

from promptwell.language.syntax.yaml.line_reader import read_lines
from promptwell.language.syntax.yaml.quoting import quoted
from promptwell.language.syntax.yaml.read import read_yaml
from promptwell.language.text.edit import apply_edits


def after_fixes(text: str) -> str:
    edits = [edit for problem in read_yaml(text).problems for edit in (problem.fix or ("", ()))[1]]
    return apply_edits(text, edits)


@pytest.mark.parametrize(
    ("value", "loaded"),
    [
        ("Note: be kind", "Note: be kind"),
        ("ends with a colon:", "ends with a colon:"),
        ("[WIP] a draft", "[WIP] a draft"),
        ("[never closed", "[never closed"),
        ("{braces} in text", "{braces} in text"),
        ("{{ name }} is here", "{{ name }} is here"),
        ("{{ name }}", "{{ name }}"),
        ("**/*.ts", "**/*.ts"),
        ("*bold* words", "*bold* words"),
        ("@handle", "@handle"),
        ("`code`", "`code`"),
        ("%d percent", "%d percent"),
        ("!important words", "!important words"),
        ("| text", "| text"),
        ("> quote", "> quote"),
        ("- dash", "- dash"),
        ("& co", "& co"),
        ("'It's fine'", "It's fine"),
        ('"a" and "b"', '"a" and "b"'),
        ('"C:\\path"', "C:\\path"),
        ('Note: it\'s "quoted"', 'Note: it\'s "quoted"'),
        ("Note: \u2028 here", "Note: \u2028 here"),
    ],
)
def test_a_value_that_needs_quotes_gets_them_from_the_fix(value: str, loaded: str) -> None:
    text = f"name: x\ndescription: {value}\nlast: y\n"
    reading = read_yaml(text)
    assert not reading.strict
    [problem] = reading.problems
    assert problem.rule == "invalid-front-matter"
    assert problem.fix is not None
    assert problem.fix[0] == "Quote this value"
    assert yaml.safe_load(after_fixes(text)) == {"name": "x", "description": loaded, "last": "y"}
    assert reading.root is not None
    assert reading.root.plain() == {"name": "x", "description": loaded, "last": "y"}


def test_each_of_several_faults_is_reported() -> None:
    text = "a: x: y\nb: @foo\nc: fine\nd: [open\ne:\n  f: `g`\n"
    reading = read_yaml(text)
    places = [text[problem.span.start : problem.span.end] for problem in reading.problems]
    assert places == ["x: y", "@foo", "[open", "`g`"]
    assert yaml.safe_load(after_fixes(text)) == reading.root.plain()  # type: ignore[union-attr]


def test_a_bad_item_of_a_list_is_quoted_alone() -> None:
    text = "tags: [one, @two, three]\nmodel: {id: `x`}\n"
    assert after_fixes(text) == 'tags: [one, "@two", three]\nmodel: {id: "`x`"}\n'


@pytest.mark.parametrize(
    ("text", "root", "fixed"),
    [
        ("name: x\ndescr", {"name": "x"}, "name: x\ndescr:"),
        ("descr\nname: x", {"name": "x"}, "descr:\nname: x"),
        ("name foo\nx: 1", {"name": "foo", "x": 1}, "name: foo\nx: 1"),
        (
            "inputs\n  topic:\n    kind: string\nx: 1",
            {"inputs": {"topic": {"kind": "string"}}, "x": 1},
            "inputs:\n  topic:\n    kind: string\nx: 1",
        ),
        (
            "inputs:\n  topic:\n    kind: string\n    de\nx: 1",
            {"inputs": {"topic": {"kind": "string"}}, "x": 1},
            "inputs:\n  topic:\n    kind: string\n    de:\nx: 1",
        ),
    ],
)
def test_a_key_without_its_colon_gets_one(text: str, root: object, fixed: str) -> None:
    reading = read_yaml(text)
    assert reading.root is not None
    assert reading.root.plain() == root
    assert after_fixes(text) == fixed


def test_tabs_in_the_indentation_become_spaces() -> None:
    text = "inputs:\n\ttopic: x\n"
    reading = read_yaml(text)
    [problem] = reading.problems
    assert text[problem.span.start : problem.span.end] == "\t"
    assert yaml.safe_load(after_fixes(text)) == {"inputs": {"topic": "x"}}


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("name:\tx\nb: 1\n", "name: x\nb: 1\n"),
        ("name: x\t\nb: 1\n", "name: x \nb: 1\n"),
        ("name: one\ttwo\nb: 1\n", 'name: "one\\ttwo"\nb: 1\n'),
        ("tags: [a,\tb]\nb: 1\n", "tags: [a, b]\nb: 1\n"),
    ],
)
def test_a_tab_that_prompty_refuses_is_mended(text: str, fixed: str) -> None:
    [problem] = read_yaml(text).problems
    assert "tab" in problem.message
    assert after_fixes(text) == fixed
    assert yaml.safe_load(fixed) == read_yaml(text).root.plain()  # type: ignore[union-attr]


def test_a_quote_that_is_not_closed_is_closed() -> None:
    text = 'a: "abc\nb: 1\nc: "foo"\n'
    assert after_fixes(text) == 'a: "abc"\nb: 1\nc: "foo"\n'
    assert read_yaml(text).root.plain() == {"a": "abc", "b": 1, "c": "foo"}  # type: ignore[union-attr]


def test_a_control_character_is_deleted() -> None:
    text = "a: b\x07c\nd: e\n"
    assert after_fixes(text) == "a: bc\nd: e\n"
    assert read_yaml(text).root.get("d").span == (10, 11)  # type: ignore[union-attr]


def test_a_lone_surrogate_is_reported_and_read_over() -> None:
    reading = read_yaml("a: \ud800\nb: 1\n")
    assert [problem.rule for problem in reading.problems] == ["invalid-front-matter"]
    assert reading.root.get("b").value == 1  # type: ignore[union-attr]


def test_a_line_that_fits_nowhere_is_left_out_with_what_hangs_on_it() -> None:
    text = "name: a\n  desc: b\n    more: c\nz: 1\n"
    reading = read_yaml(text)
    [problem] = reading.problems
    assert text[problem.span.start : problem.span.end] == "desc: b"
    assert reading.root.plain() == {"name": "a", "z": 1}  # type: ignore[union-attr]


def test_a_list_over_several_lines_is_no_fault_of_the_line_below_it() -> None:
    text = "tags: [a,\n  b]\nname: x: y\n"
    [problem] = read_yaml(text).problems
    assert text[problem.span.start : problem.span.end] == "x: y"


@pytest.mark.parametrize(
    "text",
    ["plain", "a: b", "x\ny", 'say "hi"', "it's", "back\\slash", "é\u2028\x85\ufeff\t\0", ""],
)
def test_quoted_text_loads_as_itself(text: str) -> None:
    assert yaml.safe_load(quoted(text)) == text


def test_the_line_reader_nests_by_indentation() -> None:
    text = "name: x\ninputs:\n  a:\n    kind: string\n  b: 2\ntags:\n- one\n- k: v\n  l: w\n???\nz: 'q'\n"
    root = read_lines(text)
    assert root is not None
    assert root.plain() == {
        "name": "x",
        "inputs": {"a": {"kind": "string"}, "b": 2},
        "tags": ["one", {"k": "v", "l": "w"}],
        "z": "q",
    }


def test_more_faults_than_are_mended_one_by_one_still_leave_the_keys_known() -> None:
    text = "".join(f"key{n}: a: b\n" for n in range(60))
    reading = read_yaml(text)
    assert reading.root is not None
    assert len(reading.root.entries) == 60
