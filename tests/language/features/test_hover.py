"""What is shown over things, and that nothing in it acts."""

from __future__ import annotations

import re

import pytest
from tests.language.features.in_memory import Files, prompt

from promptwell.language.features.data.filters import FILTERS
from promptwell.language.features.data.tags import TAGS
from promptwell.language.features.data.tests import TESTS
from promptwell.language.features.hover import hover
from promptwell.language.features.markdown import code, plain
from promptwell.language.features.previews import preview_at
from promptwell.language.syntax.templates.jinja.dialects import dialect


def shown(**texts: str) -> str:
    files = Files(**texts)
    found = hover(files.project, files.model, files.offset)
    return found.text if found else ""


def test_an_input_tells_everything_that_is_known_of_it() -> None:
    text = shown(
        a_dot_prompty="""---
inputs:
  - name: agent
    kind: string
    default: Ann
    description: Who signs
metadata:
  tests:
    - inputs: {agent: Bob}
---
user:
{{ ag‸ent }} {{ agent }}
{% include "p.j2" %}
""",
        p_dot_j2="{{ agent }} {{ agent }}",
    )
    for words in ("`agent`", "string", "Who signs", "optional", '"Ann"', "line 3", "line 9"):
        assert words in text, words
    assert "Used in line 12 and `p.j2` (2 times)." in text


def test_an_input_that_nobody_declares_says_so() -> None:
    assert "Declared nowhere." in shown(a_dot_j2="{{ na‸me }}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ x | tri‸m }}", "Removes white space"),
        ("{% if x is divisib‸leby(2) %}{% endif %}", "without a rest"),
        ("{% f‸or a in b %}{% endfor %}", "{% for item in items"),
        ("{{ ran‸ge(3) }}", "whole numbers"),
        ("{% for a in b %}{{ lo‸op.index }}{% endfor %}", "innermost loop"),
        ("{% for a in b %}{{ loop.ind‸ex }}{% endfor %}", "counted from 1"),
        ("{% set x = [1, 2] %}{{ x‸ }}", "array of integer"),
        ("{% set x = y.z %}{{ x‸ }}", "= `y.z`"),
        ("{% for x in [{'a': 1}] %}{{ x.a‸ }}{% endfor %}", "`x.a` — integer"),
        ("{% macro m(a, b=2) %}{% endmacro %}{{ m‸(1) }}", "`m(a, b=2)`"),
        ("{% macro m(a) %}{{ a‸ }}{% endmacro %}", "parameter of a macro"),
        ("{{ x | my_ow‸n }}", "of the application"),
    ],
)
def test_names_of_the_template(text: str, words: str) -> None:
    assert words in shown(a_dot_j2=text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\nmodel:\n  id: gpt-4‸o\n---\n", "context window 128,000 tokens"),
        ("---\nmodel:\n  id: my-own‸\n---\n", "don't know"),
        ("---\nmodel:\n  api‸Type: chat\n---\n", "Which of the provider"),
        ("---\nmodel:\n  apiType: ch‸at\n---\n", "`embedding`"),
        ("---\nname: a\n---\nsys‸tem:\nHello there.\n", "message 1 of 1"),
        ("---\nconnection: ${env:SEC‸RET}\n---\nx\n", "environment variable"),
    ],
)
def test_front_matter_and_roles(text: str, words: str) -> None:
    assert words in shown(a_dot_prompty=text)


def test_a_model_names_the_source_and_day_of_its_facts() -> None:
    text = shown(a_dot_prompty="---\nmodel:\n  id: gpt-4‸o\n---\n")
    assert re.search(r"From .+, \d{4}-\d\d-\d\d\.", text)
    assert "per million tokens" in text


def test_an_include_shows_where_it_leads_and_how_the_file_begins() -> None:
    text = shown(a_dot_j2='{% include "p‸.j2" %}', p_dot_j2="First line\n" + "more\n" * 50)
    assert "`p.j2`" in text
    assert "First line" in text
    assert text.count("more") < 10


def test_an_include_that_leads_nowhere_says_where_it_looked() -> None:
    text = shown(a__b_dot_j2='{% include "gone‸.j2" %}')
    assert "no such file" in text
    assert "`gone.j2`, `../gone.j2`" in text


def test_an_imported_macro_is_shown_from_its_own_file() -> None:
    text = shown(
        a_dot_j2='{% from "m.j2" import money %}{{ mon‸ey(1) }}',
        m_dot_j2="\n{% macro money(x) %}{% endmacro %}",
    )
    assert "`money(x)` — macro" in text
    assert "`m.j2` line 2" in text


HOSTILE = (
    "![x](http://evil/x.png) [click](command:rm) <img src=x> **b** \u202e `c` \u200b\U000e0041"
)


