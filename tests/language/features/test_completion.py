"""What is offered in text that is half typed, and where nothing is."""

from __future__ import annotations

import pytest
from tests.language.features.in_memory import Files, prompt

from promptwell.language.features.completion.complete import complete
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.rules.base import RuleSettings
from promptwell.language.semantics.models.table import known_models


def offered(**texts: str) -> list[str]:
    files = Files(**texts)
    return [item.label for item in complete(files.project, files.model, files.offset)]


def after(label: str, text: str) -> str:
    """The line with the cursor once an item is accepted."""
    files = Files(a_dot_prompty=text)
    item = next(
        each for each in complete(files.project, files.model, files.offset) if each.label == label
    )
    whole = files.texts["a.prompty"]
    changed = whole[: item.span.start] + item.new_text + whole[item.span.end :]
    start = changed.rfind("\n", 0, item.span.start) + 1
    return changed[start:].split("\n")[0]


HEAD = (
    "---\nname: a\ninputs:\n"
    "  - {name: user, kind: object, required: true, example: {name: A, address: {city: B}}}\n"
    "  - {name: items, kind: array, items: {kind: object}, required: true, example: [{id: 1}]}\n"
    "---\nuser:\n"
)


@pytest.mark.parametrize(
    ("body", "wanted", "unwanted"),
    [
        ("{{ us‸", "user", "name"),
        ("{{‸", "user", "upper"),
        ("{{- ‸ -}}", "user", "upper"),
        ("{{ user.‸", "address", "user"),
        ("{{ user.‸ }} and {{ items }}", "address", "user"),
        ("{{ user.address.‸", "city", "name"),
        ('{{ user["‸', "address", "user"),
        ("{{ user['addr‸'] }}", "address", "user"),
        ('{{ user["address"].‸', "city", "address"),
        ("{{ items[0].‸ }}", "id", "items"),
        ("{{ user|‸", "upper", "user"),
        ("{{ user | up‸ }}", "upper", "user"),
        ("{{ user.name|default(‸", "user", "upper"),
        ("{% if ‸", "user", "if"),
        ("{% if user is ‸", "defined", "user"),
        ("{% if user is not def‸ %}", "defined", "user"),
        ("{% if user and ‸", "user", "if"),
        ("{% if user ‸", "is", "user"),
        ("{% ‸", "for", "user"),
        ("{% if user %}\n{% ‸", "endif", "endfor"),
        ("{%- fo‸ -%}", "for", "user"),
        ("{% for x in ‸", "items", "x"),
        ("{% for x ‸", "in", "items"),
        ("{% for x in items if ‸", "x", "upper"),
        ("{% for x in items %}{{ ‸", "x", "upper"),
        ("{% for x in items %}{{ x.‸", "id", "x"),
        ("{% for x in items %}{{ loop.‸", "index", "user"),
        ("{% set x = ‸", "user", "x"),
        ("{% set x = user %}{{ x.‸", "address", "x"),
        ("{% with y = user.address %}{{ y.‸", "city", "name"),
        ("{% filter ‸", "upper", "user"),
        ("{% macro m(a, b) %}{{ ‸", "a", "upper"),
        ("{% macro m(a, b) %}{% endmacro %}{{ m(‸", "a=", "upper"),
        ("{% block one %}{% endblock ‸", "one", "user"),
        ("{{ user if ‸", "user", "upper"),
        ("{{ user.name ~ ‸", "user", "upper"),
        ("{{ {'a': ‸", "user", "upper"),
        ("{{ \u2028🌿 us‸", "user", "upper"),
        ("{% autoescape ‸", "true", "user"),
    ],
)
def test_an_expression_that_is_half_typed(body: str, wanted: str, unwanted: str) -> None:
    labels = offered(a_dot_prompty=HEAD + body)
    assert wanted in labels
    assert unwanted not in labels


