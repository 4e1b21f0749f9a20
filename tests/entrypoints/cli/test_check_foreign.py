"""`promptwell check` on files of languages that have servers of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "promptwell", "check", "--no-cache", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_they_are_skipped_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.baml").write_text("function F() {{")
    (tmp_path / "b.poml").write_text("<poml>{{")

    done = check(tmp_path, "a.baml", "b.poml")

    assert (done.returncode, done.stdout) == (0, "No problems in 0 files.\n")
    assert done.stderr.splitlines()[:2] == [
        "promptwell: a.baml was left to BAML's own language server",
        "promptwell: b.poml was left to POML's own language server",
    ]


def test_the_settings_can_make_them_ours(tmp_path: Path) -> None:
    (tmp_path / "promptwell.toml").write_text('[formats]\n"*.poml" = "jinja"\n')
    (tmp_path / "b.poml").write_text("{% if %}x{% endif %}")

    done = check(tmp_path, ".")

    assert done.returncode == 1
    assert "b.poml:1" in done.stdout


def test_they_are_not_rendered_either(tmp_path: Path) -> None:
    (tmp_path / "a.baml").write_text('function F(x: string) { prompt #"{{ x }}"# }')

    done = subprocess.run(
        [sys.executable, "-m", "promptwell", "render", "a.baml"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "a.baml: a file of BAML, which its own tools render" in done.stderr
