"""What is offered in text that is half typed, and where nothing is."""

from __future__ import annotations

import pytest
from tests.language.features.in_memory import Files, prompt

from promptwell.language.features.completion.complete import complete


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
        "{{ (user).‸",
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
    assert items["field"].snippet == "field(${1})"


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
