"""What a search over the workspace finds, in which order, and that nothing is read for it."""

from __future__ import annotations

import pytest
from tests.language.features.in_memory import MemoryFiles, prompt

from promptwell.language.features.workspace_symbols import MOST, score, workspace_symbols
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summarize import summarize_text
from promptwell.language.syntax.detect import NO_ASSOCIATIONS


class Unreadable(MemoryFiles):
    """Files that nobody may read."""

    def read(self, path: str) -> str | None:
        raise AssertionError(f"{path} was read")


def indexed(**texts: str) -> Project:
    files = Unreadable({})
    summaries = {
        f"/w/{name}.prompty": summarize_text(text, f"/w/{name}.prompty", NO_ASSOCIATIONS)
        for name, text in texts.items()
    }
    return Project(files).indexed(summaries, (), (), files)


def names(project: Project, query: str) -> list[str]:
    return [found.symbol.name for found in workspace_symbols(project, query)]


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("reply", "reply", "reply_to_all"),
        ("reply", "reply_to_all", "auto_reply"),
        ("reply", "auto_reply", "rehearse_plan_yearly"),
        ("rta", "reply_to_all", "retail"),
        ("rta", "replyToAll", "restart"),
        ("cust", "customer", "accustomed"),
        ("oid", "order_id", "android"),
    ],
)
def test_the_better_fit_comes_first(query: str, better: str, worse: str) -> None:
    first, second = score(better, query), score(worse, query)
    assert first is not None
    assert second is not None
    assert first > second


@pytest.mark.parametrize(
    ("query", "name", "fits"),
    [
        ("abc", "a_b_c", True),
        ("abc", "acb", False),
        ("Order", "order", False),
        ("order", "Order", True),
        ("", "anything", True),
        ("ord er", "order", True),
        ("é", "crème", False),
        ("è", "crème", True),
        ("]^-\\", "]^-\\", True),
    ],
)
def test_all_letters_must_occur_in_order_and_capitals_count_when_typed(
    query: str, name: str, fits: bool
) -> None:
    project = indexed(a=f"---\nname: '{name}'\n---\nuser:\nHi\n")
    assert names(project, query) == ([name] if fits else [])


def test_prompts_inputs_macros_and_blocks_are_found() -> None:
    body = "{% macro tone_of(x) %}{% endmacro %}{% block tone_part %}{% endblock %}"
    project = indexed(toner=f"---\nname: toner\ninputs: {{tone: string}}\n---\nuser:\n{body}")
    found = {each.symbol.kind: each.symbol.name for each in workspace_symbols(project, "tone")}
    assert found == {"prompt": "toner", "input": "tone", "macro": "tone_of", "block": "tone_part"}


def test_inputs_that_only_a_sample_shows_are_found() -> None:
    text = "---\nmodel:\n  api: chat\nsample:\n  colleague: Tomás\n---\nuser:\n{{ colleague }}\n"
    assert names(indexed(a=text), "colleag") == ["colleague"]


def test_without_a_query_the_prompts_are_listed() -> None:
    assert names(indexed(b=prompt("Hi", "x"), a=prompt("Ho", "y")), "") == ["a", "a"]


def test_a_prompt_without_a_name_is_found_by_its_file() -> None:
    assert names(indexed(greeting="user:\nHi\n"), "greet") == ["greeting"]


def test_there_are_never_more_than_an_editor_shows_and_one_name_does_not_hide_others() -> None:
    many = {f"f{number}": prompt("Hi", "tone") for number in range(300)}
    project = indexed(**many, other=prompt("Hi", "tonality"))
    found = names(project, "ton")
    assert len(found) <= MOST
    assert "tonality" in found
    assert len(names(project, "tone")) == MOST


def test_an_open_file_is_found_as_it_is_now() -> None:
    files = MemoryFiles({"a.prompty": prompt("Hi", "before")})
    summary = summarize_text(files.texts["/w/a.prompty"], "/w/a.prompty", NO_ASSOCIATIONS)
    project = Project(files).indexed({"/w/a.prompty": summary}, (), (), files)
    files.texts["/w/a.prompty"] = prompt("Hi", "afterwards")
    later = project.after(["/w/a.prompty"], files)
    assert names(later, "before") == ["before"]  # not read yet
    later.model("/w/a.prompty")
    assert names(later, "before") == []
    assert names(later, "afterwards") == ["afterwards"]
