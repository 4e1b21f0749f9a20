"""Prompt files are found as a careful person would look for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from promptwell.adapters.discovery import (
    Discovery,
    discover,
    repository_root,
    workspace_root,
)
from promptwell.settings import WorkspaceSettings
from promptwell.settings.selection import SettingsChoice


def write(folder: Path, *names: str, text: str = "Hello\n") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def search(folder: Path, top: Path | None = None) -> Discovery:
    choice = SettingsChoice(WorkspaceSettings(folder.as_posix()))
    return discover([(top or folder).as_posix()], choice, repository_root)


def found(folder: Path, top: Path | None = None) -> list[str]:
    base = folder.as_posix() + "/"
    return sorted(path.removeprefix(base) for path in search(folder, top).files)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    (folder / ".git/info").mkdir(parents=True)
    return folder


def test_prompt_files_are_known_by_their_names(tmp_path: Path) -> None:
    write(tmp_path, "a.prompty", "b/c.j2", "b/d.jinja", "e.jinja2", "f.md", "g.txt", "h.py")
    assert found(tmp_path) == ["a.prompty", "b/c.j2", "b/d.jinja", "e.jinja2"]


def test_files_in_places_for_prompts_are_known_by_their_content(tmp_path: Path) -> None:
    models = "messages:\n- role: user\n  content: Hi {{name}}\nmodel: openai/gpt-4o\n"
    write(tmp_path, "prompts/ask.yml", "my_prompt.yaml", "ci/ask.yml", text=models)
    write(tmp_path, "prompts/settings.yaml", "prompts/package.json", text="{a: 1}\n")
    write(tmp_path, "prompts/broken.json", text="{")
    assert found(tmp_path) == ["my_prompt.yaml", "prompts/ask.yml"]


def test_agents_and_commands_of_plugins_are_known_by_their_content(tmp_path: Path) -> None:
    agent = "---\nname: review\ndescription: Reviews\nmodel: opus\n---\nYou review.\n"
    write(tmp_path, "plugins/a/agents/review.md", "agents/b/c/far.md", "docs/review.md", text=agent)
    write(tmp_path, "plugins/a/commands/git/commit.md", text="Commit $ARGUMENTS.\n")
    write(tmp_path, "plugins/a/commands/notes.md", "agents/README.md", text="Notes.\n")
    assert found(tmp_path) == ["plugins/a/agents/review.md", "plugins/a/commands/git/commit.md"]


def test_dot_folders_that_hold_prompts_are_read_and_others_are_not(tmp_path: Path) -> None:
    write(
        tmp_path, ".github/a.prompty", ".claude/a.prompty", ".cursor/a.prompty", ".idea/a.prompty"
    )
    assert found(tmp_path) == [".claude/a.prompty", ".cursor/a.prompty", ".github/a.prompty"]


def test_installed_packages_and_virtual_environments_are_not_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        "node_modules/x/a.j2",
        "env/pyvenv.cfg",
        "env/lib/a.j2",
        "__pycache__/a.j2",
        "b.j2",
    )
    assert found(tmp_path) == ["b.j2"]


def test_what_git_ignores_is_left_out(repository: Path) -> None:
    write(repository, ".gitignore", text="build/\n*.draft.j2\n!keep.draft.j2\n")
    write(repository, "build/a.j2", "a.draft.j2", "keep.draft.j2", "b.j2")
    assert found(repository) == ["b.j2", "keep.draft.j2"]


def test_ignore_files_of_inner_folders_go_before_outer_ones(repository: Path) -> None:
    write(repository, ".gitignore", text="*.j2\n")
    write(repository, "prompts/.gitignore", text="!*.j2\nold.j2\n")
    write(repository, "a.j2", "prompts/b.j2", "prompts/old.j2")
    assert found(repository) == ["prompts/b.j2"]


def test_ignore_files_above_the_searched_folder_count(repository: Path) -> None:
    write(repository, ".gitignore", text="prompts/generated/\n")
    write(repository, "prompts/generated/a.j2", "prompts/b.j2")
    assert found(repository, repository / "prompts") == ["prompts/b.j2"]


def test_the_repository_own_exclude_file_counts(repository: Path) -> None:
    write(repository, ".git/info/exclude", text="private.j2\n")
    write(repository, "private.j2", "b.j2")
    assert found(repository) == ["b.j2"]


def test_the_exclude_file_of_a_worktree_is_the_repository_one(tmp_path: Path) -> None:
    write(tmp_path, "main/.git/info/exclude", text="private.j2\n")
    write(tmp_path, "main/.git/worktrees/w/commondir", text="../..\n")
    write(tmp_path, "tree/.git", text=f"gitdir: {tmp_path.as_posix()}/main/.git/worktrees/w\n")
    write(tmp_path, "tree/private.j2", "tree/b.j2")
    assert found(tmp_path / "tree") == ["b.j2"]


def test_answers_agree_with_git_itself(tmp_path: Path) -> None:
    patterns = "a/**/x.j2\n/top.j2\nd?.j2\n[ef].j2\n\\#h.j2\n# comment\nspace\\ .j2\n"
    patterns += "**/deep/*\n!**/deep/in.j2\nfolder/\n"
    names = [
        "a/x.j2", "a/b/x.j2", "a/b/c/x.j2", "top.j2", "b/top.j2", "d1.j2", "d12.j2", "e.j2",
        "g.j2", "#h.j2", "q/deep/in.j2", "q/deep/out.j2", "folder/y.j2", "z/folder/y.j2",
    ]  # fmt: skip
    write(tmp_path, ".gitignore", text=patterns)
    write(tmp_path, *names)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True, timeout=30)
    listed = subprocess.run(
        ["git", "-c", "core.quotePath=off", "ls-files", "--others", "--exclude-standard", "*.j2"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    ).stdout.split()
    assert found(tmp_path) == sorted(listed)


def test_git_ignored_files_are_found_where_the_settings_say_so(repository: Path) -> None:
    write(repository, ".gitignore", text="*.j2\n")
    write(repository, "promptwell.toml", text="respect-gitignore = false\n")
    write(repository, "a.j2")
    assert found(repository) == ["a.j2"]


def test_include_and_exclude_of_the_settings_count(tmp_path: Path) -> None:
    write(
        tmp_path, "promptwell.toml", text='include = ["prompts/*.md"]\nexclude = ["old", "x*.j2"]\n'
    )
    write(tmp_path, "prompts/a.md", "b.md", "old/c.j2", "prompts/old/d.j2", "x1.j2", "y.j2")
    assert found(tmp_path) == ["prompts/a.md", "y.j2"]


def test_a_format_of_the_settings_makes_a_file_a_prompt(tmp_path: Path) -> None:
    write(tmp_path, "promptwell.toml", text='[formats]\n".hidden/*.md" = "jinja"\n')
    write(tmp_path, ".hidden/a.md", "b.md")
    assert found(tmp_path) == [".hidden/a.md"]


def test_links_to_folders_are_not_followed_and_links_to_files_are(tmp_path: Path) -> None:
    write(tmp_path, "real/a.j2")
    (tmp_path / "linked").symlink_to(tmp_path / "real", target_is_directory=True)
    (tmp_path / "real/loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b.j2").symlink_to("real/a.j2")
    (tmp_path / "self.j2").symlink_to("self.j2")
    assert found(tmp_path) == ["b.j2", "real/a.j2"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, "closed/a.j2", "b.j2")
    (tmp_path / "closed").chmod(0)
    answer = search(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert [Path(path).name for path in answer.files] == ["b.j2"]
    assert answer.problems == (((tmp_path / "closed").as_posix(), "permission denied"),)


def test_a_folder_that_vanishes_is_told(tmp_path: Path) -> None:
    answer = search(tmp_path, tmp_path / "gone")
    assert answer.files == ((tmp_path / "gone").as_posix(),)  # taken for a file that is named


def test_very_deep_folders_are_searched(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(150):
        deep = deep / "d"
    write(deep, "a.j2")
    assert len(found(tmp_path)) == 1


def test_the_workspace_is_the_repository_or_the_folder_of_the_settings(tmp_path: Path) -> None:
    write(
        tmp_path,
        "repo/.git/HEAD",
        "repo/a/b.j2",
        "set/promptwell.toml",
        "set/a/b.j2",
        "bare/a/b.j2",
    )
    base = tmp_path.as_posix()
    assert workspace_root(f"{base}/repo/a/b.j2", base) == f"{base}/repo"
    assert workspace_root(f"{base}/set/a", base) == f"{base}/set"
    assert workspace_root(f"{base}/bare/a/b.j2", base) == base
    assert workspace_root(f"{base}/bare/a/b.j2", "/elsewhere") == f"{base}/bare/a"