@pytest.mark.parametrize(
    "body",
    [
        "plain ‸words",
        "plain words ‸",
        "{# us‸ #}",
        "{# us‸",
        "{% raw %}{{ us‸ }}{% endraw %}",
        "{{ user }}‸ words",
        "words ‸{{ user }}",
        "{% if user %}‸ words",
        '{{ "us‸',
        "{{ 'us‸' }}",
        "{% set ‸",
        "{% macro ‸",
        "{% for ‸",
        "{% else ‸",
        "{{ 12‸",
        "{{ user.nothing.‸",
        "{{ (user ~ 1).‸",
        "words us‸",
        "word\n‸\nwords",
    ],
)
def test_nothing_is_offered(body: str) -> None:
    assert offered(a_dot_prompty=HEAD + body) == []


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("---\n‸\n---\n", "inputs", "apiType"),
        ("---\nna‸\n---\n", "name", "apiType"),
        ("---\nname: a\n‸---\n", "model", "name"),
        ("---\ninputs:\n  - name: x\n    ki‸\n---\n", "kind", "name"),
        ("---\ninputs:\n  - name: x\n    ki‸", "kind", "name"),
        ("---\ninputs:\n  - ‸\n---\n", "name", "inputs"),
        ("---\ninputs:\n- name: x\n  ‸\n---\n", "kind", "inputs"),
        ("---\ninputs:\n  x:\n    ‸\n---\n", "kind", "inputs"),
        ("---\ninputs:\n  x:\n    kind: ‸\n---\n", "string", "kind"),
        ("---\ninputs:\n  x:\n    kind: arr‸\n---\n", "array", "kind"),
        ('---\ninputs:\n  x:\n    kind: "‸"\n---\n', "array", "kind"),
        ("---\ninputs:\n  x: {‸}\n---\n", "kind", "inputs"),
        ("---\ninputs:\n  x: {kind: ‸}\n---\n", "string", "kind"),
        ("---\ninputs:\n  x: {kind: string, ‸}\n---\n", "default", "kind"),
        ("---\ninputs:\n  - {name: x, ki‸: string}\n---\n", "kind", "name"),
        ("---\ninputs: [{‸\n---\n", "name", "inputs"),
        ("---\ninputs:\n  x:\n    kind: string\n    required: ‸\n---\n", "true", "string"),
        ("---\ninputs:\n  x:\n    kind: array\n    ‸\n---\n", "items", "properties"),
        ("---\nmodel:\n  ‸\n---\n", "options", "name"),
        ("---\nmodel:\n\n  id: x\n  # a remark\n  ‸\nname: a\n---\n", "options", "id"),
        ("---\nmodel:\n  options:\n    ‸\n---\n", "temperature", "id"),
        ("---\nmodel:\n  apiType: ‸\n---\n", "chat", "id"),
        ("---\nmodel:\n  id: gpt-4o‸\n---\n", "gpt-4o", "chat"),
        ("---\nmodel: gpt-‸\n---\n", "gpt-4o", "chat"),
        ("---\nmodel:\n  provider: ‸\n---\n", "anthropic", "chat"),
        ("---\r\nmodel:\r\n  ‸\r\n---\r\n", "options", "name"),
        ("---\nname: [broken\nmodel:\n  ‸\n---\n", "options", "name"),
        ("---\ninputs:\n  ‸\n---\nuser:\n{{ topic }}", "topic", "kind"),
        ("---\ninputs: {a: 1}\ntools:\n  - bindings:\n      p:\n        input: ‸\n---\n", "a", "t"),
    ],
)
def test_front_matter_that_is_half_typed(text: str, wanted: str, unwanted: str) -> None:
    labels = offered(a_dot_prompty=text)
    assert wanted in labels
    assert unwanted not in labels


@pytest.mark.parametrize(
    "text",
    [
        "---\n# na‸\n---\n",
        "---\nname: a # b‸\n---\n",
        "---\ndescription: |\n  some ki‸\n---\n",
        "---\ndescription: |\n  some\n\n  ‸\n---\n",
        "---\ndescription: some words ‸\n---\n",
        "---\nname: a\n  ‸\n---\n",
        "---\nname:‸\n---\n",
        "‸---\nname: a\n---\n",
        "---\nname: a\n--‸-\n",
        "---\nnobody:\n  knows:\n    ‸\n---\n",
    ],
)
def test_front_matter_in_which_nothing_is_offered(text: str) -> None:
    assert offered(a_dot_prompty=text) == []


def test_a_plain_template_has_no_keys() -> None:
    assert offered(a_dot_j2="---\nna‸: x\n---\n") == []


