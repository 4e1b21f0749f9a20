"""Several prompts in one file: each with its own path, meaning and names, changed in the file they share."""

from __future__ import annotations

from tests.language.features.in_memory import ROOT, MemoryFiles

from promptwell.language.features.in_files import in_files, renaming_in_files
from promptwell.language.features.location import Location
from promptwell.language.features.references import references
from promptwell.language.features.rename import rename
from promptwell.language.semantics.containers import (
    dependencies_of,
    edits_in_files,
    file_of,
    model_at,
    models_of,
)
from promptwell.language.semantics.project import Project
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import Span

MAP = """greet/formal: |
  Dear {{ name | upper }}, {% include "sign.j2" %}
greet/short: "Hi {{ name | trim }} \\"you\\""
"""
PATH = f"{ROOT}/prompts.yaml"


def project_of(**texts: str) -> Project:
    files = MemoryFiles(
        {"prompts.yaml": MAP, "sign.j2": "yours, {{ sender }} ({{ name }})", **texts}
    )
    project = Project(files)
    project.known([PATH, f"{ROOT}/sign.j2"])
    return project


def test_each_prompt_has_a_path_that_leads_back_to_its_file() -> None:
    project = project_of()
    outer, *inner = models_of(project, PATH)
    paths = [model.document.path for model in inner]
    assert outer.document.path == PATH
    assert paths == [f"{PATH}#greet%2Fformal", f"{PATH}#greet%2Fshort"]
    assert [file_of(project, path) for path in (PATH, *paths)] == [PATH] * 3
    assert project.model(f"{PATH}#nothing") is None
    assert file_of(project, f"{ROOT}/a#b.prompty") == f"{ROOT}/a#b.prompty"


def test_a_file_with_a_number_sign_in_its_name_is_a_file() -> None:
    project = project_of(**{"a#b.prompty": "{{ x }}"})
    model = project.model(f"{ROOT}/a#b.prompty")
    assert model is not None
    assert [use.name for use in model.uses] == ["x"]


def test_exact_texts_and_places_in_the_file_go_together() -> None:
    _, formal, short = models_of(project_of(), PATH)
    assert formal.document.decoded == ('Dear {{ name | upper }}, {% include "sign.j2" %}\n',)
    assert short.document.decoded == ('Hi {{ name | trim }} "you"',)
    for model in (formal, short):
        assert [MAP[use.span.start : use.span.end] for use in model.uses] == ["name"]


def test_a_change_of_the_file_forgets_its_prompts() -> None:
    project = project_of()
    before = models_of(project, PATH)
    assert isinstance(project.files, MemoryFiles)
    project.files.texts[PATH] = MAP.replace("name | upper", "person | upper")
    project.changed(PATH)
    after = models_of(project, PATH)
    assert [use.name for use in before[1].uses] == ["name"]
    assert [use.name for use in after[1].uses] == ["person"]


def test_an_input_is_followed_into_the_partial_of_one_prompt_and_back() -> None:
    project = project_of()
    models_of(project, PATH)
    assert f"{ROOT}/sign.j2" in dependencies_of(project, PATH)
    partial = project.model(f"{ROOT}/sign.j2")
    assert partial is not None
    at = partial.document.text.index("name")
    found = in_files(project, references(project, partial, at))
    assert found == [
        Location(PATH, Span(MAP.index("name | upper"), MAP.index(" | upper"))),
        Location(f"{ROOT}/sign.j2", Span(at, at + 4)),
    ]


def test_a_rename_is_one_of_the_file() -> None:
    project = project_of()
    at = MAP.index("name | trim")
    model = model_at(project, PATH, at)
    assert model is not None
    renaming = renaming_in_files(project, rename(project, model, at, "person"))
    assert set(renaming.edits) == {PATH}
    assert apply_edits(MAP, renaming.edits[PATH]) == MAP.replace("name | trim", "person | trim")


def test_an_edit_that_the_file_cannot_hold_is_refused() -> None:
    project = project_of()
    path = f"{PATH}#greet%2Fformal"
    outside = TextEdit(Span(0, 5), "x")
    assert edits_in_files(project, {path: [outside]}) is None
    assert edits_in_files(project, {PATH: [outside]}) == {PATH: (outside,)}


def test_a_search_finds_the_prompts_by_their_names() -> None:
    project = project_of()
    summary = project.summary(PATH)
    assert summary is not None
    names = [(each.name, each.line, each.column) for each in summary.symbols]
    assert names == [("prompts", 0, 0), ("greet/formal", 0, 0), ("greet/short", 2, 0)]
    inner = project.summary(f"{PATH}#greet%2Fshort")
    assert inner is not None
    assert inner.symbols == ()
