"""What is told from the summaries of files is what is told from the files themselves."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.language.features.in_memory import ROOT, MemoryFiles
from tests.properties.test_features_on_any_text import TEXTS

from promptwell.adapters.indexing.wire import pack_summary, unpack_summary
from promptwell.language.features.location import Location
from promptwell.language.features.references import references
from promptwell.language.features.rename import rename
from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.run import check
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summarize import summarize, summarize_text
from promptwell.language.semantics.supply import Supply
from promptwell.language.syntax.detect import NO_ASSOCIATIONS

NAMES = ("a.prompty", "b.j2", "c.j2")
ANY_TEXTS = st.tuples(TEXTS, TEXTS, TEXTS).map(lambda texts: dict(zip(NAMES, texts, strict=True)))


def both(texts: dict[str, str]) -> tuple[Project, Project]:
    """The same files, read and known by their summaries."""
    files = MemoryFiles({**texts, "s.json": '{"x": 1}'})
    read = Project(files)
    read.known(f"{ROOT}/{name}" for name in NAMES)
    summaries = {
        f"{ROOT}/{name}": summarize_text(text, f"{ROOT}/{name}", NO_ASSOCIATIONS)
        for name, text in texts.items()
    }
    return read, Project(files).indexed(summaries, (), (), files)


def unordered(found: list[Location]) -> list[Location]:
    return sorted(set(found))


@given(ANY_TEXTS)
@settings(max_examples=150, deadline=None)
def test_users_and_what_they_give_are_the_same(texts: dict[str, str]) -> None:
    read, indexed = both(texts)
    for name in NAMES:
        path = f"{ROOT}/{name}"
        assert sorted(read.users(path)) == sorted(indexed.users(path))
        one, other = Supply(read, path), Supply(indexed, path)
        for variable in ("x", "y", "m", "loop"):
            assert one.arrives(variable) == other.arrives(variable)
        assert read.dependencies(path) == indexed.dependencies(path)


@given(ANY_TEXTS, st.data())
@settings(max_examples=150, deadline=None)
def test_references_renames_and_findings_are_the_same(
    texts: dict[str, str], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(NAMES))
    offset = data.draw(st.integers(0, len(texts[name])))
    answers = []
    for project in both(texts):
        model = project.model(f"{ROOT}/{name}")
        assert model is not None
        renaming = rename(project, model, offset, "z")
        findings = check(model, RuleContext(RuleSettings(), project))
        found = unordered(references(project, model, offset))
        answers.append((found, dict(renaming.edits), renaming.refusal, findings))
    assert answers[0] == answers[1]


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_a_summary_survives_the_way_through_the_cache(text: str) -> None:
    model = Project(MemoryFiles({"a.prompty": text})).model(f"{ROOT}/a.prompty")
    assert model is not None
    summary = summarize(model)
    assert unpack_summary(json.loads(json.dumps(pack_summary(summary)))) == summary
