"""Lines are merged as Git merges them: where it stops we stop, and where it doesn't the text is the same."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptwell.domain.versions.merging.merge import merge

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")


@st.composite
def three(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text of lines that are all different, and two changes of it."""
    lines = [f"line {number}" for number in range(draw(st.integers(1, 12)))]
    return (
        _text(lines),
        _text(_changed(draw, lines, "ours")),
        _text(_changed(draw, lines, "theirs")),
    )


def _changed(draw: st.DrawFn, lines: list[str], side: str) -> list[str]:
    found = list(lines)
    for number in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(len(found) - 1, 0)))
        what = draw(st.sampled_from(("replace", "insert", "delete", "both")))
        new = f"both {number}" if what == "both" else f"{side} {number}"
        if what in ("insert", "both") or not found:
            found.insert(at, new)
        elif what == "replace":
            found[at] = new
        else:
            del found[at]
    return found


def _text(lines: list[str]) -> str:
    return "".join(f"{each}\n" for each in lines)


@given(three())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_are_merged_as_git_merges_them(tmp_path: Path, texts: tuple[str, str, str]) -> None:
    names = ("base", "ours", "theirs")
    for name, text in zip(names, texts, strict=True):
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["git", "merge-file", "-p", "-q", "ours", "base", "theirs"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    found = merge(*texts)
    assert found.clean == (done.returncode == 0), found.text
    if found.clean:
        assert found.text == done.stdout.decode()
