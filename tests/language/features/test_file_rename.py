"""What else changes when files and folders move: every reference, written as it was."""

from __future__ import annotations

import pytest
from tests.language.features.in_memory import Files, MemoryFiles, prompt

from promptwell.language.features.file_rename import file_rename
from promptwell.language.features.rename import prepare_rename, rename
from promptwell.language.semantics.project import Project
from promptwell.language.text.edit import apply_edits


def moved(
    texts: dict[str, str], *moves: tuple[str, str], roots: tuple[str, ...] = ()
) -> dict[str, str]:
    """The texts that change when files below the root move."""
    project = Project(MemoryFiles(texts), template_roots=roots)
    project.known(f"/w/{name}" for name in texts if not name.endswith((".json", ".jsonl")))
    edits = file_rename(project, [(f"/w/{old}", f"/w/{new}") for old, new in moves])
    return {
        path.removeprefix("/w/"): apply_edits(texts[path.removeprefix("/w/")], each)
        for path, each in edits.items()
    }


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("{% include 'parts/p.j2' %}", "{% include 'parts/q.j2' %}"),
        (
            '{% include "./parts/p.j2" ignore missing %}',
            '{% include "./parts/q.j2" ignore missing %}',
        ),
        ('{% from "parts/p.j2" import m %}', '{% from "parts/q.j2" import m %}'),
        ('{% import "parts/p.j2" as p %}', '{% import "parts/q.j2" as p %}'),
        ('{% extends "parts/p.j2" %}', '{% extends "parts/q.j2" %}'),
        ('{% include ["x.j2", "parts/p.j2"] %}', '{% include ["x.j2", "parts/q.j2"] %}'),
    ],
)
def test_templates_that_bring_a_file_in_follow(written: str, after: str) -> None:
    texts = {"a.j2": written, "parts/p.j2": "Hi", "b.j2": "{% include 'other.j2' %}"}
    assert moved(texts, ("parts/p.j2", "parts/q.j2")) == {"a.j2": after}


def test_samples_datasets_and_files_in_values_follow() -> None:
    text = (
        "---\nmodel:\n  api: chat\nsample: data/one.json\nmetadata:\n  dataset: 'data/rows.jsonl'\n"
        "  note: ${file:data/one.json}\n---\nuser:\nHi\n"
    )
    texts = {"a.prompty": text, "data/one.json": "{}", "data/rows.jsonl": "{}"}
    assert moved(texts, ("data", "samples")) == {"a.prompty": text.replace("data/", "samples/")}


def test_a_path_from_a_folder_above_stays_written_from_there() -> None:
    texts = {"deep/er/a.j2": '{% include "shared/p.j2" %}', "shared/p.j2": "Hi"}
    assert moved(texts, ("shared/p.j2", "shared/new/p.j2")) == {
        "deep/er/a.j2": '{% include "shared/new/p.j2" %}'
    }


def test_a_path_from_a_template_root_stays_written_from_there() -> None:
    texts = {"deep/a.j2": '{% include "p.j2" %}', "lib/p.j2": "Hi"}
    assert moved(texts, ("lib/p.j2", "lib/q.j2"), roots=("lib",)) == {
        "deep/a.j2": '{% include "q.j2" %}'
    }
    assert moved(texts, ("lib/p.j2", "deep/in/q.j2"), roots=("lib",)) == {
        "deep/a.j2": '{% include "in/q.j2" %}'
    }


def test_a_file_that_moves_takes_its_own_references_along() -> None:
    texts = {"a.j2": '{% include "parts/p.j2" %}', "parts/p.j2": "Hi"}
    assert moved(texts, ("a.j2", "deep/er/a.j2")) == {}  # found from the folder above, as before
    sibling = {"x/a.j2": '{% include "p.j2" %}', "x/p.j2": "Hi"}
    assert moved(sibling, ("x/a.j2", "y/a.j2")) == {"x/a.j2": '{% include "../x/p.j2" %}'}


def test_files_that_move_together_keep_how_they_name_each_other() -> None:
    texts = {"x/a.j2": '{% include "p.j2" %}', "x/p.j2": "Hi", "b.j2": '{% include "x/a.j2" %}'}
    assert moved(texts, ("x", "y")) == {"b.j2": '{% include "y/a.j2" %}'}


def test_a_path_that_would_lead_to_another_file_is_written_from_its_own_folder() -> None:
    texts = {"d/a.j2": '{% include "p.j2" %}', "p.j2": "Hi", "d/q.j2": "Another"}
    assert moved(texts, ("p.j2", "q.j2")) == {"d/a.j2": '{% include "../q.j2" %}'}


def test_a_computed_path_and_a_missing_one_are_left_alone() -> None:
    texts = {"a.j2": '{% include name %}{% include "gone.j2" %}', "p.j2": "Hi"}
    assert moved(texts, ("p.j2", "q.j2")) == {}