@pytest.mark.parametrize(
    ("label", "text", "line"),
    [
        ("user", HEAD + "{{ us‸ }}", "{{ user }}"),
        ("user", HEAD + "{{ us‸er.name }}", "{{ user.name }}"),
        ("kind", "---\ninputs:\n  - name: x\n    ki‸\n---\n", "    kind: "),
        ("kind", "---\ninputs:\n  - name: x\n    ki‸: string\n---\n", "    kind: string"),
        ("kind", "---\ninputs:\n  x: {k‸}\n---\n", "  x: {kind: }"),
        ("options", "---\nmodel:\n  opt‸\n---\n", "  options:"),
        ("string", "---\ninputs:\n  x:\n    kind: str‸ing\n---\n", "    kind: string"),
        ("gpt-4o", "---\nmodel:\n  id: gpt‸-4\n---\n", "  id: gpt-4o"),
        ("endif", HEAD + "{% if user %}{% en‸ %}", "{% if user %}{% endif %}"),
        ("assistant:", HEAD + "Hello.\n\nass‸", "assistant:"),
        ("address", HEAD + '{{ user["‸"] }}', '{{ user["address"] }}'),
    ],
)
def test_what_an_item_writes(label: str, text: str, line: str) -> None:
    assert after(label, text) == line


def test_the_nearest_name_is_listed_first() -> None:
    text = HEAD + "{% for one in items %}{% macro late() %}{% endmacro %}{{ ‸"
    labels = offered(a_dot_prompty=text)
    assert labels.index("one") < labels.index("user") < labels.index("late") < labels.index("range")


def test_a_partial_is_offered_the_names_of_those_that_bring_it_in() -> None:
    labels = offered(
        partials__p_dot_j2="Yours, {{ ‸ }}",
        a_dot_prompty=prompt(
            '{% set mood = "kind" %}{% include "partials/p.j2" %}{% set late = 1 %}', "agent"
        ),
        b_dot_prompty=prompt("{{ other }}", "other"),
    )
    assert {"agent", "mood"} <= set(labels)
    assert "other" not in labels
    assert "late" not in labels


def test_macros_of_an_imported_file_have_their_signature() -> None:
    files = Files(
        a_dot_j2='{% import "m.j2" as forms %}{{ forms.‸ }}',
        m_dot_j2='{% macro field(name, kind="text") %}{% endmacro %}{% set unit = "GBP" %}',
    )
    items = {each.label: each for each in complete(files.project, files.model, files.offset)}
    assert set(items) == {"field", "unit"}
    assert items["field"].detail == 'field(name, kind="text")'
    assert items["field"].snippet == "field(${1:name})"


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ('{% include "‸" %}', "partials/p.j2"),
        ('{% include "part‸', "partials/p.j2"),
        ("{% include '‸", "partials/p.j2"),
        ("{% include ‸ %}", '"partials/p.j2"'),
        ('{% include ["partials/p.j2", "‸"] %}', "partials/p.j2"),
        ('{% extends "‸', "partials/p.j2"),
        ('{% from "‸" import x %}', "partials/p.j2"),
        ('{% include "partials/p.j2" ‸', "ignore missing"),
        ('{% import "partials/p.j2" ‸', "as"),
        ('{% from "partials/p.j2" ‸', "import"),
        ('{% from "partials/p.j2" import ‸', "sign"),
    ],
)
def test_paths_and_what_follows_them(tag: str, wanted: str) -> None:
    assert wanted in offered(
        a_dot_prompty=prompt(tag), partials__p_dot_j2="{% macro sign() %}{% endmacro %}"
    )


def test_blocks_of_the_parent_are_offered() -> None:
    assert offered(
        a_dot_j2='{% extends "base.j2" %}{% block ‸', base_dot_j2="{% block body %}{% endblock %}"
    ) == ["body"]


@pytest.mark.parametrize(
    ("body", "count"), [("‸", 4), ("u‸", 1), ("Hello.\n\n‸", 4), ("Hello.\nas‸", 1)]
)
def test_roles_are_offered_where_a_message_may_begin(body: str, count: int) -> None:
    labels = offered(a_dot_prompty="---\nname: a\n---\n" + body)
    assert len(labels) == count
    assert all(label.endswith(":") for label in labels)


def test_mustache_offers_names_and_no_filters() -> None:
    more = "template: {format: {kind: mustache}, parser: {kind: prompty}}\n"
    labels = offered(a_dot_prompty=prompt("{{ ‸ }}", "topic", more=more))
    assert "topic" in labels
    assert "range" not in labels


