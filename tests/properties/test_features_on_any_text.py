"""Whatever a file holds, every question about it is answered, and a rename can be taken back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.language.features.in_memory import ROOT, MemoryFiles

from promptwell.language.features.actions.action import Question
from promptwell.language.features.actions.offer import code_actions
from promptwell.language.features.completion.complete import complete
from promptwell.language.features.definition import definition
from promptwell.language.features.hover import hover
from promptwell.language.features.previews import preview_at
from promptwell.language.features.references import references
from promptwell.language.features.rename import prepare_rename, rename
from promptwell.language.features.signature import SignatureHelp, signature_help
from promptwell.language.features.symbols import document_symbols
from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.run import check
from promptwell.language.semantics.project import Project
from promptwell.language.text.edit import apply_edits
from promptwell.language.text.source import Span

PIECES = st.sampled_from(
    [
        *("---\n", "name: a\n", "inputs:\n", "  - name: x\n", "    kind: array\n", "  y: {kind: "),
        *(
            "{# promptwell: ignore[",
            "# promptwell: ",
            "${file:",
            "${env:",
            '| map(attribute="',
            "{% call ",
        ),
        *("model: gpt-4o\n", "sample: s.json\n", "metadata: {trust: {x: untrusted}}\n"),
        *("user:\n", "system:\n", "# Head\n", "```\n", "text ", "🌿", "\u2028", "\r\n", "\n", "  "),
        *("{{ x }}", "{{ x.", "{{ x|", "{{ ", " }}", "{{ x is ", '{{ x["', "{{ loop.index }}"),
        *("{% for x in y %}", "{% endfor %}", "{% set x = y %}", "{% if x %}", "{% ", " %}"),
        *(
            '{% include "b.j2" %}',
            '{% from "b.j2" import m %}',
            "{{ m(x) }}",
            "{{ m(",
            '{% include "',
        ),
        *("{% macro m(x) %}", "{% endmacro %}", "{% block b %}", "{% endblock %}", "{# ", " #}"),
        *('{% extends "b.j2" %}', "{% raw %}", "'", '"', ":", "- ", "{", "}", "[", "#"),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def project_of(text: str, other: str) -> Project:
    files = MemoryFiles({"a.prompty": text, "b.j2": other, "s.json": '{"x": 1}'})
    project = Project(files)
    project.known([f"{ROOT}/a.prompty", f"{ROOT}/b.j2"])
    return project


@given(TEXTS, TEXTS, st.data())
@settings(max_examples=500, deadline=None)
def test_no_question_about_any_place_fails(text: str, other: str, data: st.DataObject) -> None:
    project = project_of(text, other)
    model = project.model(f"{ROOT}/a.prompty")
    assert model is not None
    offset = data.draw(st.integers(0, len(text)))
    for item in complete(project, model, offset):
        assert item.span.start <= offset <= item.span.end
        assert "\n" not in text[item.span.start : item.span.end]
        assert not any(edit.span.overlaps(item.span) for edit in item.edits)
        assert item.text is not None
    hover(project, model, offset)
    preview_at(project, model, offset)
    for signature in (signature_help(project, model, offset) or SignatureHelp(())).signatures:
        assert all(span.end <= len(signature.label) for span in signature.parameters)
    for location in [*definition(project, model, offset), *references(project, model, offset)]:
        assert project.files.read(location.path) is not None
    prepare_rename(project, model, offset)
    document_symbols(model)
    found = check(model, RuleContext(RuleSettings(), project))
    start = data.draw(st.integers(0, offset))
    for only in ((), ("source",), ("refactor",)):
        for action in code_actions(Question(project, model, Span(start, offset), found, only)):
            for path, edits in action.change().edits.items():
                apply_edits(project.files.read(path) or "", edits)


@given(TEXTS, TEXTS, st.data())
@settings(max_examples=500, deadline=None)
def test_a_rename_is_taken_back_by_the_opposite_rename(
    text: str, other: str, data: st.DataObject
) -> None:
    project = project_of(text, other)
    model = project.model(f"{ROOT}/a.prompty")
    assert model is not None
    offset = data.draw(st.integers(0, len(text)))
    found = prepare_rename(project, model, offset)
    there = rename(project, model, offset, "brand_new_name")
    if found.refusal or there.refusal or not there.edits:
        return
    texts = {"a.prompty": text, "b.j2": other, "s.json": '{"x": 1}'}
    for path, edits in there.edits.items():
        name = path.removeprefix(f"{ROOT}/")
        texts[name] = apply_edits(texts[name], edits)
    before = {path.removeprefix(f"{ROOT}/"): edits for path, edits in there.edits.items()}
    later = Project(MemoryFiles(texts))
    later.known([f"{ROOT}/a.prompty", f"{ROOT}/b.j2"])
    renamed = later.model(f"{ROOT}/a.prompty")
    assert renamed is not None
    place = found.span.start + sum(
        len(edit.new_text) - (edit.span.end - edit.span.start)
        for edit in before.get("a.prompty", ())
        if edit.span.start < found.span.start
    )
    back = rename(later, renamed, place, found.name)
    if back.refusal:
        # The old name may be one that no rename gives, such as a word of YAML's.
        return
    for path, edits in back.edits.items():
        name = path.removeprefix(f"{ROOT}/")
        texts[name] = apply_edits(texts[name], edits)
    assert texts == {"a.prompty": text, "b.j2": other, "s.json": '{"x": 1}'}
