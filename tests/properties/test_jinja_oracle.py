"""Jinja2 is the oracle: the island engine accepts what Jinja compiles and notices what it refuses."""

from __future__ import annotations

import warnings
from dataclasses import replace

import jinja2
from hypothesis import given, settings
from hypothesis import strategies as st

from promptwell.language.syntax.templates.jinja.dialects import dialect
from promptwell.language.syntax.templates.jinja.parse import parse_template
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.text.source import Span

_EXTENSIONS = ["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"]
_JINJA = jinja2.Environment(extensions=_EXTENSIONS)
# Closed, as Jinja is: a tag that nobody knows is a fault, not perhaps the application's own.
_PLAIN = replace(dialect("plain"), closed=True)

_names = st.sampled_from(["user", "items", "item", "x", "größe", "_y", "ticket"])
_texts = st.sampled_from(
    [
        "Hello ",
        "\n",
        "\r\n",
        "{ ",
        " }",
        'json: {"a": {"b": 1}}\n',
        "}} ",
        "%} ",
        "#} ",
        "$",
        "\u2028",
        "🙂 ",
    ]
)
_atoms = st.one_of(
    _names,
    st.sampled_from(
        ["1", "2.5", "'a'", '"}}"', "'%}'", "true", "none", "[]", "{}", "{'a': {'b': 1}}", "(1, 2)"]
    ),
)


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(
            inner,
            st.sampled_from([" + ", " ~ ", " and ", " or ", " == ", " in ", " not in ", " // "]),
            inner,
        ).map("".join),
        st.tuples(
            inner,
            st.sampled_from(
                [
                    "|upper",
                    "|default('x')",
                    "|join(', ')",
                    ".name",
                    "['key']",
                    "[0]",
                    "[1:2]",
                    "(1, a=2)",
                    " is defined",
                    " is not none",
                    " is divisibleby 3",
                ]
            ),
        ).map("".join),
        st.tuples(inner, inner, inner).map(lambda each: f"{each[0]} if {each[1]} else {each[2]}"),
        inner.map(lambda each: f"({each})"),
        inner.map(lambda each: f"not {each}"),
        st.tuples(inner, inner).map(lambda each: f"[{each[0]}, {each[1]}]"),
    )


_expressions = st.recursive(_atoms, _combined, max_leaves=6)
_outputs = st.tuples(
    st.sampled_from(["{{ ", "{{- ", "{{", "{{\n"]),
    _expressions,
    st.sampled_from([" }}", " -}}", "}}"]),
).map("".join)
_singles = st.one_of(
    _outputs,
    _texts,
    st.sampled_from(
        [
            "{# note }} {{ #}",
            "{% raw %}{{ x {% endraw %}",
            "{% include 'a.j2' %}",
            "{% from 'm.j2' import a as b, c with context %}",
            "{%- import 'm' as m -%}",
            "{% do items.append(1) %}",
        ]
    ),
    st.tuples(_names, _expressions).map(lambda each: f"{{% set {each[0]} = {each[1]} %}}"),
)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, max_size=3).map("".join)
    return st.one_of(
        st.tuples(_expressions, body, body).map(
            lambda each: f"{{% if {each[0]} %}}{each[1]}{{% else %}}{each[2]}{{% endif %}}"
        ),
        st.tuples(_names, _expressions, body).map(
            lambda each: f"{{% for {each[0]} in ({each[1]}) %}}{each[2]}{{% endfor %}}"
        ),
        st.tuples(_names, body).map(
            lambda each: f"{{%- set {each[0]} -%}}{each[1]}{{%- endset -%}}"
        ),
        st.tuples(_names, _names, body).map(
            lambda each: f"{{% macro {each[0]}({each[1]}=1) %}}{each[2]}{{% endmacro %}}"
        ),
        st.tuples(_names, body).map(
            lambda each: f"{{% with {each[0]} = 1 %}}{each[1]}{{% endwith %}}"
        ),
        body.map(lambda each: f"{{% filter upper|trim %}}{each}{{% endfilter %}}"),
        body.map(lambda each: f"{{% call(row) table(1) %}}{each}{{% endcall %}}"),
    )


_valid = st.lists(st.recursive(_singles, _blocks, max_leaves=8), max_size=5).map("".join)
_damage = st.sampled_from(
    [
        "",
        "{{",
        "}}",
        "{%",
        "%}",
        "'",
        '"',
        "{#",
        "#}",
        "(",
        "]",
        "{% endif %}",
        "{% else %}",
        "{% endfor %}",
        " ",
        "|",
        ".",
        "{",
    ]
)


@given(_valid)
@settings(max_examples=150, deadline=None)
def test_whatever_jinja_compiles_has_no_fault(template: str) -> None:
    """A template that Jinja reads gets no error."""
    if _jinja_objects(template):
        return
    assert _faults(template) == []


@given(_valid, st.data())
@settings(max_examples=250, deadline=None)
def test_damage_that_jinja_refuses_is_noticed(template: str, data: st.DataObject) -> None:
    """After a random cut or insertion, both agree whether the template is broken."""
    at = data.draw(st.integers(0, len(template)))
    cut = data.draw(st.integers(0, 3))
    damaged = template[:at] + data.draw(_damage) + template[at + cut :]
    assert bool(_faults(damaged)) == bool(_jinja_objects(damaged))


@given(st.text(alphabet="{}%#-+ \n\r'\"\\ax1.|()[]ifendraw", max_size=60))
@settings(max_examples=400, deadline=None)
def test_random_text_is_judged_as_jinja_judges_it(template: str) -> None:
    """Nothing raises on noise made of delimiters, and the verdict is Jinja's."""
    assert bool(_faults(template)) == bool(_jinja_objects(template))


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_islands_are_in_order_and_inside_the_text(template: str) -> None:
    """Islands never overlap and never reach beyond the text."""
    position = 0
    for island in _parse(template).islands:
        assert position <= island.span.start < island.span.end <= len(template)
        position = island.span.end


def _parse(template: str) -> Template:
    return parse_template(template, Span(0, len(template)), _PLAIN)


def _faults(template: str) -> list[str]:
    return [problem.message for problem in _parse(template).problems if not problem.accepted]


def _jinja_objects(template: str) -> str | None:
    try:
        with warnings.catch_warnings():
            # Python warns of `1[0]` while it compiles; it still compiles.
            warnings.simplefilter("ignore", SyntaxWarning)
            _JINJA.compile(_JINJA.parse(template))
    except jinja2.TemplateAssertionError as fault:
        # Names of filters and tests belong to rules, not to syntax.
        return None if "No filter" in str(fault) or "No test" in str(fault) else str(fault)
    except (jinja2.TemplateSyntaxError, SyntaxError) as fault:
        return str(fault)
    return None
