"""Globs fit paths as people expect of them."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


# Without slashes at the ends, and without braces and classes, which the reference does not know.
GLOBS = st.lists(st.sampled_from(["a", "b", "*", "**", "**/", "/", "?"]), min_size=1, max_size=8)
PATHS = st.text("ab/", min_size=1, max_size=10)


@settings(max_examples=400)
@given(GLOBS, PATHS)
def test_the_quick_way_fits_what_trying_every_way_fits(parts: list[str], path: str) -> None:
    glob = "/" + "".join(parts).strip("/")
    wanted = fits_by_trying(tokens(glob), "/" + path.strip("/"))
    assert matches(glob, "/" + path.strip("/")) is wanted


def tokens(glob: str) -> list[str]:
    found = re.finditer(r"(?P<folders>(?<=/)\*\*(?:/|$))|\*+|.", glob.rstrip("/") or glob)
    return [each.group() if each.lastgroup else each.group()[0] for each in found]


def fits_by_trying(tokens: list[str], path: str) -> bool:
    """The meaning of a glob, by trying every way to fit it."""
    if not tokens:
        return path == "" or path.startswith("/")
    first, rest = tokens[0], tokens[1:]
    if first == "**/":
        starts = [0, *(index + 1 for index, each in enumerate(path) if each == "/")]
        return any(fits_by_trying(rest, path[start:]) for start in starts)
    if first.startswith("*"):
        reach = len(path) if len(first) > 1 else len(path.partition("/")[0])
        return any(fits_by_trying(rest, path[start:]) for start in range(reach + 1))
    if not path or (first == "?" and path[0] == "/") or (first not in ("?", path[0])):
        return False
    return fits_by_trying(rest, path[1:])


@pytest.mark.parametrize(
    "glob", ["*a" * 30 + "b", "**/a/" * 20 + "b", "**a" * 20 + "b", "{a,b}" * 40]
)
def test_no_glob_takes_long(glob: str) -> None:
    started = time.process_time()
    matches(glob, "/" + "a/" * 500 + "a" * 250)
    assert time.process_time() - started < 1
