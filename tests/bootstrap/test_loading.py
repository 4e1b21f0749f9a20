"""`promptwell.load`: prompts and their versions for programs, with a store and without one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import promptwell
from promptwell.bootstrap.calling import Caller
from promptwell.domain.versions.identity import text_id
from promptwell.errors import LoadError, NotFoundError, RenderError, UsageError

OLD = "---\nname: greet\n---\nuser:\nHello {{ who }}.\n"
NEW = "---\nname: greet\n---\nuser:\nDear {{ who }}, {% include 'end.jinja' %}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    folder = tmp_path / "work"
    (folder / "prompts").mkdir(parents=True)
    (folder / "promptwell.toml").write_text("")
    (folder / "prompts/greet.prompty").write_text(NEW)
    (folder / "prompts/end.jinja").write_text("good day.")
    monkeypatch.chdir(folder)
    return folder


def said(loaded: promptwell.LoadedPrompt) -> list[str]:
    return [each["content"] for each in loaded.render(who="Ann")]


def git(*arguments: str) -> None:
    lead = ["git", "-c", "user.name=A", "-c", "user.email=a@b.c"]
    subprocess.run([*lead, *arguments], check=True, capture_output=True)


def commit_both(root: Path) -> None:
    file = root / "prompts/greet.prompty"
    git("init", "-q", "-b", "main")
    for text in (OLD, NEW):
        file.write_text(text)
        git("add", "-A")
        git("commit", "-qm", "a change")


@pytest.mark.usefixtures("root")
def test_a_prompt_is_loaded_by_name_and_by_path() -> None:
    assert said(promptwell.load("greet")) == ["Dear Ann, good day."]
    assert said(promptwell.load("prompts/greet.prompty")) == ["Dear Ann, good day."]
    assert promptwell.load("greet").render({"who": "Bob"})[0]["role"] == "user"


def test_a_label_is_found_in_git_without_a_store(root: Path) -> None:
    commit_both(root)
    line = f"prompts/greet.prompty@production {text_id(OLD)}\n"
    (root / "promptwell.labels").write_text(line)
    assert said(promptwell.load("greet@production")) == ["Hello Ann."]
    assert said(promptwell.load("greet@HEAD~1")) == ["Hello Ann."]
    assert not (root / ".git/promptwell/store.db").exists()
    with pytest.raises(NotFoundError, match="did you mean `production`"):
        promptwell.load("greet@prodution")


def test_a_label_whose_line_is_damaged_is_told_with_the_line(root: Path) -> None:
    commit_both(root)
    (root / "promptwell.labels").write_text("prompts/greet.prompty@production 7\n")
    with pytest.raises(
        NotFoundError, match=r"no label `production`.* promptwell\.labels, line 1: this is no"
    ):
        promptwell.load("greet@production")


def test_a_name_that_only_the_file_has_leads_to_its_path(root: Path) -> None:
    (root / "prompts/greet.prompty").rename(root / "prompts/welcome_mail.prompty")
    with pytest.raises(NotFoundError, match=r"did you mean `prompts/welcome_mail\.prompty`"):
        promptwell.load("welcome-mail")
    with pytest.raises(NotFoundError, match="did you mean `greet`"):
        promptwell.load("gret")


def test_a_label_is_found_of_a_file_that_git_moved(root: Path) -> None:
    commit_both(root)
    line = f"prompts/greet.prompty@production {text_id(OLD)}\n"
    (root / "promptwell.labels").write_text(line)
    git("mv", "prompts/greet.prompty", "prompts/welcome.prompty")
    assert said(promptwell.load("prompts/welcome.prompty@production")) == ["Hello Ann."]
    git("add", "-A")
    git("commit", "-qm", "moved")
    assert said(promptwell.load("greet@production")) == ["Hello Ann."]
    assert (root / "promptwell.labels").read_text() == line


def test_a_text_with_marks_of_a_merge_is_not_loaded(root: Path) -> None:
    marked = OLD + "<<<<<<< main\nOne\n=======\nTwo\n>>>>>>> other\n"
    (root / "prompts/greet.prompty").write_text(marked)
    with pytest.raises(
        LoadError, match=r"greet\.prompty: line 6: a conflict of a merge is left here"
    ):
        promptwell.load("prompts/greet.prompty")
    (root / "prompts/greet.prompty").write_text(NEW)
    (root / "prompts/end.jinja").write_text(marked.partition("user:\n")[2])
    with pytest.raises(RenderError, match=r"end\.jinja:2: a conflict of a merge is left here"):
        promptwell.load("greet").render(who="Ann")


def test_a_version_is_found_in_the_store(root: Path) -> None:
    file = root / "prompts/greet.prompty"
    caller = Caller(root.as_posix(), "a test")
    file.write_text(OLD)
    caller.call("label", {"prompt": "greet", "name": "production"})
    file.write_text(NEW)
    assert said(promptwell.load("greet@production")) == ["Hello Ann."]
    assert said(promptwell.load("greet@1")) == ["Hello Ann."]
    assert said(promptwell.load("greet")) == ["Dear Ann, good day."]


def test_what_is_not_there_is_told_with_the_nearest(root: Path) -> None:
    with pytest.raises(NotFoundError, match="did you mean `greet`"):
        promptwell.load("gret")
    (root.parent / "outside.prompty").write_text(OLD)
    with pytest.raises(UsageError, match="not in the workspace"):
        promptwell.load("../outside.prompty")


def test_a_copy_with_labels_and_neither_git_settings_nor_store_is_searched_by_name(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "promptwell.toml").unlink()
    (root / "promptwell.labels").write_text(
        f"prompts/greet.prompty@production {text_id(NEW)}\nprompts/greet.prompty@old {text_id(OLD)}\n"
    )
    monkeypatch.chdir(root / "prompts")
    assert said(promptwell.load("greet@production")) == ["Dear Ann, good day."]
    with pytest.raises(NotFoundError, match="old"):
        promptwell.load("greet@old")


def test_a_folder_that_is_no_workspace_is_not_searched_and_says_so(root: Path) -> None:
    (root / "promptwell.toml").unlink()
    with pytest.raises(NotFoundError, match=r"give its path, or the workspace: .* is not searched"):
        promptwell.load("greet")
    assert said(promptwell.load("prompts/greet.prompty")) == ["Dear Ann, good day."]


@pytest.mark.usefixtures("root")
def test_a_root_that_is_no_folder_is_told() -> None:
    with pytest.raises(
        NotFoundError, match=r"there is no folder .*/nowhere; `root` is a folder of the"
    ):
        promptwell.load("greet", root="nowhere")


@pytest.mark.usefixtures("root")
def test_a_name_that_is_no_input_is_told() -> None:
    with pytest.warns(UserWarning, match="'woh' is given, but the prompt has no such input"):
        promptwell.load("greet").render(who="Ann", woh="Bob")
    with pytest.warns(UserWarning, match=r"greet\.prompty: `who` has no value, and stays empty"):
        promptwell.load("greet").render()


def test_a_required_input_without_a_value_is_told(root: Path) -> None:
    required = NEW.replace("name: greet", "name: greet\ninputs:\n  who: {required: true}")
    (root / "prompts/greet.prompty").write_text(required)
    with pytest.raises(LoadError, match=r"the required input `who` has no value; give it: render"):
        promptwell.load("greet").render()
