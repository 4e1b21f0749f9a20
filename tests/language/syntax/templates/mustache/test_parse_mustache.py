"""Mustache prompts have variables, sections and faults as Jinja prompts have."""

from __future__ import annotations

from promptwell.language.semantics.analyze import analyze
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.parse import parse

HEAD = "---\ntemplate: {format: {kind: mustache}, parser: {kind: prompty}}\n---\n"


def mustache(body: str) -> PromptDocument:
    document = parse(HEAD + body, "a.prompty")
    assert document.engine == "mustache"
    assert document.print() == document.text
    return document


def test_variables_and_their_attributes_are_uses() -> None:
    document = mustache("user:\n{{a}} {{{ b }}} {{&c}} {{ user.name.first }} {{#items}}x{{/items}}")
    uses = analyze(document).uses
    assert [(use.name, use.path) for use in uses] == [
        ("a", ()),
        ("b", ()),
        ("c", ()),
        ("user", ("name", "first")),
        ("items", ()),
    ]
    assert all(document.source.slice(use.span) == use.name for use in uses)


def test_names_inside_a_section_may_be_fields_of_its_items() -> None:
    uses = analyze(mustache("{{out}}{{#items}}{{field}}{{.}}{{/items}}")).uses
    assert [(use.name, use.path, use.guarded) for use in uses] == [
        ("out", (), False),
        ("items", (), False),
        ("this", ("field",), True),
    ]


def test_sections_are_blocks() -> None:
    document = mustache("{{#a}}{{^b}}x{{/b}}{{/a}}")
    assert [block.tag for block in document.template.blocks()] == ["#", "^"]
    assert document.problems == ()


def test_comments_partials_and_changed_delimiters_say_nothing_of_variables() -> None:
    document = mustache("{{! user:\n}}{{> part}}{{=<% %>=}}<% z %> {{ text }}")
    assert [use.name for use in analyze(document).uses] == ["z"]
    assert [message.role for message in document.messages] == ["system"]


def test_each_fault_is_reported() -> None:
    document = mustache("{{#a}}{{#b}}{{/a}}{{/c}}\n{{ x\n{{#d}}")
    assert [problem.rule for problem in document.problems] == [
        "unclosed-block",
        "stray-end",
        "template-syntax",
        "unclosed-block",
    ]


def test_deep_nesting_is_a_problem_and_not_a_crash() -> None:
    document = mustache("{{#a}}" * 5000 + "{{x}}" + "{{/a}}" * 5000)
    assert "nesting-too-deep" in [problem.rule for problem in document.problems]
    assert analyze(document).uses