def test_renaming_a_path_moves_the_file_and_all_that_name_it() -> None:
    files = Files(
        a_dot_j2='{% include "parts/to‸ne.j2" %}',
        b_dot_j2="{% include 'parts/tone.j2' %}",
        parts__tone_dot_j2="Kind",
    )
    prepared = prepare_rename(files.project, files.model, files.offset)
    assert (prepared.name, prepared.is_file, prepared.refusal) == ("parts/tone.j2", True, "")
    found = rename(files.project, files.model, files.offset, "parts/voice.j2")
    assert found.moved == ("/w/parts/tone.j2", "/w/parts/voice.j2")
    assert files.edited(found.edits) == {
        "a.j2": '{% include "parts/voice.j2" %}',
        "b.j2": "{% include 'parts/voice.j2' %}",
    }


@pytest.mark.parametrize(
    ("new_name", "reason"),
    [
        ("parts/other.j2", "there is a file `parts/other.j2` already"),
        ("../../out.j2", "lies outside of the workspace"),
        ("parts/", "is not a file's name"),
        ("", "is not a file's name"),
    ],
)
def test_a_file_does_not_get_a_name_that_it_cannot_have(new_name: str, reason: str) -> None:
    files = Files(
        a_dot_j2='{% include "parts/to‸ne.j2" %}',
        parts__tone_dot_j2="Kind",
        parts__other_dot_j2="Else",
    )
    found = rename(files.project, files.model, files.offset, new_name)
    assert reason in found.refusal
    assert not found.edits


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{% include "go‸ne.j2" %}', "there is no such file"),
        (prompt("Hi", more="metadata: {key: '${env:HO‸ME}'}\n"), "an environment variable"),
    ],
)
def test_a_name_of_no_file_cannot_be_renamed(text: str, reason: str) -> None:
    files = Files(a_dot_prompty=text)
    assert reason in prepare_rename(files.project, files.model, files.offset).refusal


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("[x](docs/style.md#top)", "[x](docs/the%20guide.md#top)"),
        ("[x](./docs/style.md)", "[x](./docs/the%20guide.md)"),
        ("[x](/docs/style.md)", "[x](/docs/the%20guide.md)"),
        ("See @docs/style.md.", "See @docs/the\\ guide.md."),
        ("`@docs/style.md`", None),
    ],
)
def test_what_agent_files_name_is_written_as_it_was(written: str, after: str | None) -> None:
    texts = {"CLAUDE.md": written, "docs/style.md": "Text."}
    changed = moved(texts, ("docs/style.md", "docs/the guide.md"))
    assert changed == ({} if after is None else {"CLAUDE.md": after})


def test_links_with_escapes_follow_their_file() -> None:
    texts = {"AGENTS.md": "[x](docs/the%20guide.md) @none", "docs/the guide.md": "Text."}
    changed = moved(texts, ("docs/the guide.md", "docs/style.md"))
    assert changed == {"AGENTS.md": "[x](docs/style.md) @none"}
    texts = {"CLAUDE.md": "@docs/the\\ guide.md", "docs/the guide.md": "Text."}
    changed = moved(texts, ("docs/the guide.md", "docs/style.md"))
    assert changed == {"CLAUDE.md": "@docs/style.md"}


def test_links_to_a_folder_and_to_pictures_follow_it() -> None:
    texts = {"AGENTS.md": "[a](docs/) and [b](docs/logo.png)", "docs/logo.png": "no text"}
    changed = moved(texts, ("docs", "documents"))
    assert changed == {"AGENTS.md": "[a](documents/) and [b](documents/logo.png)"}


def test_a_partial_that_moves_below_is_still_found_by_its_name() -> None:
    files = {
        "prompts/mail.prompt": "{{>card}}",
        "prompts/_card.prompt": "Hello",
    }
    assert moved(files, ("prompts/_card.prompt", "prompts/sub/_card.prompt")) == {}


def test_a_partial_that_moves_gets_its_path_where_partials_are_written_with_paths() -> None:
    files = {
        "prompts/mail.prompt": "{{>card}} {{>parts/foot}}",
        "prompts/_card.prompt": "Hello",
        "prompts/parts/_foot.prompt": "Bye",
    }
    assert moved(files, ("prompts/_card.prompt", "prompts/sub/_card.prompt")) == {
        "prompts/mail.prompt": "{{>sub/card}} {{>parts/foot}}"
    }


def test_a_variant_of_a_partial_gets_another_name() -> None:
    files = {
        "prompts/mail.prompt": "{{>card.formal}} {{>card}}",
        "prompts/sub/_card.prompt": "Hello",
        "prompts/sub/_card.formal.prompt": "Dear Sir",
    }
    move = ("prompts/sub/_card.formal.prompt", "prompts/sub/_card.stiff.prompt")
    assert moved(files, move) == {"prompts/mail.prompt": "{{>card.stiff}} {{>card}}"}
