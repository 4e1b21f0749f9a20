"""Git itself takes the patches: applied to the old file they make the new one, byte for byte."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from promptwell.bootstrap.comparing import Compared, Side
from promptwell.entrypoints.cli.reports.differences.unified import write_unified
from promptwell.services.versions.comparing import compare

LINES = st.builds(
    str.__add__,
    st.sampled_from(
        ["a", "b", "", " ", "-- x", "+++ y", "@@ -1 +1 @@", "\u2028z", "é", "\x0c", "\udcff"]
    ),
    st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n\n\n\n\n\n\n\n"]),
)
TEXTS = st.builds(
    lambda lines, last: "".join(lines) + last,
    st.lists(LINES, max_size=12),
    st.sampled_from(["", "end"]),
)
NAMES = st.sampled_from(
    ["a.txt", "a b.txt", "ä/ü.txt", 'q"uote.txt', "tab\there.txt", "back\\slash.txt"]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("patched")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True, timeout=30)
    return folder


@given(TEXTS, TEXTS, NAMES, NAMES)
@example("a\r", "a\rb\n", "a.txt", "a.txt")
@example("a\n", "", "a.txt", "a.txt")
@example("", "a", "a.txt", "a.txt")
@example("a\nb", "a\nb\n", "a.txt", "a b.txt")
@settings(max_examples=60, deadline=None)
def test_git_applies_every_patch(
    folder: Path, old: str, new: str, name: str, new_name: str
) -> None:
    found = compare(old, new, new_name, old_path=name)
    patch = write_unified(Compared(Side("HEAD", name, old), Side("working", new_name, new), found))
    if old == new and name == new_name:
        assert patch == ""
        return
    before, after = folder / name, folder / new_name
    for path in (before, after):
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
    before.write_bytes(old.encode("utf-8", "surrogateescape"))
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        cwd=folder,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        input=patch.encode("utf-8", "surrogateescape"),
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, (done.stderr, patch)
    assert after.read_bytes() == new.encode("utf-8", "surrogateescape")
    assert before == after or not before.exists()