@pytest.mark.parametrize(
    "text",
    [
        f"---\ninputs:\n  a: {{kind: string, description: '{HOSTILE}'}}\n---\nuser:\n{{{{ a‸ }}}}",
        f"---\ninputs:\n  a: {{kind: string, default: '{HOSTILE}'}}\n---\nuser:\n{{{{ a‸ }}}}",
        f"---\nmodel:\n  id: '{HOSTILE}‸'\n---\nuser:\nx",
        f'---\nname: a\n---\nuser:\n{{% set b = "{HOSTILE}" %}}{{{{ b‸ }}}}',
        f'---\nname: a\n---\nuser:\n{{% include "{HOSTILE}‸" %}}',
        f"---\ninputs:\n  a: {{kind: string, example: '{HOSTILE}'}}\n---\nuser:\n{{{{ a‸ }}}}",
        f"---\nsample:\n  a: {{b: '{HOSTILE}'}}\n---\nuser:\n{{{{ a.b‸ }}}}",
        f"-‸--\nname: '{HOSTILE}'\n---\nuser:\nHello.",
        f'---\nname: a\n---\nuser:\n{{% macro m(x="{HOSTILE}") %}}{{% endmacro %}}{{{{ m‸() }}}}',
        f"---\nsample:\n  - '{HOSTILE}'\n---\nuser:\n{{% for x in ['{HOSTILE}'] %}}{{{{ x‸ }}}}",
    ],
)
def test_text_from_a_file_stays_text(text: str) -> None:
    found = shown(a_dot_prompty=text)
    assert found
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", found)
    for sign in ("![", "](", "<img", "**"):
        assert sign not in outside.replace("\\", "\\\\").replace("\\\\" + sign, "")
    for invisible in ("\u202e", "\u200b", "\U000e0041"):
        assert invisible not in found


@pytest.mark.parametrize("text", ["`", "``", "a`b", "`a`", "a``b`c", "plain"])
def test_code_holds_any_backticks(text: str) -> None:
    fence, inside = re.fullmatch(r"(`+)(?!`) ?(.*?) ?(?<!`)\1", code(text)).groups()  # type: ignore[union-attr]
    assert inside == text
    assert fence not in re.findall(r"`+", text)


def test_plain_text_is_cut_and_keeps_its_lines() -> None:
    assert len(plain("x" * 5000)) <= 401
    assert plain("a\nb").split() == ["a", "b"]


def test_every_builtin_is_documented() -> None:
    known = dialect("plain")
    own = dialect("prompty-v2")
    assert own.filters <= set(FILTERS)
    assert {name for name in own.tests if name.isalpha()} <= set(TESTS)
    assert {*known.blocks, *known.tags, *known.ends} <= set(TAGS)
    for table in (FILTERS, TESTS):
        assert all(each.text.endswith(".") for each in table.values())
    assert all(each.text.endswith(".") for each in TAGS.values())


def test_a_documented_builtin_exists() -> None:
    own = dialect("prompty-v2")
    assert set(FILTERS) <= own.filters
    assert set(TESTS) <= own.tests


def test_nothing_is_shown_over_prose() -> None:
    assert shown(a_dot_prompty=prompt("Hel‸lo {{ x }}", "x")) == ""


PRICED = (
    "---\nname: reply\nmodel:\n  id: gpt-4o\n  provider: openai\n"
    "  options: {maxOutputTokens: 500}\n"
    "inputs:\n  mail: {kind: string, example: Good morning}\n---\n"
    "system:\nYou are kind.\n\nuser:\n{{ mail }}\n"
)


@pytest.mark.parametrize(
    "text",
    [
        PRICED.replace("---\nname", "-‸--\nname", 1),
        PRICED.replace("name:", "na‸me:", 1),
        PRICED.replace("gpt-4o", "gpt‸-4o", 1),
    ],
)
def test_a_prompt_tells_its_tokens_and_cost(text: str) -> None:
    found = shown(a_dot_prompty=text)
    assert "`reply` — prompt with 2 messages and 1 input" in found
    assert re.search(r"~\d+ tokens written, values come to them", found)
    assert re.search(r"~\d+ tokens at most, with the values in this file", found)
    assert "with the longest answer allowed (500 tokens)" in found
    assert "gpt-4o (openai)" in found


def test_a_prompt_tells_the_row_that_makes_it_largest() -> None:
    rows = '{"mail": "short"}\n{"mail": "' + "long words " * 50 + '"}\n'
    text = "-‸--\nmetadata: {dataset: d.jsonl}\n---\nuser:\n{{ mail }}\n"
    assert "with row 2 of `d.jsonl`" in shown(a_dot_prompty=text, d_dot_jsonl=rows)


def test_a_message_tells_its_tokens_and_cost() -> None:
    found = shown(a_dot_prompty=PRICED.replace("system:", "sys‸tem:"))
    assert re.search(r"~\d+ tokens\n\n~\$0\.0\d+ to read", found)


