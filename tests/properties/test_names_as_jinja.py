"""Which names are inputs is what Jinja looks up outside the template."""

from __future__ import annotations

import jinja2
import jinja2.meta
from hypothesis import given, settings
from tests.properties.jinja_templates import valid_templates

from promptwell.language.semantics.analyze import analyze
from promptwell.language.syntax.parse import parse

_JINJA = jinja2.Environment(
    extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"]
)
# Jinja takes `1 + not (2)` for a call of something named `not`.
_NO_NAMES = {"loop", "caller", "not"}


@given(valid_templates)
@settings(max_examples=300, deadline=None)
def test_inputs_are_the_names_that_jinja_does_not_find_in_the_template(template: str) -> None:
    """Names that the template also sets are left out: Jinja counts them where one branch sets them."""
    try:
        theirs = jinja2.meta.find_undeclared_variables(_JINJA.parse(template))
    except jinja2.TemplateSyntaxError:
        return
    model = analyze(parse(template, "/repo/a.j2"))
    local = {each.name for each in model.locals}
    ours = {use.name for use in model.free_uses}
    assert ours - local == theirs - local - _NO_NAMES