LISTS = (
    "---\nname: a\ninputs:\n"
    "  - name: orders\n    kind: array\n    items: {kind: object}\n"
    "    example: [{id: 1, buyer: {name: A}}]\n"
    "  - {name: mail, kind: string}\n"
    "---\nuser:\n"
)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ('{{ orders | map(attribute="‸") }}', ["buyer", "id"]),
        ('{{ orders | map(attribute="buyer.‸', ["name"]),
        ('{{ orders | sum(attribute="‸") }}', ["buyer", "id"]),
        ("{{ orders | sort(reverse=true, attribute='‸') }}", ["buyer", "id"]),
        ('{{ orders | selectattr("‸', ["buyer", "id"]),
        ('{% for each in orders | groupby("‸") %}', ["buyer", "id"]),
        ('{{ orders | sort | rejectattr("i‸d") | list }}', ["buyer", "id"]),
        ('{{ orders | join(", ", attribute="‸', ["buyer", "id"]),
        ('{{ orders | default("‸") }}', []),
        ('{{ orders | map(orders["‸") }}', []),
    ],
)
def test_attributes_that_a_filter_takes_by_name(body: str, wanted: list[str]) -> None:
    assert offered(a_dot_prompty=LISTS + body) == wanted


def test_filters_and_tests_that_a_filter_takes_by_name() -> None:
    assert "upper" in offered(a_dot_prompty=LISTS + '{{ orders | map("‸')
    assert "defined" in offered(a_dot_prompty=LISTS + '{{ orders | selectattr("id", "‸')
    assert "even" in offered(a_dot_prompty=LISTS + '{{ orders | select("‸')


def item_of(label: str, **texts: str) -> CompletionItem:
    files = Files(**texts)
    items = complete(files.project, files.model, files.offset)
    return next(each for each in items if each.label == label)


@pytest.mark.parametrize("tag", ["{% call ‸", "{% call(row) ‸ %}", "{% call p‸ %}{% endcall %}"])
def test_a_call_block_is_offered_macros_those_that_take_a_body_first(tag: str) -> None:
    macros = "{% macro line(a) %}{% endmacro %}{% macro panel(x) %}{{ caller() }}{% endmacro %}"
    assert offered(a_dot_prompty=LISTS + macros + tag) == ["panel", "line"]


def test_what_fits_and_what_is_used_comes_first() -> None:
    assert offered(a_dot_prompty=LISTS + "{% for x in ‸")[0] == "orders"
    assert offered(a_dot_prompty=LISTS + "{{ mail }}{{ mail }} {{ ‸")[:2] == ["mail", "orders"]
    used = LISTS + "{{ mail|wordcount }} {{ mail | ‸"
    assert offered(a_dot_prompty=used)[0] == "wordcount"
    assert "sum" in offered(a_dot_prompty=LISTS + "{{ orders | ‸")[:25]
    assert offered(a_dot_prompty=LISTS + "{% if mail %}{% for x in orders %}{% end‸")[0] == "endfor"


@pytest.mark.parametrize(
    ("body", "snippet", "replaced"),
    [
        ("{% for‸", "for ${1:item} in ${2:items} %\\}\n$0\n{% endfor %\\}", "for"),
        ("{%- for‸ -%}", "for ${1:item} in ${2:items} -%\\}\n$0\n{%- endfor %\\}", "for -%}"),
        ("Hello {% for‸ %} there", "for ${1:item} in ${2:items} %\\}$0{% endfor %\\}", "for %}"),
    ],
)
def test_a_block_is_offered_with_its_end(body: str, snippet: str, replaced: str) -> None:
    text = HEAD + body
    item = item_of("for … endfor", a_dot_prompty=text)
    assert item.snippet == snippet
    assert text.replace("‸", "")[item.span.start : item.span.end] == replaced


@pytest.mark.parametrize(
    "body", ["{% for‸ %}x{% endfor %}", "{% fo‸ %}x{% endfor %}", "{% for‸ x in y %}"]
)
def test_a_block_that_has_its_end_is_not_offered_another(body: str) -> None:
    assert "for … endfor" not in offered(a_dot_prompty=HEAD + body)


def test_a_call_that_has_its_parentheses_gets_no_others() -> None:
    macro = "{% macro field(a) %}{% endmacro %}"
    assert item_of("field", a_dot_j2=macro + "{{ fi‸ }}").snippet == "field(${1:a})"
    assert item_of("field", a_dot_j2=macro + "{{ fi‸(1) }}").snippet == ""
    assert item_of("replace", a_dot_j2="{{ x | rep‸(1) }}").snippet == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{# pr‸ #}", "promptwell: ignore"),
        ("{# promptwell: ‸ #}", "ignore-file"),
        ("{# promptwell: ignore[‸] #}", "unused-input"),
        ("{# promptwell: ignore[unused-input, und‸] #}", "undefined-variable"),
        ("{# promptwell: ignore[‸", "wording"),
        ("---\nname: a # promptwell: ignore[‸]\n---\n", "all"),
    ],
)
def test_comments_that_ignore_findings(text: str, wanted: str) -> None:
    assert wanted in offered(a_dot_prompty=text)


