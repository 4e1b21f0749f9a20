"""`promptwell merge-driver` at work in real repositories, run by Git itself."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")

BASE = """\
---
name: reply
inputs:
  topic: string
model:
  id: gpt-4o
---
system:
Answer the question. Be brief.

user:
{{ topic }}
"""
OURS = BASE.replace("  topic: string\n", "  topic: string\n  tone: string\n").replace(
    "the q", "each q"
)
THEIRS = BASE.replace("  topic: string\n", "  topic: string\n  style: string\n").replace(
    "brief", "polite"
)
BOTH = (
    BASE.replace("  topic: string\n", "  topic: string\n  style: string\n  tone: string\n")
    .replace("the q", "each q")
    .replace("brief", "polite")
)
SCRIPTS = Path(sys.executable).parent


class Repository:
    """A repository with one prompt, `prompts/reply.prompty`, and a `main` and a `side` that both change it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.prompt = folder / "prompts" / "reply.prompty"
        home = folder.parent / f"home-{folder.name}"
        home.mkdir(exist_ok=True)
        self.environment = {
            **{key: each for key, each in os.environ.items() if not key.startswith("GIT_")},
            "HOME": str(home),
            "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@example.com",
        }

    def run(self, *command: str, fails: bool = False) -> str:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def git(self, *arguments: str, fails: bool = False) -> str:
        return self.run("git", *arguments, fails=fails)

    def write(self, text: str, message: str) -> None:
        self.prompt.parent.mkdir(exist_ok=True)
        self.prompt.write_bytes(text.encode())
        self.git("add", ".")
        self.git("commit", "-qm", message)

    def install(self) -> str:
        return self.run("promptwell", "merge-driver", "--install", "--yes")

    def read(self) -> str:
        return self.prompt.read_bytes().decode()


def repository(
    folder: Path, *, install: bool = True, ours: str = OURS, theirs: str = THEIRS
) -> Repository:
    folder.mkdir()
    made = Repository(folder)
    made.git("init", "-q", "-b", "main")
    made.write(BASE, "base")
    if install:
        made.install()
        made.git("add", ".")
        made.git("commit", "-qm", "attributes")
    made.git("checkout", "-qb", "side")
    made.write(theirs, "theirs")
    made.git("checkout", "-q", "main")
    made.write(ours, "ours")
    return made


def test_git_alone_stops_where_the_driver_merges(tmp_path: Path) -> None:
    alone = repository(tmp_path / "alone", install=False)
    alone.git("merge", "side", fails=True)
    made = repository(tmp_path / "made")
    made.git("merge", "-q", "-m", "merged", "side")
    assert made.read() == BOTH


def test_a_conflict_is_marked_at_its_key_alone_and_named(tmp_path: Path) -> None:
    made = repository(
        tmp_path / "made",
        ours=OURS.replace("gpt-4o", "gpt-5"),
        theirs=THEIRS.replace("gpt-4o", "gpt-4.1"),
    )
    said = made.git("merge", "side", fails=True)
    assert "prompts/reply.prompty: 1 conflict: `model.id` (line 8)" in said
    text = made.read()
    assert text.count("<<<<<<< ") == text.count("=======\n") == text.count(">>>>>>> ") == 1
    marked = text[text.index("<<<<<<<") : text.index("---\nsystem")].splitlines()
    assert marked[1::2] == ["  id: gpt-5", "  id: gpt-4.1"]
    assert made.git("diff", "--name-only", "--diff-filter=U").strip() == "prompts/reply.prompty"
    assert "conflict-markers" in made.run("promptwell", "check", ".", fails=True)


def test_the_size_of_marks_and_the_style_are_those_that_git_asks_for(tmp_path: Path) -> None:
    made = repository(
        tmp_path / "made",
        ours=OURS.replace("gpt-4o", "gpt-5"),
        theirs=THEIRS.replace("gpt-4o", "gpt-4.1"),
    )
    with (made.folder / ".gitattributes").open("a") as file:
        file.write("*.prompty conflict-marker-size=11\n")
    made.git("commit", "-qam", "size")
    made.git("config", "merge.conflictStyle", "diff3")
    made.git("merge", "side", fails=True)
    lines = made.read().splitlines()
    assert [each[:12].rstrip() for each in lines if each[:1] in "<|=>" and each] == [
        "<" * 11,
        "|" * 11,
        "=" * 11,
        ">" * 11,
    ]
    assert "  id: gpt-4o" in lines


