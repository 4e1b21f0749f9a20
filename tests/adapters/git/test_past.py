"""The past of prompt files in real repositories of every shape."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from promptwell.adapters.git.history import WorkspaceHistory
from promptwell.domain.versions.ports import PastVersion

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in a folder below the test's, and commits one second later each time."""
    clock = iter(range(1_700_000_000, 1_800_000_000))

    def run(*arguments: str, at: str = "work") -> str:
        folder = tmp_path / at
        folder.mkdir(exist_ok=True)
        date = f"{next(clock)} +0000"
        done = subprocess.run(
            ["git", "-c", "user.name=Ann", "-c", "user.email=a@b.c", *arguments],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
            env={
                "PATH": "/usr/bin:/bin:/usr/local/bin",
                "HOME": str(tmp_path),
                "GIT_AUTHOR_DATE": date,
                "GIT_COMMITTER_DATE": date,
                "GIT_ALLOW_PROTOCOL": "file",
            },
        )
        return done.stdout.strip()

    return run


def commit(git: Git, tmp_path: Path, path: str, text: str, at: str = "work") -> str:
    file = tmp_path / at / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    git("add", "-A", at=at)
    git("commit", "-qm", f"{path}: {text.strip()}", at=at)
    return git("rev-parse", "HEAD", at=at)


def past(tmp_path: Path, *paths: str, at: str = "work") -> list[PastVersion]:
    return list(WorkspaceHistory((tmp_path / at).as_posix()).past(paths))


LINES = "".join(f"line {number}\n" for number in range(20))


def test_a_file_is_followed_through_its_renames(git: Git, tmp_path: Path) -> None:
    git("init", "-q", "-b", "main")
    commit(git, tmp_path, "a.md", LINES)
    git("mv", "a.md", "b.md")
    git("commit", "-qm", "renamed")
    (tmp_path / "work/b.md").unlink()
    commit(git, tmp_path, "deep/c.md", LINES + "more\n")
    found = past(tmp_path, "deep/c.md")
    assert [(each.path, each.text) for each in found] == [
        ("a.md", LINES),
        ("deep/c.md", LINES + "more\n"),
    ]
    assert found[1].parents == (found[0].commit,)
    assert {each.now for each in found} == {"deep/c.md"}


def test_a_merge_has_both_sides_as_parents(git: Git, tmp_path: Path) -> None:
    git("init", "-q", "-b", "main")
    base = commit(git, tmp_path, "a.md", LINES)
    commit(git, tmp_path, "other.md", "x\n")
    git("switch", "-qc", "side", base)
    side = commit(git, tmp_path, "a.md", "side\n" + LINES)
    git("switch", "-q", "main")
    ours = commit(git, tmp_path, "a.md", LINES + "main\n")
    git("merge", "-q", "side", "-m", "merged")
    merged = git("rev-parse", "HEAD")
    found = {each.commit: each for each in past(tmp_path, "a.md")}
    assert set(found) == {base, side, ours, merged}
    assert found[side].parents == found[ours].parents == (base,)
    assert set(found[merged].parents) == {side, ours}
    assert found[merged].text == "side\n" + LINES + "main\n"


def test_a_merge_that_takes_one_side_is_no_version(git: Git, tmp_path: Path) -> None:
    git("init", "-q", "-b", "main")
    base = commit(git, tmp_path, "a.md", LINES)
    git("switch", "-qc", "side")
    side = commit(git, tmp_path, "a.md", LINES + "side\n")
    git("switch", "-q", "main")
    commit(git, tmp_path, "other.md", "x\n")
    git("merge", "-q", "side", "-m", "merged")
    last = commit(git, tmp_path, "a.md", LINES + "last\n")
    found = past(tmp_path, "a.md")
    assert [each.commit for each in found] == [base, side, last]
    assert found[2].parents == (side,)


def test_a_shallow_clone_has_what_it_has(git: Git, tmp_path: Path) -> None:
    git("init", "-q", "-b", "main")
    for number in range(4):
        commit(git, tmp_path, "a.md", f"{LINES}{number}\n")
    origin = (tmp_path / "work").as_uri()
    git("clone", "-q", "--depth", "2", origin, "shallow", at=".")
    found = past(tmp_path, "a.md", at="shallow")
    assert [each.text for each in found] == [f"{LINES}2\n", f"{LINES}3\n"]
    assert found[0].parents == ()


def test_worktrees_submodules_and_a_detached_head(git: Git, tmp_path: Path) -> None:
    git("init", "-q", "-b", "main", at="inner")
    first = commit(git, tmp_path, "s.md", LINES, at="inner")
    git("init", "-q", "-b", "main")
    old = commit(git, tmp_path, "a.md", LINES)
    git("submodule", "--quiet", "add", (tmp_path / "inner").as_uri(), "sub")
    commit(git, tmp_path, "a.md", LINES + "new\n")
    git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"), old)
    assert [each.commit for each in past(tmp_path, "a.md", at="tree")] == [old]
    found = past(tmp_path, "a.md", "sub/s.md")
    assert [each.commit for each in found if each.now == "sub/s.md"] == [first]
    assert len([each for each in found if each.now == "a.md"]) == 2


