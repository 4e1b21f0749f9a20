"""What tells that a ref has moved, in real repositories."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from promptwell.adapters.git.ref_files import git_stamp


def git(folder: Path, *arguments: str) -> None:
    words = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments)
    subprocess.run(words, cwd=folder, capture_output=True, check=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "First")
    return tmp_path


def stamp(folder: Path, ref: str = "HEAD") -> object:
    return git_stamp((folder / "prompts" / "a.prompty").as_posix(), ref)


def test_it_stays_while_nothing_moves(folder: Path) -> None:
    before = stamp(folder)
    (folder / "a.prompty").write_text("a")
    git(folder, "add", ".")
    assert stamp(folder) == before


@pytest.mark.parametrize(
    "command",
    [
        ("commit", "-q", "--allow-empty", "-m", "Second"),
        ("switch", "-q", "-c", "other"),
        ("switch", "-q", "--detach"),
        ("pack-refs", "--all"),
    ],
    ids=" ".join,
)
def test_it_changes_with_head(folder: Path, command: tuple[str, ...]) -> None:
    before = stamp(folder)
    git(folder, *command)
    assert stamp(folder) != before


def test_it_changes_with_the_tag_that_is_asked_about(folder: Path) -> None:
    before = stamp(folder, "production"), stamp(folder)
    git(folder, "tag", "production")
    assert stamp(folder, "production") != before[0]
    assert stamp(folder) == before[1]


def test_a_worktree_shares_branches_and_has_its_own_head(folder: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    git(folder, "worktree", "add", "-q", "-b", "other", str(tree))
    here, there = stamp(folder), stamp(tree)
    git(tree, "commit", "-q", "--allow-empty", "-m", "There")
    assert stamp(folder) == here
    assert stamp(tree) != there


def test_without_a_repository_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert stamp(tmp_path) is None
    git(tmp_path, "init", "-q")
    assert stamp(tmp_path) is not None
