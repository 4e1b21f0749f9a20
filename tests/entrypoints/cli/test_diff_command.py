"""`promptwell diff` as people call it, in real git repositories."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

OLD = "---\nname: reply\nmodel: {id: gpt-4o}\n---\nsystem:\nYou are friendly.\n\nuser:\nHi\n"
NEW = "---\nname: reply\nmodel: {id: gpt-4.1}\n---\nsystem:\nYou are strict.\n\nuser:\nHi\n"
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "NO_COLOR": "1"}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=Ann", "-c", "user.email=a@example.com", *arguments],
        cwd=folder,
        env={**os.environ, **QUIET},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return done.stdout


def diff(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "promptwell", "diff", *arguments],
        cwd=folder,
        env={**os.environ, **QUIET, **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode().strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    write(folder, OLD)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "one")
    return folder


def write(folder: Path, text: str, name: str = "prompts/reply.prompty") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_the_working_file_is_compared_with_its_last_commit(repository: Path) -> None:
    write(repository, NEW)
    done = diff(repository, "prompts/reply.prompty")
    shown = done.stdout.decode()
    assert (done.returncode, said(done)) == (0, "")
    assert shown.startswith(
        "prompts/reply.prompty: HEAD -> working file\n  model gpt-4o -> gpt-4.1\n"
    )
    assert "6   - You are [-friendly-].\n  6 + You are {+strict+}.\n" in shown


def test_two_refs_and_one_and_a_folder_below(repository: Path) -> None:
    git(repository, "tag", "v1")
    write(repository, NEW)
    git(repository, "commit", "-q", "-am", "two")
    two = diff(repository, "prompts/reply.prompty", "v1", "HEAD", "--format", "json")
    assert json.loads(two.stdout)["summary"].startswith("model gpt-4o -> gpt-4.1")
    below = diff(repository / "prompts", "reply.prompty", "main~1", "--format", "json")
    assert json.loads(below.stdout)["prompts"] == json.loads(two.stdout)["prompts"]
    assert json.loads(below.stdout)["new"] == {"ref": "working", "path": "prompts/reply.prompty"}
    back = diff(repository, "prompts/reply.prompty", "working", "v1", "--format", "json")
    assert json.loads(back.stdout)["summary"].startswith("model gpt-4.1 -> gpt-4o")


def test_without_a_difference_it_says_so_and_exit_code_tells(repository: Path) -> None:
    same = diff(repository, "prompts/reply.prompty", "--exit-code")
    assert (same.returncode, same.stdout.decode().splitlines()[-1]) == (0, "No difference.")
    assert diff(repository, "prompts/reply.prompty", "--format", "unified").stdout == b""
    write(repository, NEW)
    assert diff(repository, "prompts/reply.prompty", "--exit-code").returncode == 1


def test_a_new_file_is_all_new(repository: Path) -> None:
    write(repository, NEW, "new.prompty")
    done = diff(repository, "new.prompty")
    assert b"new.prompty: nothing (a new file) -> working file\n" in done.stdout
    patch = diff(repository, "new.prompty", "--format", "unified").stdout
    (repository / "new.prompty").unlink()
    apply(repository, patch)
    assert (repository / "new.prompty").read_bytes() == NEW.encode()


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    write(tmp_path, NEW, "a.prompty")
    assert diff(tmp_path, "a.prompty").returncode == 0
    asked = diff(tmp_path, "a.prompty", "HEAD")
    assert asked.returncode == 1
    assert "this git repository has no commit yet" in said(asked)


def test_colors_are_for_terminals_that_want_them(repository: Path) -> None:
    write(repository, NEW)
    colored = diff(repository, "prompts/reply.prompty", NO_COLOR="", FORCE_COLOR="1").stdout
    assert b"\x1b[31m- You are \x1b[7mfriendly\x1b[27m.\x1b[0m" in colored
    assert b"[-" not in colored
    assert b"\x1b" not in diff(repository, "prompts/reply.prompty", FORCE_COLOR="1").stdout


def test_what_would_act_on_the_terminal_is_written_out(repository: Path) -> None:
    write(repository, OLD.replace("friendly", "\x1b[31mfriendly\u202e"))
    shown = diff(repository, "prompts/reply.prompty").stdout.decode()
    assert "\x1b" not in shown
    assert "<U+001B>[31mfriendly<U+202E>" in shown.replace("{+", "").replace("+}", "")


def test_secrets_are_hidden_from_what_people_look_at(repository: Path) -> None:
    key = "sk-proj-" + "a1B2c3D4e5F6g7H8" * 3 + "T3BlbkFJ" + "Zz9Yy8Xx7Ww6Vv5U"
    write(repository, OLD.replace("name: reply", f"name: reply\napi_key: {key}"))
    for form in ("text", "html", "json"):
        assert (
            key not in diff(repository, "prompts/reply.prompty", "--format", form).stdout.decode()
        )
    # A patch that leaves something out would write the stars.
    patch = diff(repository, "prompts/reply.prompty", "--format", "unified").stdout.decode()
    assert f"+api_key: {key}\n" in patch


def test_places_in_json_are_those_of_the_texts_whatever_is_hidden(repository: Path) -> None:
    key = "sk-proj-" + "a1B2c3D4e5F6g7H8" * 3 + "T3BlbkFJ" + "Zz9Yy8Xx7Ww6Vv5U"
    text = OLD.replace("name: reply", f"name: reply\napi_key: {key}")
    write(repository, text)
    found = json.loads(diff(repository, "prompts/reply.prompty", "--format", "json").stdout)
    for hunk in found["hunks"]:
        was = text[hunk["new"]["start"] : hunk["new"]["end"]]
        assert hunk["new_text"] == was.replace(key, "*" * len(key))


# What is asked for in vain.


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["prompts/reply.prompty", "mian"], "there is no git ref `mian`; did you mean `main`?"),
        (["prompts/reply.prompty", "zzz"], "there is no git ref `zzz`; there are `HEAD`, `main`"),
        (["prompts/reply.prompty", "main~7"], "the history of `main` does not go back that far"),
        (["prompts/reply.prompty", "main..HEAD"], "give two refs apart"),
        (["prompts/reply.prompty", "a", "b", "c"], "two refs are compared at most, not 3"),
        (["reply.prompty", "HEAD"], "reply.prompty: there is no such file"),
        (["repl.prompty", "HEAD", "main"], "no such file at `main`"),
        (["reply.prompty", "HEAD", "HEAD"], "did you mean `prompts/reply.prompty`?"),
        (["prompts"], "prompts: this is a folder; name one prompt file"),
        (["prompts/reply.prompty#nope"], "there is no prompt `nope` in this file"),
    ],
)
def test_a_wrong_question_is_answered_with_the_way_out(
    repository: Path, arguments: list[str], message: str
) -> None:
    done = diff(repository, *arguments)
    assert done.returncode in (1, 2)
    assert done.stdout == b""
    assert message in said(done)
    assert "Traceback" not in said(done)


def test_outside_of_a_repository_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    write(tmp_path, NEW, "a.prompty")
    assert "this is not in a git repository" in said(diff(tmp_path, "a.prompty"))


def test_binary_content_is_refused(repository: Path) -> None:
    (repository / "prompts/reply.prompty").write_bytes(b"\0\1\2" * 100)
    assert "this looks like a binary file" in said(diff(repository, "prompts/reply.prompty"))


def test_one_prompt_of_a_file(repository: Path) -> None:
    write(repository, "a: |\n  Say {x}.\nb: |\n  Ask {y}.\n", "prompts.yaml")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "map")
    write(repository, "a: |\n  Say {x} now.\nb: |\n  Ask {y} later.\n", "prompts.yaml")
    found = json.loads(diff(repository, "prompts.yaml#b", "--format", "json").stdout)
    assert [each["name"] for each in found["prompts"]] == ["b"]
    assert [each["new_text"] for each in found["hunks"]] == ["  Ask {y} later.\n"]


# Real git: renames, line ends, worktrees, shallow clones, submodules, detached heads.


def test_a_renamed_file_is_found_under_its_old_name(repository: Path) -> None:
    git(repository, "mv", "prompts/reply.prompty", "prompts/answer.prompty")
    write(repository, NEW, "prompts/answer.prompty")
    done = diff(repository, "prompts/answer.prompty")
    assert done.stdout.startswith(
        b"prompts/reply.prompty -> prompts/answer.prompty: HEAD -> working file\n"
    )
    patch = diff(repository, "prompts/answer.prompty", "--format", "unified").stdout
    git(repository, "reset", "-q", "--hard")
    apply(repository, patch)
    assert (repository / "prompts/answer.prompty").read_bytes() == NEW.encode()
    assert not (repository / "prompts/reply.prompty").exists()


def test_a_file_renamed_without_git_is_found_by_what_it_says(repository: Path) -> None:
    (repository / "prompts/reply.prompty").rename(repository / "answer.prompty")
    done = diff(repository, "answer.prompty", "--format", "unified")
    assert done.stdout.decode() == (
        "diff --git a/prompts/reply.prompty b/answer.prompty\nsimilarity index 100%\n"
        "rename from prompts/reply.prompty\nrename to answer.prompty\n"
    )


def test_a_changed_include_is_told_where_the_text_stayed(repository: Path) -> None:
    write(repository, OLD.replace("friendly", "{% include 'tone.jinja' %}"))
    write(repository, "kind", "prompts/tone.jinja")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "two")
    assert b"No difference." in diff(repository, "prompts/reply.prompty").stdout
    write(repository, "strict", "prompts/tone.jinja")
    for form in ("text", "html"):
        done = diff(repository, "prompts/reply.prompty", "--format", form)
        assert b"a model gets something else: what it brings in was changed" in done.stdout


def test_line_ends_that_git_changes_are_no_difference(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.prompty text eol=crlf\n")
    write(repository, OLD.replace("\n", "\r\n"))
    assert b"No difference." in diff(repository, "prompts/reply.prompty").stdout
    git(repository, "config", "core.autocrlf", "true")
    (repository / ".gitattributes").unlink()
    assert b"No difference." in diff(repository, "prompts/reply.prompty").stdout
    write(repository, OLD)
    assert b"No difference." in diff(repository, "prompts/reply.prompty").stdout


def test_worktrees_submodules_and_detached_heads(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "-q", "--detach", str(tmp_path / "tree"))
    write(tmp_path / "tree", NEW)
    assert b"model gpt-4o -> gpt-4.1" in diff(tmp_path / "tree", "prompts/reply.prompty").stdout
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(
        outer,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(repository),
        "sub",
    )
    write(outer / "sub", NEW)
    assert b"model gpt-4o -> gpt-4.1" in diff(outer, "sub/prompts/reply.prompty").stdout


def test_a_shallow_clone_says_what_is_missing(repository: Path, tmp_path: Path) -> None:
    write(repository, NEW)
    git(repository, "commit", "-q", "-am", "two")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    done = diff(tmp_path / "shallow", "prompts/reply.prompty", "HEAD~1")
    assert "in this shallow clone; fetch its past: git fetch --unshallow" in said(done)


def test_a_linked_folder_is_the_same_repository(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repository)
    write(repository, NEW)
    assert b"model gpt-4o -> gpt-4.1" in diff(tmp_path, "link/prompts/reply.prompty").stdout


def test_the_page_is_whole_and_loads_nothing(repository: Path, tmp_path: Path) -> None:
    write(repository, NEW.replace("strict", "<b>strict</b> & so on"))
    done = diff(repository, "prompts/reply.prompty", "--format", "html", "--output", "page.html")
    page = (repository / "page.html").read_text(encoding="utf-8")
    assert said(done) == "promptwell: wrote page.html"
    assert "<ins>&lt;b&gt;strict&lt;/b&gt; &amp; so on</ins>" in page
    assert "<script" not in page
    assert "http://" not in page.replace("http-equiv", "")


def apply(folder: Path, patch: bytes) -> None:
    subprocess.run(
        ["git", "apply", "--index", "-"],
        cwd=folder,
        env={**os.environ, **QUIET},
        input=patch,
        timeout=60,
        check=True,
        capture_output=True,
    )