def test_rebase(tmp_path: Path) -> None:
    made = repository(tmp_path / "made")
    made.git("rebase", "-q", "side")
    assert made.read() == BOTH
    assert made.git("log", "--format=%s").split() == ["ours", "theirs", "attributes", "base"]


def test_cherry_pick_onto_a_detached_head(tmp_path: Path) -> None:
    made = repository(tmp_path / "made")
    made.git("checkout", "-q", "--detach")
    made.git("cherry-pick", "side")
    assert made.read() == BOTH


def test_a_file_that_one_side_renamed(tmp_path: Path) -> None:
    made = repository(tmp_path / "made")
    made.git("mv", "prompts/reply.prompty", "prompts/answer me.prompty")
    made.git("commit", "-qm", "rename")
    made.git("merge", "-q", "-m", "merged", "side")
    assert (made.folder / "prompts" / "answer me.prompty").read_text() == BOTH
    assert not made.prompt.exists()


def test_in_a_worktree(tmp_path: Path) -> None:
    made = repository(tmp_path / "made")
    made.git("worktree", "add", "-q", str(tmp_path / "beside"), "side")
    beside = Repository(tmp_path / "beside")
    beside.git("merge", "-q", "-m", "merged", "main")
    assert beside.read() == BOTH


def test_in_a_submodule(tmp_path: Path) -> None:
    inner = repository(tmp_path / "inner")
    outer = tmp_path / "outer"
    outer.mkdir()
    made = Repository(outer)
    made.git("init", "-q", "-b", "main")
    made.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.folder), "lib"
    )
    below = Repository(outer / "lib")
    assert ".git/config" in below.install()
    below.git("merge", "-q", "-m", "merged", "origin/side")
    assert below.read() == BOTH


def test_in_a_shallow_clone(tmp_path: Path) -> None:
    made = repository(tmp_path / "made")
    clone = Repository(tmp_path / "clone")
    subprocess.run(
        ["git", "clone", "-q", "--depth=2", "--no-single-branch", made.folder.as_uri(), "clone"],
        cwd=tmp_path,
        env=made.environment,
        check=True,
    )
    clone.install()
    clone.git("merge", "-q", "-m", "merged", "origin/side")
    assert clone.read() == BOTH


def test_with_autocrlf_the_file_gets_the_line_ends_of_the_working_files(tmp_path: Path) -> None:
    made = repository(tmp_path / "made")
    made.git("config", "core.autocrlf", "true")
    made.prompt.unlink()
    made.git("checkout", "-q", "--", ".")
    assert "\r\n" in made.read()
    made.git("merge", "-q", "-m", "merged", "side")
    assert made.read() == BOTH.replace("\n", "\r\n")
    assert made.git("show", "HEAD:prompts/reply.prompty") == BOTH


def test_where_promptwell_is_not_installed_git_merges_the_lines(tmp_path: Path) -> None:
    made = repository(tmp_path / "made")
    folders = made.environment["PATH"].split(os.pathsep)
    made.environment["PATH"] = os.pathsep.join(
        each for each in folders if not (Path(each) / "promptwell").exists()
    )
    made.git("merge", "side", fails=True)
    assert "<<<<<<< " in made.read()
    text = made.prompt.read_text()
    assert "<<<<<<< ours\n" in text
    assert ">>>>>>> theirs\n" in text


def test_turned_off_git_merges_the_lines(tmp_path: Path) -> None:
    made = repository(tmp_path / "r")
    made.git("config", "--remove-section", "merge.promptwell")
    assert "CONFLICT" in made.git("merge", "side", fails=True)
    assert ">>>>>>> side\n" in made.prompt.read_text()


def test_bases_that_cross_are_merged_first(tmp_path: Path) -> None:
    made = repository(tmp_path / "r")
    made.git("branch", "other")
    made.git("merge", "-q", "side")
    made.git("checkout", "-q", "side")
    made.git("merge", "-q", "other")
    made.prompt.write_text(BOTH.replace("each question", "a question"))
    made.git("commit", "-qam", "theirs again")
    made.git("checkout", "-q", "main")
    made.prompt.write_text(BOTH.replace("polite", "kind"))
    made.git("commit", "-qam", "ours again")
    made.git("merge", "-q", "side")
    assert made.prompt.read_text() == BOTH.replace("each question", "a question").replace(
        "polite", "kind"
    )


