"""Globs fit paths as people expect of them."""

from __future__ import annotations

import pytest

from promptwell.language.text.globs import anchored, matches


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("*.md", "/repo/a/x.md", True),
        ("*.md", "/other/x.md", False),
        ("prompts/*.md", "/repo/prompts/x.md", True),
        ("prompts/*.md", "/repo/prompts/a/x.md", False),
        ("prompts/**/*.md", "/repo/prompts/x.md", True),
        ("prompts/**/*.md", "/repo/prompts/a/b/x.md", True),
        ("prompts/**", "/repo/prompts/a/b/x.md", True),
        ("prompts", "/repo/deep/prompts/x.md", True),
        ("/prompts", "/repo/deep/prompts/x.md", False),
        ("/prompts/", "/repo/prompts/x.md", True),
        ("*.{md,txt}", "/repo/x.txt", True),
        ("*.{md,txt}", "/repo/x.rst", False),
        ("draft?.md", "/repo/draft1.md", True),
        ("[!a]*.md", "/repo/a.md", False),
        ("./x.md", "/repo/x.md", True),
        ("a[b", "/repo/a[b", True),
        ("{", "/repo/{", True),
    ],
)
def test_a_glob_of_a_folder(glob: str, path: str, fits: bool) -> None:
    assert matches(anchored(glob, "/repo"), path) is fits


def test_a_folder_whose_name_looks_like_a_glob_is_taken_as_it_is() -> None:
    assert matches(anchored("*.md", "/re[p]o{1,2}"), "/re[p]o{1,2}/x.md")


def test_drive_letters_are_roots() -> None:
    assert matches(anchored("a/*.md", "C:/repo"), "C:/repo/a/x.md")
