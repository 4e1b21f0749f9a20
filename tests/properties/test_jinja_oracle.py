"""Jinja2 is the oracle: the island engine accepts what Jinja compiles and notices what it refuses."""

from __future__ import annotations

import warnings
from dataclasses import replace

import jinja2
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.jinja_templates import valid_templates

from promptwell.language.syntax.templates.jinja.dialects import dialect
from promptwell.language.syntax.templates.jinja.parse import parse_template
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.text.source import Span

_EXTENSIONS = ["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"]
_JINJA = jinja2.Environment(extensions=_EXTENSIONS)
# Closed, as Jinja is: a tag that nobody knows is a fault, not perhaps the application's own.
_PLAIN = replace(dialect("plain"), closed=True)

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


@given(valid_templates)
@settings(max_examples=150, deadline=None)
def test_whatever_jinja_compiles_has_no_fault(template: str) -> None:
    """A template that Jinja reads gets no error."""
    if _jinja_objects(template):
        return
    assert _faults(template) == []


@given(valid_templates, st.data())
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
