"""Text that went into a partial, or came out of one, renders as before: Jinja2 is the judge."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader
from jinja2.sandbox import SandboxedEnvironment
from tests.language.features.in_memory import ROOT, MemoryFiles
from tests.properties.jinja_templates import valid_templates

from promptwell.language.features.actions.action import Change, Question
from promptwell.language.features.actions.offer import code_actions
from promptwell.language.semantics.project import Project
from promptwell.language.text.edit import apply_edits
from promptwell.language.text.source import Span

VALUES = {"user": {"name": "Ann", "a": 1}, "items": [1, "two"], "item": "x", "x": 3, "_y": [[0]]}


def rendered(texts: dict[str, str]) -> str | None:
    environment = SandboxedEnvironment(
        loader=DictLoader(texts), extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]
    )
    try:
        return environment.get_template("main.j2").render(VALUES)
    except Exception:  # noqa: BLE001  # a template may raise anything
        return None


def changed(texts: dict[str, str], span: Span, kind: str) -> dict[str, str] | None:
    """The files after the one action of a kind, or None where it is not offered."""
    project = Project(MemoryFiles(texts))
    project.known(f"{ROOT}/{name}" for name in texts)
    model = project.model(f"{ROOT}/main.j2")
    assert model is not None
    for action in code_actions(Question(project, model, span, (), (kind,))):
        if not action.refusal:
            change: Change = action.change()
            after = {
                path.removeprefix(f"{ROOT}/"): apply_edits(project.files.read(path) or "", edits)
                for path, edits in change.edits.items()
            }
            made = {path.removeprefix(f"{ROOT}/"): text for path, text in change.created}
            return {**texts, **after, **made}
    return None


@given(valid_templates, st.data())
@settings(max_examples=200, deadline=None)
def test_an_extracted_partial_renders_as_before(template: str, data: st.DataObject) -> None:
    expected = rendered({"main.j2": template})
    assume(expected is not None)
    tags = [place for place, character in enumerate(template) if character in "{}"]
    places = st.integers(0, len(template)) | st.sampled_from([0, *tags, *(at + 1 for at in tags)])
    start, end = sorted((data.draw(places), data.draw(places)))
    after = changed({"main.j2": template}, Span(start, end), "refactor.extract")
    if after is None:
        return
    assert rendered(after) == expected
    include = after["main.j2"].index('{% include "partial.j2" %}')
    back = changed(after, Span(include + 4, include + 4), "refactor.inline")
    if back is not None:
        assert rendered(back) == expected


@given(valid_templates, valid_templates, st.sampled_from(["", " without context"]))
@settings(max_examples=150, deadline=None)
def test_an_inlined_partial_renders_as_before(partial: str, around: str, context: str) -> None:
    tag = f"{{% include 'p.j2'{context} %}}"
    texts = {"main.j2": f"{around}A {tag} B\n{{{{ x }}}}", "p.j2": partial}
    expected = rendered(texts)
    assume(expected is not None)
    at = texts["main.j2"].rindex("'p.j2'")
    after = changed(texts, Span(at, at), "refactor.inline")
    if after is not None:
        assert rendered(after) == expected
