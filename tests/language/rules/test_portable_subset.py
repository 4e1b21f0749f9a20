"""What we call portable is what the subset's own reference parser reads, on generated templates."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.structure.non_portable_template import NonPortableTemplate
from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.parse import parse

subset = pytest.importorskip("prompty.jinja_subset")

FILTERS = {"default", "upper", "lower", "join", "length", "trim"}
ATOMS = st.sampled_from(
    ["a", "b.c", "a[0]", "a['x']", "'s'", "1", "2.5", "true", "True", "None", "null", "loop.index"]
)
OPERATORS = st.sampled_from(["and", "or", "==", "!=", "<", "in", "not in", "+", "~", "*"])
CALLS = st.sampled_from(
    ["upper", "title", "length", "default('x')", "default(value=1)", "join(',')"]
)
EXPRESSIONS: st.SearchStrategy[str] = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, OPERATORS, inner).map(" ".join),
        inner.map(lambda each: f"({each})"),
        inner.map(lambda each: f"not {each}"),
        inner.map(lambda each: f"[{each}]"),
        inner.map(lambda each: f"{each} is defined"),
        inner.map(lambda each: f"a.b({each})"),
        inner.map(lambda each: f"a[{each}]"),
        inner.map(lambda each: f"a[1:{each}]"),
        inner.map(lambda each: f"({each}).x"),
        st.tuples(inner, CALLS).map(" | ".join),
        st.tuples(inner, inner, inner).map(lambda e: f"{e[0]} if {e[1]} else {e[2]}"),
    ),
    max_leaves=4,
)
TEMPLATES = st.one_of(
    EXPRESSIONS.map(lambda e: f"x {{{{ {e} }}}} y"),
    EXPRESSIONS.map(lambda e: f"{{% if {e} %}}x{{% elif a %}}y{{% else %}}z{{% endif %}}"),
    EXPRESSIONS.map(lambda e: f"{{%- for x in {e} -%}}{{{{ x }}}}{{% endfor %}}"),
    EXPRESSIONS.map(lambda e: f"{{% for x in {e} if x %}}{{{{ x }}}}{{% else %}}-{{% endfor %}}"),
    st.sampled_from(["{% set x = 1 %}", "{% raw %}{{ x }}{% endraw %}", "{{ '}}' }}", "{# c #}"]),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(TEMPLATES, min_size=1, max_size=2).map("".join))
def test_a_template_is_portable_where_the_reference_parser_reads_it(template: str) -> None:
    assume(_is_jinja(template))
    document = parse(template, "/a.j2", dialect="prompty-portable")
    context = RuleContext(RuleSettings(), Project(_NoFiles()))
    found = list(NonPortableTemplate().check(analyze(document), context))
    assert bool(found) != _reference_reads(template), (template, found)


def _reference_reads(template: str) -> bool:
    try:
        tree = subset.parse_template(template)
    except subset.TemplateSyntaxError:
        return False
    return not _strange(tree)


def _strange(tree: Any) -> bool:
    """What the parser lets pass for its evaluator to refuse or to take for a name without a value."""
    if isinstance(tree, list):
        return any(_strange(each) for each in tree)
    if not isinstance(tree, dict):
        return False
    if tree.get("kind") == "filter" and tree["name"] not in FILTERS:
        return True
    if tree.get("kind") == "var" and tree["root"] in ("True", "False", "None", "none"):
        return True
    return any(_strange(each) for each in tree.values())


def _is_jinja(template: str) -> bool:
    try:
        jinja2.Environment().parse(template)
    except jinja2.TemplateError:
        return False
    return True


class _NoFiles:
    def read(self, path: str) -> str | None:
        return None

    def exists(self, path: str) -> bool:
        return self.read(path) is not None

    def root(self, path: str) -> str:
        return "/"

    def list(self, folder: str) -> list[str]:
        return []
