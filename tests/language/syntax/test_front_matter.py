"""Where the front matter stands, and what its loader trips over."""

from __future__ import annotations

import pytest

from promptwell.language.syntax.front_matter import FrontMatterReading, read_front_matter


def read(text: str, *, managed: bool = True) -> FrontMatterReading:
    return read_front_matter(text, managed=managed)


def content(text: str, *, managed: bool = True) -> str | None:
    front_matter = read(text, managed=managed).front_matter
    return text[slice(*front_matter.content)] if front_matter is not None else None


@pytest.mark.parametrize(
    ("text", "yaml", "body"),
    [
        ("---\nname: x\n---\nbody", "name: x\n", "body"),
        ("---\r\nname: x\r\n---\r\nbody", "name: x\r\n", "body"),
        ("---\rname: x\r---\rbody", "name: x\r", "body"),
        ("\n \n---\nname: x\n--- \nbody", "name: x\n", "body"),
        ("+++\nname: x\n+++\nbody", "name: x\n", "body"),
        ("---\n---\nbody", "", "body"),
        ("--- \nname: x\n---\n\nbody\n---\nmore", "name: x\n", "\nbody\n---\nmore"),
    ],
)
def test_the_front_matter_ends_at_the_first_closing_line(text: str, yaml: str, body: str) -> None:
    reading = read(text)
    assert content(text) == yaml
    assert text[reading.body :] == body
    assert reading.problems == ()


def test_a_file_without_front_matter_is_all_body() -> None:
    assert read("system:\nHello\n---\n") == (None, 0, ())


def test_front_matter_behind_a_byte_order_mark_is_read_and_the_mark_reported() -> None:
    text = "\ufeff---\nname: x\n---\nbody"
    reading = read(text)
    assert reading.front_matter is not None
    assert reading.front_matter.root.get("name").span == (11, 12)  # type: ignore[union-attr]
    [problem] = reading.problems
    assert problem.span == (0, 1)
    assert problem.fix is not None


def test_dashes_inside_a_value_are_reported_because_prompty_stops_there() -> None:
    text = "---\nname: a --- b\nx: 1\n---\nbody"
    reading = read(text)
    [problem] = reading.problems
    assert text[problem.span.start : problem.span.end] == "---"
    assert problem.span.start == 12
    assert reading.front_matter is not None
    assert reading.front_matter.root.get("x").value == 1  # type: ignore[union-attr]


def test_a_file_that_ends_with_its_front_matter_is_reported() -> None:
    [problem] = read("---\nname: x\n---").problems
    assert "does not load" in problem.message
    assert read("---\nname: x\n---\n").problems == ()


@pytest.mark.parametrize(
    ("text", "yaml", "fixed"),
    [
        ("---\nname: x\n\nsystem:\nHi", "name: x\n", "---\nname: x\n---\n\nsystem:\nHi"),
        ("---\nname: x", "name: x", "---\nname: x\n---\n"),
        (
            "---\ninputs:\n  a: 1\n- b\n# c\nHello there.\n",
            "inputs:\n  a: 1\n- b\n# c\n",
            "---\ninputs:\n  a: 1\n- b\n# c\n---\nHello there.\n",
        ),
        ("---\nuser:\nHi", "", "---\n---\nuser:\nHi"),
        ("---", "", "---\n---\n"),
    ],
)
def test_front_matter_that_is_not_closed_ends_where_the_prompt_begins(
    text: str, yaml: str, fixed: str
) -> None:
    reading = read(text)
    assert content(text) == yaml
    problem = reading.problems[0]
    assert problem.span == (0, 3)
    assert problem.fix is not None
    [edit] = problem.fix[1]
    assert text[: edit.span.start] + edit.new_text + text[edit.span.end :] == fixed


def test_front_matter_that_is_no_mapping_is_reported() -> None:
    for text in ("---\nna\n---\nx", "---\n- a\n---\nx"):
        reading = read(text)
        assert reading.front_matter is not None
        assert reading.front_matter.root is None
        assert not reading.front_matter.strict
        assert reading.problems[0].rule == "invalid-front-matter"


@pytest.mark.parametrize(
    "text",
    [
        "---\nname: x\nHello",
        "---\nJust a rule above and below.\n---\n",
        "--- name: x\n---\n",
        "---\n{% if x %}\n---\n",
        "---\nname: x\n+++\n",
    ],
)
def test_in_other_files_dashes_are_text_unless_they_enclose_keys(text: str) -> None:
    assert read(text, managed=False) == (None, 0, ())


def test_other_files_may_have_front_matter() -> None:
    assert content("---\nname: x\n---\nbody", managed=False) == "name: x\n"
