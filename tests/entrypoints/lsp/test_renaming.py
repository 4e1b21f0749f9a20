"""Renames of names and files as an editor sees them: versions, annotations, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.lsp.raw_server import RawServer, whole

PROMPT = (
    "---\nname: a\ninputs: {agent: {kind: string, required: true}}\n"
    'metadata: {dataset: rows.jsonl}\n---\nuser:\n{{ agent }}{% include "parts/tone.j2" %}\n'
)
AGENT = (6, 4)
PATH = (6, 30)


@pytest.fixture
def files(folder: Path) -> Path:
    (folder / "parts").mkdir()
    (folder / "parts/tone.j2").write_text("Kind to {{ agent }}")
    (folder / "other.j2").write_text("{% include 'parts/tone.j2' %}")
    (folder / "a.prompty").write_text(PROMPT)
    (folder / "rows.jsonl").write_text('{"agent": "Ann"}\n')
    return folder


def started(folder: Path, files: int = 3, **edits: Any) -> RawServer:
    """A server that has read the folder, for a client with these capabilities of edits."""
    server = RawServer("--log-level", "info", cwd=folder)
    server.initialize(folder, capabilities={"workspace": {"workspaceEdit": edits}})
    uri = (folder / "a.prompty").as_uri()
    server.logged(f"read {files} files")
    server.open(uri, PROMPT)
    server.diagnostics(uri, 1)
    return server


@pytest.fixture
def able(files: Path) -> Iterator[RawServer]:
    with started(
        files,
        documentChanges=True,
        resourceOperations=["create", "rename", "delete"],
        changeAnnotationSupport={"groupsOnLabel": True},
    ) as server:
        yield server


@pytest.fixture
def simple(files: Path) -> Iterator[RawServer]:
    with started(files) as server:
        yield server


def rename(server: RawServer, folder: Path, place: tuple[int, int], name: str) -> dict[str, Any]:
    asked = server.at((folder / "a.prompty").as_uri(), *place)
    return server.request("textDocument/rename", {**asked, "newName": name})


def test_open_documents_are_edited_by_version_and_datasets_are_asked_about(
    able: RawServer, files: Path
) -> None:
    able.change((files / "a.prompty").as_uri(), 2, whole(PROMPT + "\n"))
    edit = rename(able, files, AGENT, "clerk")["result"]
    by_name = {
        change["textDocument"]["uri"].rpartition("/")[2]: change
        for change in edit["documentChanges"]
    }
    assert {name: each["textDocument"]["version"] for name, each in by_name.items()} == {
        "a.prompty": 2,
        "tone.j2": None,
        "rows.jsonl": None,
    }
    identity = by_name["rows.jsonl"]["edits"][0]["annotationId"]
    assert edit["changeAnnotations"][identity]["needsConfirmation"]
    assert all("annotationId" not in each for each in by_name["a.prompty"]["edits"])


def test_a_client_that_cannot_ask_is_told_of_the_dataset(simple: RawServer, files: Path) -> None:
    edit = rename(simple, files, AGENT, "clerk")["result"]
    assert {uri.rpartition("/")[2] for uri in edit["changes"]} == {"a.prompty", "tone.j2"}
    said = simple.wait(lambda said: said.get("method") == "window/showMessage", "a message")
    assert "rows.jsonl" in said["params"]["message"]


def test_the_path_of_a_partial_is_renamed_with_its_file(able: RawServer, files: Path) -> None:
    asked = able.at((files / "a.prompty").as_uri(), *PATH)
    assert able.request("textDocument/prepareRename", asked)["result"]["placeholder"] == (
        "parts/tone.j2"
    )
    changes = rename(able, files, PATH, "parts/voice.j2")["result"]["documentChanges"]
    assert changes[-1] == {
        "kind": "rename",
        "oldUri": (files / "parts/tone.j2").as_uri(),
        "newUri": (files / "parts/voice.j2").as_uri(),
        "options": {"overwrite": False},
    }
    assert sorted(each["textDocument"]["uri"].rpartition("/")[2] for each in changes[:-1]) == [
        "a.prompty",
        "other.j2",
    ]


def test_a_client_that_moves_no_files_is_told_where_to_rename_them(
    simple: RawServer, files: Path
) -> None:
    asked = simple.at((files / "a.prompty").as_uri(), *PATH)
    for answer in (
        simple.request("textDocument/prepareRename", asked),
        rename(simple, files, PATH, "parts/voice.j2"),
    ):
        assert answer["error"]["code"] == -32803
        assert "rename the file where files are listed" in answer["error"]["message"]


def test_files_and_folders_that_move_are_followed(able: RawServer, files: Path) -> None:
    move = {"oldUri": (files / "parts").as_uri(), "newUri": (files / "partials").as_uri()}
    edit = able.request("workspace/willRenameFiles", {"files": [move]})["result"]
    found = {
        each["textDocument"]["uri"].rpartition("/")[2]: each["edits"][0]["newText"]
        for each in edit["documentChanges"]
    }
    assert found == {"a.prompty": "partials/tone.j2", "other.j2": "partials/tone.j2"}
    (files / "parts").rename(files / "partials")
    after = PROMPT.replace("parts/", "partials/")
    (files / "other.j2").write_text("{% include 'partials/tone.j2' %}")
    able.change((files / "a.prompty").as_uri(), 2, whole(after))
    able.notify("workspace/didRenameFiles", {"files": [move]})
    able.notify(
        "workspace/didChangeWatchedFiles",
        {"changes": [{"uri": (files / "other.j2").as_uri(), "type": 2}]},
    )
    asked = able.at((files / "a.prompty").as_uri(), 6, 33)
    found_users = able.request(
        "textDocument/references", {**asked, "context": {"includeDeclaration": True}}
    )["result"]
    assert sorted(each["uri"].rpartition("/")[2] for each in found_users) == [
        "a.prompty",
        "other.j2",
    ]


def test_a_move_that_concerns_nobody_changes_nothing(able: RawServer, files: Path) -> None:
    for old, new in (
        ((files / "rows.csv").as_uri(), (files / "lines.csv").as_uri()),
        ("untitled:Untitled-1", (files / "new.prompty").as_uri()),
        ("git:/a.prompty?x", "git:/b.prompty?x"),
    ):
        params = {"files": [{"oldUri": old, "newUri": new}]}
        assert able.request("workspace/willRenameFiles", params)["result"] is None


def test_a_document_without_a_file_can_be_renamed_in(able: RawServer) -> None:
    uri = "untitled:Untitled-1"
    able.open(uri, "{% set tone = 1 %}{{ tone }}", language="jinja")
    edit = able.request("textDocument/rename", {**able.at(uri, 0, 8), "newName": "mood"})["result"]
    change = edit["documentChanges"][0]
    assert change["textDocument"] == {"uri": uri, "version": 1}
    assert [each["newText"] for each in change["edits"]] == ["mood", "mood"]


def test_the_server_says_which_files_it_wants_to_hear_of(files: Path) -> None:
    with RawServer(cwd=files) as server:
        able = {"workspace": {"fileOperations": {"willRename": True, "didRename": True}}}
        capabilities = server.initialize(files, capabilities=able)["capabilities"]
    operations = capabilities["workspace"]["fileOperations"]
    kinds = [each["pattern"]["matches"] for each in operations["willRename"]["filters"]]
    assert kinds == ["file", "folder"]
    assert operations["didRename"] == operations["willRename"]


SKILL = "---\nname: forms\ndescription: Fills in forms\n---\nFill in.\n"
CLERK = (
    "---\nname: clerk\ndescription: Fills in\nskills: forms\n---\n[How](../skills/forms/SKILL.md)\n"
)


@pytest.fixture
def skills(files: Path) -> Path:
    """The folder `.claude`, with a skill and an agent that names it."""
    for path, text in (("skills/forms/SKILL.md", SKILL), ("agents/clerk.md", CLERK)):
        target = files / ".claude" / path
        target.parent.mkdir(parents=True)
        target.write_text(text)
    return files / ".claude"


def test_a_skill_is_renamed_with_its_folder(files: Path, skills: Path) -> None:
    operations = {"documentChanges": True, "resourceOperations": ["rename"]}
    with RawServer("--log-level", "info", cwd=files) as server:
        server.initialize(files, capabilities={"workspace": {"workspaceEdit": operations}})
        server.logged("read 5 files")
        skill, clerk = skills / "skills/forms/SKILL.md", skills / "agents/clerk.md"
        server.open(clerk.as_uri(), CLERK, 3)
        named = server.at(clerk.as_uri(), 3, 10)
        prepared = server.request("textDocument/prepareRename", named)["result"]
        assert prepared["placeholder"] == "forms"
        renamed = server.request("textDocument/rename", {**named, "newName": "papers"})["result"]
        *edits, move = renamed["documentChanges"]
        assert move == {
            "kind": "rename",
            "oldUri": skill.parent.as_uri(),
            "newUri": (skills / "skills/papers").as_uri(),
            "options": {"overwrite": False},
        }
        texts = {
            each["textDocument"]["uri"]: [edit["newText"] for edit in each["edits"]]
            for each in edits
        }
        assert texts == {
            skill.as_uri(): ["papers"],
            clerk.as_uri(): ["papers", "../skills/papers/SKILL.md"],
        }


def test_a_skill_stays_where_the_client_moves_no_folders(files: Path, skills: Path) -> None:
    with started(files, 5) as server:
        skill = skills / "skills/forms/SKILL.md"
        server.open(skill.as_uri(), SKILL)
        asked = {**server.at(skill.as_uri(), 1, 8), "newName": "papers"}
        refused = server.request("textDocument/rename", asked)["error"]["message"]
        assert "rename the file where files are listed" in refused