def test_a_rule_is_offered_once_to_a_comment() -> None:
    assert "unused-input" not in offered(a_dot_j2="{# promptwell: ignore[unused-input, ‸] #}")


@pytest.mark.parametrize("text", ["‸", "‸\n", "-‸", "---‸", "---‸\n"])
def test_an_empty_prompt_is_offered_its_front_matter(text: str) -> None:
    item = item_of("---", a_dot_prompty=text)
    assert item.snippet.startswith("---\nname: ${1:a}\n")
    assert "\nuser:\n" in item.snippet


@pytest.mark.parametrize("text", ["Hello.\n‸", "---\nname: a\n---\n‸", "---\nname: a\n---‸", "ab‸"])
def test_a_prompt_that_has_begun_is_offered_no_front_matter(text: str) -> None:
    assert "---" not in offered(a_dot_prompty=text)


def test_front_matter_for_a_text_that_is_there_brings_no_messages() -> None:
    item = item_of("---", a_dot_prompty="‸\nuser:\nHello {{ name }}.\n")
    assert item.snippet.endswith("\n---")


def test_keys_that_every_item_needs_come_first() -> None:
    assert offered(a_dot_prompty="---\ntools:\n  - ‸\n---\n")[:2] == ["name", "kind"]
    assert offered(a_dot_prompty="---\ninputs:\n  - ‸\n---\n")[:2] == ["name", "kind"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("apiKey: ${env:‸\n    endpoint: ${env:URL}", ["URL"]),
        ("apiKey: ${env:‸}\n    endpoint: ${env:URL}", ["URL"]),
        ("apiKey: $‸\n    endpoint: x", ["${env:…}", "${file:…}"]),
        ("apiKey: costs $‸5 ${env:A}", []),
    ],
)
def test_values_from_outside(text: str, wanted: list[str]) -> None:
    labels = offered(
        a_dot_prompty=f"---\nmodel:\n  connection:\n    {text}\n---\n", part_dot_j2="x"
    )
    assert labels == wanted


def test_a_variable_of_the_environment_closes_its_brace_once() -> None:
    text = "---\nmodel:\n  connection:\n    apiKey: ${env:‸}\n    endpoint: ${env:URL}\n---\n"
    assert after("URL", text) == "    apiKey: ${env:URL}"


def test_no_name_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THIS_TEST", "x")
    text = "---\nmodel:\n  connection:\n    apiKey: ${env:SECRET‸\n---\n"
    assert offered(a_dot_prompty=text) == []


def test_a_declaration_is_offered_whole_from_its_use() -> None:
    body = "---\nuser:\n{{ topic|upper }}{% for row in rows %}{{ row.a }}{% endfor %}"
    item = item_of("rows", a_dot_prompty=f"---\ninputs:\n  ‸\n{body}")
    assert item.snippet == "rows:\n  kind: ${1:array}\n  items: ${2:{kind: object\\}}"
    assert item.new_text == "rows: {kind: array, items: {kind: object}}"
    listed = item_of("topic", a_dot_prompty=f"---\ninputs:\n  - ‸\n{body}")
    assert listed.snippet == "name: topic\n  kind: ${1:string}"
    assert listed.new_text == "{name: topic, kind: string}"
    first = item_of("topic", a_dot_prompty=f"---\nsample: {{a: 1}}\ninputs:\n  ‸\n{body}")
    assert first.new_text == "topic: {type: string}"


@pytest.mark.parametrize("body", ["{{ topi‸ }}", "{{ topi‸c }}", "{{ topic }} {% if ‸ %}"])
def test_an_unknown_name_is_offered_with_its_declaration(body: str) -> None:
    files = Files(a_dot_prompty="---\ninputs:\n  mail: {kind: string}\n---\nuser:\n" + body)
    items = complete(files.project, files.model, files.offset)
    (item,) = [each for each in items if each.label.endswith("(declare as input)")]
    assert item.filter_text == item.new_text
    assert [edit.new_text for edit in item.edits] == [f"\n  {item.new_text}: {{kind: string}}"]


def test_nothing_is_declared_where_the_file_declares_no_inputs_or_knows_the_name() -> None:
    known = "---\ninputs:\n  mail: {kind: string}\n---\nuser:\n{{ ma‸ }}"
    free = "---\nname: a\n---\nuser:\n{{ other }} {{ ot‸ }}"
    for text in (known, free):
        assert not [label for label in offered(a_dot_prompty=text) if "declare" in label]


