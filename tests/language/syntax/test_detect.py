"""Format and dialect are told by settings, names and content."""

from __future__ import annotations

import pytest

from promptwell.language.syntax.detect import Associations, detect, owned
from promptwell.language.syntax.parse import parse


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("/r/a.prompty", "", ("prompty", "prompty-v2")),
        ("/r/A.PROMPTY", "x", ("prompty", "prompty-v2")),
        ("/r/a.prompty", "---\nsample: {a: 1}\n---\n", ("prompty", "prompty-v1")),
        ("/r/a.prompty", "---\nmodel: {api: chat}\n---\n", ("prompty", "prompty-v1")),
        ("/r/a.prompty", "---\ninputs: {a: {type: string}}\n---\n", ("prompty", "prompty-v1")),
        ("/r/a.prompty", "---\ntemplate: jinja2\n---\n", ("prompty", "prompty-v1")),
        ("/r/a.prompty", "---\ntemplate: ${file:t.yaml}\n---\n", ("prompty", "prompty-v2")),
        ("/r/a.prompty", "---\nauthors: [a]\n---\n", ("prompty", "prompty-v1")),
        ("/r/a.prompty", "---\nversion: 1\nmodel: {id: x}\n---\n", ("prompty", "prompty-v2")),
        ("/r/a.prompty", "---\nmodel: {id: x}\nsample: : x\n---\n", ("prompty", "prompty-v1")),
        ("/r/a.j2", "{{ x }}", ("jinja", "plain")),
        ("C:/r/a.jinja2", "", ("jinja", "plain")),
        ("/r/a.jinja", "{%- chat role='user' %}{% endchat %}", ("jinja", "banks")),
        ("/r/a.jinja", "{% message role='user' %}{% endmessage %}", ("jinja", "haystack")),
        ("/m/chat_template.jinja", "", ("jinja", "chat-template")),
        (
            "/m/x.jinja",
            "{{ bos_token }}{% for message in messages %}{% endfor %}",
            ("jinja", "chat-template"),
        ),
        ("/m/x.jinja", "{% for message in messages %}{% endfor %}", ("jinja", "plain")),
        ("/r/a.md", "---\nname: x\n---\n{{ x }}", None),
        ("/r/a.txt", "system:\n", None),
        ("/r/prompt.yaml", "", None),
    ],
)
def test_a_file_is_told_by_its_name_and_content(
    path: str, text: str, expected: tuple[str, str] | None
) -> None:
    assert detect(path, text) == expected


def test_settings_go_before_names() -> None:
    settings = Associations({"prompts/**/*.md": "jinja", "*.tpl": "jinja"}, {"*.tpl": "banks"})
    assert detect("/r/prompts/x/a.md", "", settings) == ("jinja", "plain")
    assert detect("/r/docs/a.md", "", settings) is None
    assert detect("/r/a.tpl", "", settings) == ("jinja", "banks")
    assert owned("/r/a.tpl", settings)
    assert not owned("/r/a.md", settings)


def test_settings_that_name_no_format_are_passed_over() -> None:
    settings = Associations({"*.j2": "no such format"}, {"*.j2": "no such dialect"})
    assert detect("/r/a.j2", "", settings) == ("jinja", "plain")


def test_a_text_without_a_name_is_read_as_a_managed_prompt() -> None:
    assert parse("---\nname: x\n---\nsystem:\nHi").format == "prompty"


def test_a_given_format_and_dialect_win() -> None:
    assert parse("x", "a.txt", format="jinja", dialect="banks").dialect == "banks"
    assert parse("x", "a.prompty", dialect="prompty-v1").dialect == "prompty-v1"
    assert parse("x", "a.j2", dialect="prompty-v1").dialect == "plain"


def test_a_file_that_mixes_both_versions_is_reported_once() -> None:
    text = "---\nmodel: {id: x, apiType: chat}\nsample: {a: 1}\n---\nHi\n"
    document = parse(text, "a.prompty")
    [problem] = document.problems
    assert problem.rule == "mixed-versions"
    assert document.dialect == "prompty-v2"
    assert document.source.slice(problem.span) == "sample"
    assert problem.related
