"""Role lines and message blocks cut a text into messages."""

from __future__ import annotations

import pytest

from promptwell.language.syntax.messages import (
    ALL_ROLES,
    parse_attributes,
    rendered_messages,
    split_messages,
)
from promptwell.language.syntax.parse import parse


def roles(text: str, path: str = "a.prompty") -> list[tuple[str, str]]:
    document = parse(text, path)
    return [(each.role, document.source.slice(each.content)) for each in document.messages]


def test_each_role_line_begins_a_message() -> None:
    text = "system:\nBe kind.\n\nuser:\nHi\n"
    first, second = split_messages(text)
    assert (first.role, text[first.content.start : first.content.end]) == ("system", "Be kind.\n\n")
    assert text[second.marker.start : second.marker.end] == "user:"
    assert text[second.name_span.start : second.name_span.end] == "user"
    assert second.content == (24, 27)


@pytest.mark.parametrize(
    "line", ["User:", "  user :  ", "# user:", "#USER:", "\tuser:", 'user[name="a"]:', "user:\r"]
)
def test_role_lines_may_be_written_in_many_ways(line: str) -> None:
    assert [each.role for each in split_messages(f"system:\nx\n{line}\ny")] == ["system", "user"]


@pytest.mark.parametrize(
    "line", ["user: hi", "the user:", "user", "users:", "-user:", "user[]:", "user:x", "tool:"]
)
def test_other_lines_are_text(line: str) -> None:
    assert [each.role for each in split_messages(f"system:\nx\n{line}\ny")] == ["system"]


def test_text_before_the_first_role_line_belongs_to_the_system() -> None:
    first, second = split_messages("Hello\nuser:\nx")
    assert (first.role, first.implicit, first.marker) == ("system", True, (0, 0))
    assert second.role == "user"
    assert [each.role for each in split_messages("\n  \nuser:\nx")] == ["user"]
    assert split_messages(" \n") == ()


def test_attributes_have_types() -> None:
    written = '[name="Ann", id=7, score=1.5, ok=True, nonce=01]'
    assert parse_attributes(written) == (
        ("name", "Ann"),
        ("id", 7),
        ("score", 1.5),
        ("ok", True),
        ("nonce", "01"),
    )


def test_role_lines_in_comments_and_tags_are_not_counted_and_those_in_raw_blocks_are() -> None:
    assert roles("system:\na\n{#\nuser:\n#}\n{{ {\n'x':\n1} }}b") == [
        ("system", "a\n{#\nuser:\n#}\n{{ {\n'x':\n1} }}b")
    ]
    assert [role for role, _ in roles("system:\n{% raw %}\nuser:\n{% endraw %}")] == [
        "system",
        "user",
    ]


def test_a_role_beside_tags_is_a_role_line() -> None:
    text = "system:\na\n{% if x %}user:{% endif %}\nb"
    document = parse(text, "a.prompty")
    marker = document.messages[1].marker
    assert document.source.slice(marker) == "user:"
    assert [role for role, _ in roles("system:\n{{ x }}user:{% if a %}{% endif %}\n")] == ["system"]


def test_a_plain_template_without_role_lines_is_one_message_of_no_role() -> None:
    assert roles("Hello {{ name }}", "a.j2") == [("", "Hello {{ name }}")]
    assert roles("# system:\nx\n# function:\ny", "a.jinja2") == [
        ("system", "x\n"),
        ("function", "y"),
    ]
    assert roles("", "a.j2") == []


def test_banks_and_haystack_make_messages_of_blocks() -> None:
    banks = "{% chat role=\"system\" %}\nA\n{% endchat %}\nx\n{% chat role='user' %}B{% endchat %}"
    assert roles(banks, "a.j2") == [("system", "\nA\n"), ("user", "B")]
    assert parse(banks, "a.j2").dialect == "banks"
    haystack = '{% message role="user" %}{{ q }}{% endmessage %}'
    document = parse(haystack, "a.jinja")
    assert (document.dialect, document.messages[0].role) == ("haystack", "user")
    assert document.source.slice(document.messages[0].name_span) == "user"


def test_text_without_a_block_is_the_users_in_banks() -> None:
    assert [each.role for each in parse("Hi", "a.j2", dialect="banks").messages] == ["user"]


def test_version_one_knows_functions_and_tools() -> None:
    text = "---\nsample: {a: 1}\n---\nsystem:\nx\nfunction:\ny\ntool:\nz\n"
    assert [role for role, _ in roles(text)] == ["system", "function", "tool"]


def test_rendered_text_is_cut_as_promptys_parser_does() -> None:
    assert rendered_messages("\nsystem:\nuser:\n\n x \n") == (
        ("system", "", {}),
        ("user", " x ", {}),
    )
    assert rendered_messages("a\n# tool:\nb", ALL_ROLES) == (("system", "a", {}), ("tool", "b", {}))
