"""Whatever a file holds, what is told of its parts can be used: ranges nest, tokens don't overlap."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.test_features_on_any_text import PIECES, ROOT, project_of

from promptwell.entrypoints.lsp.convert.semantic_tokens import to_numbers
from promptwell.entrypoints.lsp.positions import Positions
from promptwell.language.features.folding import folds
from promptwell.language.features.highlights import highlights
from promptwell.language.features.hints import HintChoice, hints
from promptwell.language.features.linked_editing import linked
from promptwell.language.features.links import links
from promptwell.language.features.selection import selections
from promptwell.language.features.semantic_tokens.tokens import semantic_tokens
from promptwell.language.rules.base import RuleSettings
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.text.source import Span

LINES = st.sampled_from(
    [
        *("\n", "\r\n", "\r", "user:\n", "# A\n", "## B\n", "```\n", "{# a\n b #}", "{% else %}"),
        *(
            "{% raw %}\n{{ x }}\n{% endraw %}",
            "<a>",
            "</a>",
            "{{#s}}",
            "{{/s}}",
            "{{^s}}",
            "{{>p}}",
        ),
        *(
            "template: {format: mustache}\n",
            "# remark\n",
            "- a:\n    b: |\n      c\n",
            "{%- if x -%}\n",
        ),
        *("{% block b %}", "{% endblock b %}", "{% set x.y = 1 %}", "{% endif %}\n", "\U0001f33f"),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, LINES), max_size=16).map("".join)


def opened(text: str) -> tuple[Project, SemanticModel]:
    project = project_of(text, "{% macro m(x) %}{% endmacro %}")
    model = project.model(f"{ROOT}/a.prompty")
    assert model is not None
    return project, model


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_folds_lie_within_each_other_or_apart_and_hide_at_least_a_line(text: str) -> None:
    _, model = opened(text)
    line = model.document.source.line_number
    ranges = [(line(fold.span.start), line(fold.span.end)) for fold in folds(model)]
    assert ranges == sorted(ranges)
    assert len({first for first, _ in ranges}) == len(ranges)
    around: list[tuple[int, int]] = []
    for first, last in ranges:
        assert 0 <= first < last < len(model.document.source.line_starts)
        while around and around[-1][1] < first:
            around.pop()
        assert not around or last <= around[-1][1]
        around.append((first, last))
    assert set(folds(model, 2)) <= set(folds(model))
    assert len(folds(model, 2)) <= 2


@given(TEXTS, st.data())
@settings(max_examples=400, deadline=None)
def test_selections_hold_the_place_and_grow_to_the_whole_text(
    text: str, data: st.DataObject
) -> None:
    _, model = opened(text)
    offset = data.draw(st.integers(0, len(text)))
    found = selections(model, offset)
    assert found[-1] == Span(0, len(text))
    assert found[0].contains(offset)
    for inner, outer in pairwise(found):
        assert outer.covers(inner)
        assert outer != inner


@given(TEXTS, st.data())
@settings(max_examples=400, deadline=None)
def test_tokens_are_in_order_apart_and_each_in_one_line(text: str, data: st.DataObject) -> None:
    project, model = opened(text)
    source = model.document.source
    tokens = semantic_tokens(project, model, RuleSettings())
    for before, after in pairwise(tokens):
        assert before.span.end <= after.span.start
    for span, _ in tokens:
        line = source.line_span(source.line_number(span.start))
        assert line.start <= span.start < span.end <= line.end
        assert source.slice(span).strip()
    numbers = to_numbers(tokens, Positions(source, data.draw(st.sampled_from(["utf-8", "utf-16"]))))
    assert len(numbers) == 5 * len(tokens)
    assert min(numbers, default=0) >= 0
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    wanted = Span(start, end)
    part = semantic_tokens(project, model, RuleSettings(), wanted)
    assert part == [each for each in tokens if each.span.overlaps(wanted)]


@given(TEXTS, st.data())
@settings(max_examples=400, deadline=None)
def test_places_are_inside_the_text_and_linked_ones_are_equal(
    text: str, data: st.DataObject
) -> None:
    project, model = opened(text)
    source = model.document.source
    offset = data.draw(st.integers(0, len(text)))
    whole = Span(0, len(text))
    found = highlights(model, offset)
    assert len({each.span for each in found}) == len(found)
    assert all(whole.covers(each.span) for each in found)
    pair = linked(model, offset)
    if pair is not None:
        assert any(span.contains(offset) for span in pair.spans)
        assert len({source.slice(span) for span in pair.spans}) == 1
        assert len(set(pair.spans)) == len(pair.spans) > 1
    for link in links(project, model):
        assert whole.covers(link.span)
        assert project.files.read(link.path) is not None
    shown = hints(model, whole, HintChoice())
    assert all(0 <= each.offset <= len(text) and each.label for each in shown)
    assert shown == sorted(shown)
