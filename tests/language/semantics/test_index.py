"""Files that are known by their summaries: who uses whom is told without reading them again."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.language.features.in_memory import MemoryFiles, prompt

from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summarize import summarize
from promptwell.language.semantics.summary import FileSummary, places_in
from promptwell.language.semantics.supply import Supply
from promptwell.language.text.source import Span


class CountedFiles(MemoryFiles):
    """Files in memory that note which of them were read."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__(texts)
        self.were_read: list[str] = []

    def read(self, path: str) -> str | None:
        self.were_read.append(path)
        return super().read(path)


TEXTS = {
    "a.prompty": prompt('{% include "p.j2" %}{{ agent }}', "agent"),
    "b.prompty": prompt("No partial here."),
    "c/d.prompty": prompt('{% set x = 1 %}{% include "p.j2" %}', "tone"),
    "p.j2": "Yours, {{ agent }}",
}


def summary_of(text: str, name: str = "a.prompty") -> FileSummary:
    """The summary of one text."""
    model = Project(MemoryFiles({name: text})).model(f"/w/{name}")
    assert model is not None
    return summarize(model)


def indexed(files: MemoryFiles, names: Iterable[str] = TEXTS) -> Project:
    """A project that knows its files by their summaries alone."""
    summaries = {f"/w/{name}": summary_of(TEXTS[name], name) for name in names}
    return Project(files).indexed(summaries, (), (), files)


def test_users_are_known_without_reading_them() -> None:
    files = CountedFiles(TEXTS)
    project = indexed(files)
    assert project.users("/w/p.j2") == ["/w/a.prompty", "/w/c/d.prompty"]
    assert files.were_read == []


def test_a_nearer_file_that_comes_takes_the_users_over() -> None:
    files = MemoryFiles(TEXTS)
    project = indexed(files)
    assert "/w/c/d.prompty" in project.users("/w/p.j2")
    files.texts["/w/c/p.j2"] = "Nearer"
    later = project.after(["/w/c/p.j2"], files)
    assert later.users("/w/p.j2") == ["/w/a.prompty"]
    assert later.users("/w/c/p.j2") == ["/w/c/d.prompty"]


def test_an_edited_file_goes_before_its_summary() -> None:
    files = MemoryFiles(TEXTS)
    project = indexed(files)
    files.texts["/w/a.prompty"] = prompt("No partial any more.")
    files.texts["/w/b.prompty"] = prompt('{% include "p.j2" %}')
    later = project.after(["/w/a.prompty", "/w/b.prompty"], files)
    assert sorted(later.users("/w/p.j2")) == ["/w/b.prompty", "/w/c/d.prompty"]


def test_an_index_taken_over_again_counts_each_user_once() -> None:
    files = MemoryFiles(TEXTS)
    project = indexed(files).after(["/w/a.prompty"], files)
    assert sorted(project.users("/w/p.j2")) == ["/w/a.prompty", "/w/c/d.prompty"]
    again = project.indexed({"/w/a.prompty": summary_of(TEXTS["a.prompty"])}, (), (), files)
    assert sorted(again.users("/w/p.j2")) == ["/w/a.prompty", "/w/c/d.prompty"]


def test_a_file_that_is_gone_uses_nothing() -> None:
    files = MemoryFiles(TEXTS)
    project = indexed(files)
    del files.texts["/w/a.prompty"]
    assert project.after(["/w/a.prompty"], files).users("/w/p.j2") == ["/w/c/d.prompty"]
    assert project.indexed({}, (), ["/w/a.prompty"], files).users("/w/p.j2") == ["/w/c/d.prompty"]


def test_what_a_partial_is_given_is_known_from_summaries() -> None:
    files = CountedFiles(TEXTS)
    supply = Supply(indexed(files), "/w/p.j2")
    assert [lack.passage.path for lack in supply.lacks("agent")] == ["/w/c/d.prompty"]
    assert not supply.lacks("x") or supply.lacks("x")[0].passage.path == "/w/a.prompty"
    assert "/w/a.prompty" not in files.were_read


def test_a_summary_tells_where_inputs_and_macros_stand() -> None:
    text = prompt('{% from "m.j2" import money %}{{ money(sum) }}{{ sum }}', "sum")
    summary = summary_of(text)

    def words(packed: str, name: str) -> list[tuple[int, str]]:
        return [(span.start, text[span.start : span.end]) for span in places_in(packed, name)]

    assert [word for _, word in words(summary.uses, "sum")] == ["sum", "sum"]
    assert [word for _, word in words(summary.declarations, "sum")] == ["sum"]
    link = next(each for each in summary.links if each.reference.kind == "from")
    assert [word for _, word in words(link.imported, "money")] == ["money", "money"]
    assert places_in(summary.uses, "su") == []


def test_a_summary_hides_from_a_partial_what_is_local_where_it_is_brought_in() -> None:
    summary = summary_of(prompt('{% for item in rows %}{% include "p.j2" %}{% endfor %}'))
    assert [link.hidden for link in summary.links] == [("item",)]


@pytest.mark.parametrize(
    "text", ["", "---\n", "{{ ", "{% from 'x' import", "\ud800{% macro é() %}"]
)
def test_any_text_has_a_summary(text: str) -> None:
    assert summary_of(text).symbols[0].name == "a"


def test_a_name_after_other_letters_can_be_placed_in_any_unit() -> None:
    summary = summary_of("😀 {% macro wave() %}{% endmacro %}", "m.j2")
    macro = summary.symbols[-1]
    assert (macro.name, macro.line, macro.column, macro.before) == ("wave", 0, 11, "😀xxxxxxxxxx")
    assert places_in("\nwave 11\n", "wave") == [Span(11, 15)]