def test_models_tell_what_they_take_and_cost_and_retired_ones_are_left_out() -> None:
    text = "---\nmodel:\n  provider: openai\n  id: ‸\n---\n"
    item = item_of("gpt-4o", a_dot_prompty=text)
    assert item.detail == "openai, 128,000 tokens, $2.50 in, $10 out"
    assert "context window 128,000 tokens" in item.text
    files = Files(a_dot_prompty=text)
    today = max(each.retirement_date for each in known_models() if each.retirement_date)
    later = complete(files.project, files.model, files.offset, RuleSettings(today=today))
    retired = [each for each in known_models() if each.status(today) == "retired"]
    gone = {each.name for each in retired if each.provider == "openai"}
    assert gone.isdisjoint(each.label for each in later)


def test_models_that_are_in_use_come_first_then_the_newest_and_those_with_a_day_after_others() -> (
    None
):
    files = Files(
        a_dot_prompty="---\nmodel:\n  provider: openai\n  id: ‸\n---\n",
        b_dot_prompty="---\nmodel: {provider: openai, id: gpt-4.1-mini}\n---\nuser:\nHi\n",
        c_dot_prompty="---\nmodel: {provider: anthropic, id: claude-opus-4-8}\n---\nuser:\nHi\n",
    )
    for path in ("/w/b.prompty", "/w/c.prompty"):
        assert files.project.model(path) is not None
    labels = [each.label for each in complete(files.project, files.model, files.offset)]
    assert labels[0] == "gpt-4.1-mini"
    order = ["gpt-6.1-sol", "gpt-5.6", "gpt-4.1", "gpt-4.1-2025-04-14"]
    assert sorted(order, key=labels.index) == order
    assert "claude-opus-4-8" not in labels


def test_names_that_the_application_adds_are_offered() -> None:
    files = Files(a_dot_j2="{{ x | ‸ }}")
    settings = RuleSettings(filters=frozenset({"house_style"}))
    labels = [each.label for each in complete(files.project, files.model, files.offset, settings)]
    assert "house_style" in labels


def test_a_name_tells_its_type_and_where_it_comes_from() -> None:
    files = Files(
        p_dot_j2="{% set tone = 'kind' %}{% for row in rows %}{{ ‸ }}{% endfor %}",
        a_dot_prompty="---\nsample:\n  count: 3\n---\nuser:\n{% include 'p.j2' %}",
        b_dot_prompty=prompt('{% include "p.j2" %}', "agent"),
    )
    items = {each.label: each for each in complete(files.project, files.model, files.offset)}
    told = {
        name: (items[name].beside, items[name].origin)
        for name in items
        if name in ("tone", "row", "count", "agent")
    }
    assert told == {
        "tone": (": string", "set here"),
        "row": ("", "loop variable"),
        "count": (": integer", "sample of a.prompty"),
        "agent": (": string", "input of b.prompty"),
    }


FOLDERS = {
    "/w": ["a.prompty", "data/", "notes.md", "rows.jsonl"],
    "/w/data": ["old/", "sample.json"],
}


@pytest.mark.parametrize(
    ("value", "label", "line"),
    [
        ("sample: ${file:‸}", "rows.jsonl", "sample: ${file:rows.jsonl}"),
        ("sample: ${file:da‸", "data/", "sample: ${file:data/"),
        ("sample: ${file:data/s‸}", "data/sample.json", "sample: ${file:data/sample.json}"),
        ("sample: ‸", "rows.jsonl", "sample: rows.jsonl"),
        ("sample: data/s‸x.json", "data/sample.json", "sample: data/sample.json"),
        ("metadata: {dataset: ‸}", "data/", "metadata: {dataset: data/}"),
    ],
)
def test_files_are_offered_a_folder_at_a_time(value: str, label: str, line: str) -> None:
    files = Files(a_dot_prompty=f"---\nmodel: {{api: chat}}\n{value}\n---\n")
    items = complete(
        files.project, files.model, files.offset, names_in=lambda folder: FOLDERS.get(folder, [])
    )
    labels = [each.label for each in items]
    assert "a.prompty" not in labels
    assert "notes.md" not in labels or "${file:" in value
    item = items[labels.index(label)]
    whole = files.texts["a.prompty"]
    changed = whole[: item.span.start] + item.new_text + whole[item.span.end :]
    assert line in changed.split("\n")