def test_nothing_is_said_of_cost_where_the_model_is_not_known() -> None:
    assert "$" not in shown(a_dot_prompty="-‸--\nmodel: {id: our-own}\n---\nuser:\nHello.\n")


def test_an_input_tells_the_values_that_samples_give_it() -> None:
    text = (
        "---\ninputs:\n  mail: {kind: string}\nmetadata:\n  tests:\n"
        "    - inputs: {mail: One}\n    - inputs: {mail: Two}\n---\nuser:\n{{ ma‸il }}\n"
    )
    assert 'For example `"One"` or `"Two"`.' in shown(a_dot_prompty=text)


def test_a_partial_tells_who_hands_it_a_name() -> None:
    text = shown(
        p_dot_j2="{{ mo‸od }}",
        a_dot_prompty=prompt("{% set mood = 'warm' %}{% include 'p.j2' %}"),
    )
    assert "Handed in by `a.prompty` line 5 (set in the template)." in text
    assert "Declared nowhere" not in text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{% for o in orders %}{{ ‸o }}{% endfor %}", '`{"id": 1}`'),
        ("{% for o in orders %}{{ o.i‸d }}{% endfor %}", "For example `1`."),
        ("{% set first = orders[0] %}{{ first.i‸d }}", "For example `1`."),
    ],
)
def test_names_that_follow_from_an_example_have_one(body: str, words: str) -> None:
    head = "---\ninputs:\n  - {name: orders, kind: array, example: [{id: 1}]}\n---\nuser:\n"
    assert words in shown(a_dot_prompty=head + body)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{# promptwell: ignore[unused-in‸put] #}", "An input that the prompt never uses."),
        ("{# promptwell: ignore-file[unused-macro, wor‸ding] #}", "`vague-term`"),
        ("{# promptwell: ignore[al‸l] #}", "every rule"),
    ],
)
def test_a_rule_that_a_comment_names(text: str, words: str) -> None:
    assert words in shown(a_dot_j2=text)


@pytest.mark.parametrize(
    "text", ["{# promptwell: ignore[no-su‸ch] #}", "{# unused-in‸put #}", "unused-in‸put"]
)
def test_no_rule_is_shown_elsewhere(text: str) -> None:
    assert shown(a_dot_j2=text) == ""


def tried(body: str) -> tuple[str, object] | None:
    head = (
        "---\ninputs:\n  - {name: mail, kind: string, example: Hi}\n"
        "  - {name: orders, kind: array, example: [{id: 1}]}\n"
        "  - {name: turns, kind: thread, example: [{role: user, content: x}]}\n---\nuser:\n"
    )
    files = Files(a_dot_prompty=head + body)
    found = preview_at(files.project, files.model, files.offset)
    return (found.template, found.values) if found else None


@pytest.mark.parametrize(
    ("body", "template", "values"),
    [
        ("{{ mail | upp‸er | trim }}", "{{ (mail | upper) }}", {"mail": "Hi"}),
        ("{{ mail | upper | tr‸im }}", "{{ (mail | upper | trim) }}", {"mail": "Hi"}),
        ("{‸{ mail ~ '!' }}", "{{ (mail ~ '!') }}", {"mail": "Hi"}),
        ("{% if mail is def‸ined %}{% endif %}", "{{ (mail is defined) }}", {"mail": "Hi"}),
        ("{{ ran‸ge(3) | list }}", "{{ (range(3)) }}", {}),
        (
            "{% for o in orders %}{{ o.id | ab‸s }}{% endfor %}",
            "{{ (o.id | abs) }}",
            {"o": {"id": 1}},
        ),
    ],
)
def test_an_expression_is_tried_with_the_values_that_are_known(
    body: str, template: str, values: object
) -> None:
    assert tried(body) == (template, values)


@pytest.mark.parametrize(
    "body",
    [
        "{{ nobody | upp‸er }}",
        "{{ mail | upp‸er",
        "{{ mail | upp‸er( }}",
        "{% for o in orders %}{{ loop.index | ab‸s }}{% endfor %}",
        "{{ turns | fir‸st }}",
        "wor‸ds",
    ],
)
def test_nothing_is_tried_where_a_value_is_missing_or_the_text_is_broken(body: str) -> None:
    assert tried(body) is None


def test_joiners_stay_where_emoji_and_letters_need_them() -> None:
    family, heart, persian = (
        "\U0001f469\u200d\U0001f33e",
        "\u2764\ufe0f\u200d\U0001f525",
        "می\u200cخواهم",
    )
    assert plain(f"{family} {heart} {persian}") == f"{family} {heart} {persian}"
    assert code("pass\u200dword") == "`pass\N{REPLACEMENT CHARACTER}word`"