def test_what_is_no_text_is_left_out(git: Git, tmp_path: Path) -> None:
    git("init", "-q", "-b", "main")
    (tmp_path / "work/a.md").write_bytes(b"\xff\xfe\0binary")
    git("add", "-A")
    git("commit", "-qm", "binary")
    commit(git, tmp_path, "a.md", "text\n")
    assert [each.text for each in past(tmp_path, "a.md")] == ["text\n"]


def test_without_a_repository_or_commits_there_is_no_past(git: Git, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    assert past(tmp_path, "a.md", at="plain") == []
    git("init", "-q", "-b", "main")
    assert past(tmp_path, "a.md") == []


def test_git_gives_texts_the_same_names(git: Git, tmp_path: Path) -> None:
    git("init", "-q", "-b", "main")
    git("config", "core.autocrlf", "true")
    commit(git, tmp_path, ".gitattributes", "*.raw -text\n")
    for path, text in (("a.md", "one\r\ntwo\r\n"), ("b.raw", "one\r\n"), ("c.md", "é\n")):
        commit(git, tmp_path, path, text)
        ids = WorkspaceHistory((tmp_path / "work").as_posix()).blob_ids({path: text})
        assert ids[path] == git("rev-parse", f"HEAD:{path}")


def test_the_commit_that_brought_a_text_is_found(git: Git, tmp_path: Path) -> None:
    git("init", "-q", "-b", "main")
    commits = [commit(git, tmp_path, "a.md", f"{number}\n") for number in range(3)]
    commit(git, tmp_path, "b.md", "other\n")
    history = WorkspaceHistory((tmp_path / "work").as_posix())
    blobs = {git("rev-parse", f"{each}:a.md"): each for each in commits}
    found = {("a.md", blob): each for blob, each in blobs.items()}
    assert history.commits({"a.md": list(blobs)}) == found
    assert history.commits({"a.md": ["0" * 40], "b.md": list(blobs)}) == {}
    since = {("a.md", blob): each for blob, each in blobs.items() if each == commits[2]}
    assert history.commits({"a.md": list(blobs)}, [commits[1]]) == since


def test_a_root_below_the_top_of_a_repository_has_paths_of_its_own(
    git: Git, tmp_path: Path
) -> None:
    git("init", "-q", "-b", "main")
    commit(git, tmp_path, "old/a.md", LINES)
    git("mv", "old/a.md", "b.md")
    git("commit", "-qm", "moved")
    (tmp_path / "work/root").mkdir()
    git("mv", "b.md", "root/c.md")
    git("commit", "-qm", "moved again")
    commit(git, tmp_path, "root/c.md", LINES + "more\n")
    found = past(tmp_path, "c.md", at="work/root")
    assert [each.path for each in found] == ["../old/a.md", "c.md"]
    history = WorkspaceHistory((tmp_path / "work/root").as_posix())
    assert history.text_at("c.md", "HEAD~1").path == "c.md"


def test_the_files_of_a_commit_are_those_of_then(git: Git, tmp_path: Path) -> None:
    git("init", "-q", "-b", "main")
    first = commit(git, tmp_path, "root/sub/_card.prompt", "one\n")
    commit(git, tmp_path, "root/sub/_card.prompt", "two\n")
    (tmp_path / "work/root/link").symlink_to("sub")
    (tmp_path / "work/root/large.md").write_bytes(b"x" * (2 * 1024 * 1024 + 1))
    second = commit(git, tmp_path, "root/other.md", "other\n")
    root = (tmp_path / "work/root").as_posix()
    history = WorkspaceHistory(root)
    then, now = history.files_at("a.md", first), history.files_at("a.md", second)
    assert then is not None
    assert now is not None
    assert then.read(f"{root}/sub/_card.prompt") == "one\n"
    assert now.read(f"{root}/sub/_card.prompt") == "two\n"
    assert now.list(root) == [f"{root}/sub/_card.prompt"]
    assert then.exists(f"{root}/sub")
    assert not then.exists(f"{root}/large.md")
    assert not then.unsure
    assert then.read(f"{root}/../sub") is None
    assert now.read(f"{root}/large.md") is None
    assert now.unsure
    again = history.files_at("a.md", second)
    assert again is not None
    assert again.read(f"{root}/link/_card.prompt") is None
    assert again.unsure
    assert history.files_at("a.md", "0" * 40) is None


def test_a_commit_can_not_tell_what_git_ignores(git: Git, tmp_path: Path) -> None:
    git("init", "-q", "-b", "main")
    first = commit(git, tmp_path, ".gitignore", "local/\n")
    root = (tmp_path / "work").as_posix()
    files = WorkspaceHistory(root).files_at("a.md", first)
    assert files is not None
    assert files.read(f"{root}/rules.md") is None
    assert not files.unsure
    assert files.read(f"{root}/local/rules.md") is None
    assert files.unsure


def test_line_ends_of_the_past_are_those_of_a_checkout(git: Git, tmp_path: Path) -> None:
    git("init", "-q", "-b", "main")
    commit(git, tmp_path, "a.md", "one\n")
    git("config", "core.autocrlf", "true")
    assert [each.text for each in past(tmp_path, "a.md")] == ["one\r\n"]