def test_a_file_that_is_no_text_is_left_as_it_is(tmp_path: Path) -> None:
    made = repository(tmp_path / "made", ours="\0ours", theirs="\0theirs")
    said = made.git("merge", "side", fails=True)
    assert "prompts/reply.prompty: this is no text in UTF-8; our side was left as it is" in said
    assert made.read() == "\0ours"


def test_without_git_three_files_are_merged(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    for name, text in (("o", BASE), ("a", OURS), ("b", THEIRS)):
        (tmp_path / name).write_text(text)
    made.environment["PATH"] = str(SCRIPTS)
    made.run("promptwell", "merge-driver", "o", "a", "b", "x.prompty")
    assert (tmp_path / "a").read_text() == BOTH


def test_a_file_that_is_missing_stops_the_merge(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    (tmp_path / "a").write_text(OURS)
    done = subprocess.run(
        [SCRIPTS / "promptwell", "merge-driver", "o", "a", "b", "x.prompty"],
        cwd=tmp_path,
        env=made.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 129
    assert "there is no such file" in done.stderr
    assert (tmp_path / "a").read_text() == OURS


def test_installing_shows_first_writes_once_and_keeps_what_is_there(tmp_path: Path) -> None:
    made = repository(tmp_path / "made", install=False)
    (made.folder / "AGENTS.md").write_text("# Rules\n")
    attributes = made.folder / ".gitattributes"
    attributes.write_text("*.png binary")
    shown = made.run("promptwell", "merge-driver", "--install", fails=True)
    assert "*.prompty merge=promptwell" in shown
    assert "AGENTS.md merge=promptwell" in shown
    assert "nothing was written" in shown
    assert attributes.read_text() == "*.png binary"
    made.install()
    written = attributes.read_text().splitlines()
    assert written[0] == "*.png binary"
    assert written[2:] == ["*.prompty merge=promptwell", "AGENTS.md merge=promptwell"]
    assert "already" in made.install()
    assert attributes.read_text().splitlines() == written


def test_installing_outside_of_a_repository_says_so(tmp_path: Path) -> None:
    said = Repository(tmp_path).run("promptwell", "merge-driver", "--install", fails=True)
    assert "this is not in a git repository" in said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize(
    ("typed", "written"),
    [("y\n", True), ("Yes\n", True), ("n\n", False), ("\n", False), ("\x04", False)],
)
def test_a_person_is_asked_before_anything_is_written(
    tmp_path: Path, typed: str, *, written: bool
) -> None:
    made = repository(tmp_path / "work", install=False)
    before = (made.folder / ".git/config").read_bytes()
    shown, code = _in_terminal(made, typed, "promptwell", "merge-driver", "--install")
    assert "*.prompty merge=promptwell" in shown
    assert "Write this? [y/N]" in shown
    assert (code == 0) == written
    assert (made.folder / ".gitattributes").exists() == written
    assert ((made.folder / ".git/config").read_bytes() == before) != written
    if not written:
        assert "nothing was written; `promptwell merge-driver --install --yes` writes it" in shown


def test_without_a_terminal_nobody_is_asked_and_nothing_is_written(tmp_path: Path) -> None:
    made = repository(tmp_path / "work", install=False)
    said = made.run("promptwell", "merge-driver", "--install", fails=True)
    assert "[y/N]" not in said
    assert "nothing was written" in said
    assert not (made.folder / ".gitattributes").exists()


def _in_terminal(made: Repository, typed: str, *command: str) -> tuple[str, int]:
    """What a command shows to somebody who types once it asks, and how it ends."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        command, cwd=made.folder, env=made.environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown, answered = b"", False
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if not select.select([ours], [], [], 1)[0]:
            continue
        try:
            part = os.read(ours, 4096)
        except OSError:  # Linux says so that the other side is closed
            break
        if not part:
            break
        shown += part
        if not answered and b"[y/N] " in shown:
            answered = True
            os.write(ours, typed.encode())
    os.close(ours)
    return shown.decode().replace("\r\n", "\n"), process.wait(timeout=30)
