"""Definitions, references and outlines that the cases do not show."""

from __future__ import annotations

from tests.language.features.in_memory import Files, prompt

from promptwell.language.features.definition import definition
from promptwell.language.features.outline import OutlineItem
from promptwell.language.features.references import references
from promptwell.language.features.symbols import document_symbols

Words = list[tuple[str, int, str]]


def defined(**texts: str) -> Words:
    files = Files(**texts)
    return files.words(definition(files.project, files.model, files.offset))  # type: ignore[arg-type]


def referred(**texts: str) -> Words:
    files = Files(**texts)
    return files.words(references(files.project, files.model, files.offset))  # type: ignore[arg-type]


def outline(text: str, name: str = "a.prompty") -> list[str]:
    files = Files(**{name.replace(".", "_dot_"): text})
    lines: list[str] = []

    def take(items: list[OutlineItem] | tuple[OutlineItem, ...], depth: int) -> None:
        for item in items:
            assert item.span.start <= item.name_span.start <= item.name_span.end <= item.span.end
            lines.append("  " * depth + item.name)
            take(item.children, depth + 1)

    take(document_symbols(files.model), 0)
    return lines


def test_a_use_in_a_partial_leads_to_the_prompts_that_bring_it_in() -> None:
    assert defined(
        p_dot_j2="{{ ag‸ent }}",
        a_dot_prompty=prompt('{% include "p.j2" %}', "agent"),
        b_dot_prompty=prompt('{% set agent = 1 %}{% include "p.j2" %}'),
        c_dot_prompty=prompt("{{ agent }}", "agent"),
    ) == [("a.prompty", 4, "agent"), ("b.prompty", 5, "agent")]


def test_a_block_leads_to_the_parents_block() -> None:
    base = "{% block body %}{% endblock %}"
    middle = '{% extends "base.j2" %}'
    assert defined(
        a_dot_j2='{% extends "middle.j2" %}{% block bo‸dy %}{% endblock %}',
        middle_dot_j2=middle,
        base_dot_j2=base,
    ) == [("base.j2", 1, "body")]
    assert defined(base_dot_j2="{% block bo‸dy %}{% endblock %}") == [("base.j2", 1, "body")]


def test_an_input_that_only_a_sample_file_gives_leads_there() -> None:
    assert defined(
        a_dot_prompty="---\nmodel: {api: chat}\nsample: s.json\n---\nuser:\n{{ ti‸cket }}",
        s_dot_json='{"x": 1,\n "ticket": 2}',
    ) == [("s.json", 2, "ticket")]


def test_templates_that_extend_each_other_end_the_search() -> None:
    assert defined(
        a_dot_j2='{% extends "b.j2" %}{% block bo‸dy %}{% endblock %}',
        b_dot_j2='{% extends "a.j2" %}',
    ) == [("a.j2", 1, "body")]
    circle = {"a_dot_j2": '{{ x‸ }}{% include "b.j2" %}', "b_dot_j2": '{{ x }}{% include "a.j2" %}'}
    assert referred(**circle) == [("a.j2", 1, "x"), ("b.j2", 1, "x")]


def test_from_a_partial_all_prompts_that_bring_it_in_are_found() -> None:
    assert referred(
        p_dot_j2="{{ ag‸ent }}",
        a_dot_prompty=prompt('{{ agent }}{% include "p.j2" %}', "agent"),
        b_dot_prompty=prompt('{% include "p.j2" %}', "agent"),
    ) == [
        ("a.prompty", 4, "agent"),
        ("a.prompty", 7, "agent"),
        ("b.prompty", 4, "agent"),
        ("p.j2", 1, "agent"),
    ]


def test_who_names_a_file_is_found_from_any_of_them() -> None:
    found = referred(
        a_dot_j2='{% include "p‸.j2" %}', b_dot_j2='\n{% include "p.j2" %}', p_dot_j2="x"
    )
    assert found == [("a.j2", 1, "p.j2"), ("b.j2", 2, "p.j2")]


def test_uses_of_a_filter_in_the_file() -> None:
    assert len(referred(a_dot_j2="{{ a | up‸per }}{{ b | upper | trim }}")) == 2


def test_headings_stand_below_their_message_and_not_in_code() -> None:
    text = """---
name: a
tools:
  - name: find
    kind: function
---
system:
# Role
Text
```
# no heading
```
## Detail ##
{# # comment
# no heading #}
user:
~~~
# left open by the message before
assistant:
# Answer
#hashtag
"""
    assert outline(text) == [
        "tools",
        "  find",
        "system",
        "  Role",
        "  Detail",
        "user",
        "assistant",
        "  Answer",
    ]


def test_blocks_inside_blocks_stand_below_them() -> None:
    text = "{% block a %}{% block b %}{% endblock %}{% endblock %}{% macro m(x) %}{% endmacro %}"
    assert outline(text, "a.j2") == ["a", "  b", "m"]


def test_an_outline_of_broken_text_is_what_there_is() -> None:
    assert outline("---\ninputs:\n  a: {kind: [\n---\nuser:\n{% block x %}") == [
        "inputs",
        "  a",
        "user",
        "  x",
    ]


SHAPED = """---
inputs:
  customer:
    kind: object
    properties:
      - name: city
        kind: string
  orders:
    kind: array
    items:
      kind: object
      properties:
        total: {kind: float}
sample:
  people: [{name: Ann, home: {city: Rome}}]
---
user:
"""


def test_an_attribute_leads_to_its_property() -> None:
    city = [("a.prompty", 6, "city")]
    assert defined(a_dot_prompty=SHAPED + "{{ customer.ci‸ty }}") == city
    assert defined(a_dot_prompty=SHAPED + '{{ customer["ci‸ty"] | upper }}') == city
    total = [("a.prompty", 13, "total")]
    loop = "{% for each in orders %}{{ each.to‸tal }}{% endfor %}"
    assert defined(a_dot_prompty=SHAPED + loop) == total
    assert defined(a_dot_prompty=SHAPED + "{% set one = orders[0] %}{{ one.to‸tal }}") == total
    assert defined(a_dot_prompty=SHAPED + "{{ customer.stre‸et }}") == []
    assert defined(a_dot_prompty=SHAPED + "{{ orders.total.mo‸re }}") == []


def test_an_attribute_that_only_a_sample_shows_leads_there() -> None:
    text = SHAPED + "{% for p in people %}{{ p.home.ci‸ty }}{% endfor %}"
    assert defined(a_dot_prompty=text) == [("a.prompty", 15, "city")]


def test_an_attribute_in_a_partial_leads_to_the_prompt_that_brings_it_in() -> None:
    assert defined(
        p_dot_j2="{{ customer.ci‸ty }}", a_dot_prompty=SHAPED + '{% include "p.j2" %}'
    ) == [("a.prompty", 6, "city")]
