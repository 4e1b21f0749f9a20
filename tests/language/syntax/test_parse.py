"""Any text becomes a document that prints back to it."""

from __future__ import annotations

import time

import pytest

from promptwell.language.syntax.parse import parse

MILLION = 1_000_000
HEAD = "---\nname: x\n---\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "---",
        "---\n---",
        "\ufeff---\r\nname: \U0001f600\r\n---\r\nsystem:\r\nHi {{ x }}\u2028\r\nuser:\r\n",
        "---\nname: x\n---\n{% if a %}{{ b }}{% endif %}{# c #}tail",
        "---\nname: [\n---\n{{ open",
        "---\nna",
        "\0\ud800\udfff---\n",
        "{% raw %}{{ x }}",
        "---\ntemplate: {format: mustache}\n---\n{{#a}}{{ b",
    ],
)
@pytest.mark.parametrize("path", ["a.prompty", "a.j2", "a.txt", "", "untitled:Untitled-1"])
def test_a_document_prints_back_to_its_text(text: str, path: str) -> None:
    document = parse(text, path)
    assert document.print() == text
    assert document.path == path


@pytest.mark.parametrize(
    "text",
    [
        "a" * MILLION,
        HEAD + "a:" * (MILLION // 2),
        HEAD + "{{ x }}" + " " * MILLION,
        HEAD + "-" * MILLION,
        "---\nname: " + "a" * MILLION + "\n---\nx",
        "---\nname: " + "a: " * (MILLION // 3) + "\n---\nx",
        "---\nname: " + "[" * MILLION + "\n---\nx",
        "---\nname: " + "{{ " * (MILLION // 3) + "\n---\nx",
        "---\n" + "- " * (MILLION // 2) + "\n---\nx",
        "---\na: '" + "#" * MILLION + "\n---\nx",
        HEAD + "user[" + "a=b," * (MILLION // 4) + "]:",
    ],
)
def test_a_line_of_a_megabyte_is_read_at_once(text: str) -> None:
    started = time.process_time()
    document = parse(text, "a.prompty")
    # Reading takes about 0.2 s; what would grow with the square takes minutes.
    assert time.process_time() - started < 5
    assert document.print() == text


def test_parts_have_their_places() -> None:
    text = "\r\n---\nname: x\n---\nsystem:\nHi {{ name }}\n"
    document = parse(text, "/repo/a.prompty")
    assert document.front_matter is not None
    assert document.source.slice(document.front_matter.span) == "---\nname: x\n---"
    assert document.source.slice(document.body) == "system:\nHi {{ name }}\n"
    [island] = document.template.islands
    assert document.source.slice(island.span) == "{{ name }}"
    assert document.root.get("name").value == "x"  # type: ignore[union-attr]


def test_problems_come_in_the_order_of_the_text() -> None:
    text = "---\nname: a: b\nsample: {x: 1}\nmodel: {id: y}\n---\n{{ }}\n{% if x %}\n"
    problems = parse(text, "a.prompty").problems
    assert [problem.rule for problem in problems][:2] == ["invalid-front-matter", "mixed-versions"]
    assert list(problems) == sorted(problems, key=lambda problem: problem.span)
    assert len(problems) >= 4


def test_typing_in_the_body_does_not_read_the_front_matter_again() -> None:
    head = "---\nname: once\n---\n"
    one, other = parse(head + "a", "a.prompty"), parse(head + "ab", "a.prompty")
    assert one.root is other.root
