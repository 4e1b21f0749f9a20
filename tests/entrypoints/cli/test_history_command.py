"""The commands around versions, as a person types them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from promptwell.bootstrap.stores import has_store
from promptwell.entrypoints.cli.main import run_command_line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    made = tmp_path / "work"
    made.mkdir()
    monkeypatch.chdir(made)
    git("init", "-q", "-b", "main")
    return made


def git(*arguments: str) -> None:
    lead = ["git", "-c", "user.name=Ann", "-c", "user.email=a@b.c"]
    subprocess.run([*lead, *arguments], check=True, capture_output=True)


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run_command_line(list(arguments)) == code
    out, err = capsys.readouterr()
    return out if code == 0 else err


def prompt(name: str, text: str) -> str:
    return f"---\nname: {name}\n---\nuser:\n{text}\n"


def test_a_prompt_named_like_a_subcommand_is_given_by_its_path(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "import").mkdir()
    (folder / "import/a.prompty").write_text(prompt("import", "One"))
    git("add", "-A")
    git("commit", "-qm", "first")
    took = json.loads(said(capsys, "history", "import", "--format", "json"))
    assert took["versions"] == 1
    shown = json.loads(said(capsys, "history", "./import/a.prompty", "--format", "json"))
    assert [each["message"] for each in shown["versions"]] == ["first"]


def test_an_import_says_what_git_does_not_have(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "a.prompty"
    file.write_text(prompt("a", "One"))
    assert "no commit of git around" in said(capsys, "history", "import", code=1)
    for text in ("One", "Two"):
        file.write_text(prompt("a", text))
        git("add", "-A")
        git("commit", "-qm", text)
    assert "note" not in said(capsys, "history", "import")
    git("clone", "-q", "--depth", "1", folder.as_uri(), str(folder.parent / "shallow"))
    monkeypatch.chdir(folder.parent / "shallow")
    assert "import again: git fetch --unshallow" in said(capsys, "history", "import")
    why = said(capsys, "diff", "a", "HEAD~1", code=1)
    assert "fetch its past: git fetch --unshallow" in why


def test_a_history_is_lines_with_labels_and_commits(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "a.prompty"
    file.write_text(prompt("a", "One"))
    git("add", "-A")
    git("commit", "-qm", "first")
    said(capsys, "history", "import")
    file.write_text(prompt("a", "Two"))
    said(capsys, "version", "record", "a", "--message", "shorter")
    said(capsys, "label", "a", "production", "1")
    newest, oldest = said(capsys, "history", "a").splitlines()
    assert newest.split()[0] == "2"
    assert newest.endswith("shorter")
    assert "[production]" in oldest
    assert oldest.endswith("first")
    file.write_text(prompt("a", "Three"))
    assert "the file is another one now: promptwell diff a.prompty" in said(capsys, "history", "a")
    refused = said(capsys, "rollback", "a", "1", code=1)
    assert "keep it first: promptwell version record a.prompty" in refused


def test_the_current_branch_goes_on_with_what_was_committed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "a.prompty"
    file.write_text(prompt("a", "One"))
    said(capsys, "index")
    said(capsys, "version", "record", "a")
    said(capsys, "branch", "a", "try")
    for number, text in enumerate(("One", "Two", "Three")):
        file.write_text(prompt("a", text))
        git("add", "-A")
        git("commit", "-qm", f"commit {number}")
    said(capsys, "history", "import")
    said(capsys, "switch", "a", "try")
    assert file.read_text() == prompt("a", "One")
    said(capsys, "switch", "a", "main")
    assert file.read_text() == prompt("a", "Three")
    # A branch that went another way keeps its own end.
    said(capsys, "switch", "a", "try")
    file.write_text(prompt("a", "Another"))
    said(capsys, "version", "record", "a")
    said(capsys, "history", "import")
    assert "try  version 4" in said(capsys, "branch", "a")


def test_a_history_says_where_the_meaning_stayed_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "a.prompty"
    file.write_text(prompt("a", "One"))
    said(capsys, "version", "record", "a", "--message", "one")
    file.write_text(prompt("a", "One").replace("name: a", "name:  a  # ours"))
    said(capsys, "version", "record", "a", "--message", "layout")
    newest, oldest = said(capsys, "history", "a").splitlines()
    assert newest.endswith("layout  same meaning")
    assert oldest.endswith("one")
    assert "\n  a model gets the same from both\n" in said(capsys, "diff", "a", "1")


def test_diff_knows_versions_labels_and_names(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "a.prompty"
    file.write_text(prompt("greeting", "One"))
    said(capsys, "label", "greeting", "production")
    file.write_text(prompt("greeting", "Two"))
    said(capsys, "version", "record", "greeting", "--message", "two")
    file.write_text(prompt("greeting", "Three"))
    last = json.loads(said(capsys, "diff", "greeting", "--format", "json"))
    assert (last["old"]["ref"], last["new"]["ref"]) == ("2", "working")
    assert [each["old_text"] for each in last["hunks"]] == ["Two\n"]
    named = json.loads(said(capsys, "diff", "a.prompty", "production", "2", "--format", "json"))
    assert [each["new_text"] for each in named["hunks"]] == ["Two\n"]
    assert "did you mean `production`?" in said(capsys, "diff", "greeting", "prodution", code=1)


def test_a_folder_without_a_store_is_compared_by_git_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "a.prompty"
    file.write_text(prompt("a", "One"))
    git("add", "-A")
    git("commit", "-qm", "first")
    file.write_text(prompt("a", "Two"))
    shown = json.loads(said(capsys, "diff", "a.prompty", "--format", "json"))
    assert shown["old"]["ref"] == "HEAD"
    assert not has_store(str(folder))


def test_init_makes_the_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.prompty").write_text(prompt("a", "One"))
    assert run_command_line(["init"]) == 0
    assert "The store knows 1 prompt now" in capsys.readouterr().err
    assert has_store(str(folder))


def test_a_merge_with_conflicts_ends_with_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "a.prompty"
    file.write_text(prompt("a", "One"))
    said(capsys, "version", "record", "a.prompty")
    said(capsys, "branch", "a", "other")
    for branch, text in (("main", "Two"), ("other", "Three")):
        said(capsys, "switch", "a", branch)
        file.write_text(prompt("a", text))
        said(capsys, "version", "record", "a", "--message", text)
    assert run_command_line(["merge", "a", "main"]) == 1
    assert "to settle: the user message (a.prompty:5)" in capsys.readouterr().out
    assert "<<<<<<< other" in file.read_text()
    said(capsys, "branch", "a", "third", "--from", "main")
    refused = said(capsys, "merge", "a", "third", code=1)
    assert "line 5 of the file has a conflict of a merge that nobody settled; settle it" in refused
    said(capsys, "switch", "a", "third")
    refused = said(capsys, "merge", "a", "other", code=1)
    assert "settle it there: promptwell switch a.prompty other" in refused
    assert file.read_text() == prompt("a", "Two")
    said(capsys, "switch", "a", "other")
    file.write_text(prompt("a", "Four"))
    said(capsys, "version", "record", "a", "--message", "settled")
    assert "other has all of main already" in said(capsys, "merge", "a", "main")


def test_what_was_measured_stands_in_the_history_with_its_change(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "a.prompty"
    file.write_text(prompt("a", "One"))
    measured = (
        "version",
        "measure",
        "a",
        "--metric",
        "accuracy=0.5",
        "--metric",
        "latency=12345.6",
    )
    assert said(capsys, *measured) == "a.prompty version 1: accuracy 0.5  latency 12,346\n"
    file.write_text(prompt("a", "Two"))
    told = said(capsys, "version", "measure", "a", "--metric", "accuracy=0.75")
    assert told == "a.prompty version 2: accuracy 0.75 (+0.25)\n"
    said(capsys, "version", "record", "a", "-m", "say two")
    newest, oldest = said(capsys, "history", "a").splitlines()
    assert newest.endswith("say two  accuracy 0.75 (+0.25)")
    assert oldest.endswith("accuracy 0.5  latency 12,346")
