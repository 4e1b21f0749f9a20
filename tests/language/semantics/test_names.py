"""Names mean what Jinja's scopes make them mean."""

from __future__ import annotations

import pytest

from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.model import SemanticModel, Use
from promptwell.language.syntax.parse import parse


def _model(template: str, path: str = "/repo/a.j2") -> SemanticModel:
    return analyze(parse(template, path))


def _inputs(template: str) -> list[str]:
    return [use.name for use in _model(template).free_uses]


def _only(template: str, name: str) -> Use:
    (use,) = (use for use in _model(template).uses if use.name == name)
    return use


@pytest.mark.parametrize(
    ("template", "inputs"),
    [
        ("{{ a }} {{ b.c }}", ["a", "b"]),
        ("{% for x in xs %}{{ x }}{% endfor %}{{ x }}", ["xs", "x"]),
        ("{% for x in xs if x.ok and y %}{% else %}{{ x }}{% endfor %}", ["xs", "y", "x"]),
        ("{% for k, v in d.items() %}{{ k }}{{ v }}{% endfor %}", ["d"]),
        ("{% set a = b %}{{ a }}", ["b"]),
        ("{{ a }}{% set a = 1 %}", ["a"]),
        ("{% if c %}{% set a = 1 %}{% endif %}{{ a }}", ["c"]),
        ("{% for x in xs %}{% set a = 1 %}{% endfor %}{{ a }}", ["xs", "a"]),
        ("{% set a %}{{ b }}{% endset %}{{ a }}", ["b"]),
        ("{% macro m(p, q=r) %}{{ p }}{{ q }}{{ s }}{% endmacro %}{{ m(1) }}", ["r", "s"]),
        ("{% with a = b %}{{ a }}{% endwith %}{{ a }}", ["b", "a"]),
        ("{% with a = 1, b = a %}{{ b }}{% endwith %}", ["a"]),
        ("{% call(row) table(rows) %}{{ row }}{% endcall %}", ["table", "rows"]),
        ("{% import 'm.j2' as m %}{{ m.f(x) }}", ["x"]),
        ("{% from 'm.j2' import f as g, h %}{{ g() }}{{ h }}{{ f }}", ["f"]),
        ("{% for x in xs %}{% block b %}{{ x }}{% endblock %}{% endfor %}", ["xs", "x"]),
        ("{% for x in xs %}{% block b scoped %}{{ x }}{% endblock %}{% endfor %}", ["xs"]),
        ("{% set a = 1 %}{% block b %}{{ a }}{% endblock %}", []),
        ("{% filter upper %}{{ a }}{% endfilter %}", ["a"]),
        ("{{ loop.index }}{% for x in xs %}{{ loop.index }}{% endfor %}", ["xs"]),
        ("{# {{ a }} #}{% raw %}{{ b }}{% endraw %}", []),
        ("{{ 'a' ~ b|default(c) }}{{ d[e].f }}", ["b", "c", "d", "e"]),
        ("{% set ns = namespace(n=0) %}{% set ns.n = ns.n + k %}", ["namespace", "k"]),
        ("{% trans user=name, n %}x{% endtrans %}", ["name", "n"]),
        ("{{ a if b else c }}", ["a", "b", "c"]),
        ("{{ f(x, key=y, *z) }}", ["f", "x", "y", "z"]),
        ("{{ half. }}{{ |upper }}{{ open", ["half", "open"]),
    ],
)
def test_free_names_are_the_inputs(template: str, inputs: list[str]) -> None:
    """What no tag of the template introduces is an input."""
    assert sorted(_inputs(template)) == sorted(inputs)


def test_a_use_tells_its_attributes_filters_and_place() -> None:
    """The chain behind a name is recorded with the place of every step."""
    text = "Dear {{ user.address['city']|upper|trim }}"
    use = _only(text, "user")
    assert use.path == ("address", "city")
    assert [text[span.start : span.end] for span in use.path_spans] == ["address", "city"]
    assert use.filters == ("upper", "trim")
    assert use.output


@pytest.mark.parametrize(
    "template",
    [
        "{{ a|default('x') }}",
        "{{ a if a is defined else '' }}",
        "{% if a is defined %}{{ b }}{% endif %}{{ a is undefined }}",
        "{% if a is not defined %}-{% else %}{{ a }}{% endif %}",
    ],
)
def test_uses_that_cope_with_a_missing_value_are_guarded(template: str) -> None:
    """`default` and `is defined` say that the author knows the value may be missing."""
    assert all(use.guarded for use in _model(template).uses if use.name == "a")


def test_conditions_and_loops_do_not_write_their_value() -> None:
    """Only what reaches the text counts as output."""
    template = "{% if a %}{% for b in c %}{{ d ~ e|upper }}{{ f(g) }}{% endfor %}{% endif %}"
    written = [use.name for use in _model(template).uses if use.output]
    assert written == ["d", "e"]


def test_types_come_from_declarations_and_use() -> None:
    """Declared types win; what nobody declares is told by loops and attributes."""
    model = _model(
        "---\ninputs:\n  - {name: n, kind: integer}\n  - {name: rows, kind: array,"
        " items: {kind: object, properties: [{name: id, kind: string}]}}\n---\n"
        "system:\n{% for r in rows %}{{ r.id }}{% endfor %}{% for t in tickets %}{{ t.title|upper }}"
        "{% for tag in t.tags %}{{ tag.name }}{% endfor %}{% endfor %}{{ n }}",
        "/repo/a.prompty",
    )
    assert model.type_of_input("n").kind == "integer"
    tickets = model.type_of_input("tickets")
    assert str(tickets) == "array of object"
    assert tickets.element().attribute("title").kind == "string"
    assert tickets.element().attribute("tags").element().attribute("name").kind == "any"
    loop_variable = next(local for local in model.locals if local.name == "r")
    assert "id" in loop_variable.type.fields


def test_references_name_files_optional_choices_and_computed_paths() -> None:
    """Includes, imports and extends are found with the place of the path alone."""
    text = (
        "{% extends 'base.j2' %}{% include ['a.j2', 'b.j2'] %}{% include name %}"
        "{% include 'c.j2' ignore missing without context %}{% from 'm.j2' import x, y as z %}"
    )
    references = _model(text).references
    assert [(each.kind, each.target, each.optional, each.dynamic) for each in references] == [
        ("extends", "base.j2", False, False),
        ("include", "a.j2", True, False),
        ("include", "b.j2", True, False),
        ("include", "", False, True),
        ("include", "c.j2", True, False),
        ("from", "m.j2", False, False),
    ]
    assert text[references[0].span.start : references[0].span.end] == "base.j2"
    assert references[-1].names == ("x", "y")
    assert not references[4].with_context
