"""`promptwell convert` as people call it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

V1 = "---\nname: x\nmodel:\n  api: chat\nauthors: [Ann]\n---\nsystem:\nHi"
V2 = "---\nname: x\nmodel:\n  apiType: chat\nmetadata:\n  authors: [Ann]\n---\nsystem:\nHi"


def convert(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "promptwell", "convert", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_without_write_a_diff_is_printed_and_nothing_is_changed(tmp_path: Path) -> None:
    (tmp_path / "a.prompty").write_bytes(V1.encode())

    done = convert(tmp_path, ".")

    assert done.returncode == 0
    assert "\n-  api: chat\n" in done.stdout
    assert "\n+  apiType: chat\n" in done.stdout
    assert done.stdout.startswith("--- a/a.prompty\n+++ b/a.prompty\n")
    assert done.stderr == "1 file would be converted (--write does it)\n"
    assert (tmp_path / "a.prompty").read_bytes() == V1.encode()


def test_write_changes_v1_files_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "a.prompty").write_bytes(V1.encode())
    (tmp_path / "b.prompty").write_bytes(V2.encode())
    (tmp_path / "c.j2").write_text("{{ x }}")

    done = convert(tmp_path, ".", "--write")

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 file converted\n"
    assert (tmp_path / "a.prompty").read_bytes() == V2.encode()
    assert (tmp_path / "b.prompty").read_bytes() == V2.encode()
    assert convert(tmp_path, ".", "--write").stderr == "no Prompty v1 file to convert\n"


def test_a_file_that_can_t_be_converted_is_named_with_the_reason(tmp_path: Path) -> None:
    broken = "---\nmodel:\n  api: chat\nname: [x\n---\nsystem:\nHi"
    (tmp_path / "a.prompty").write_bytes(broken.encode())

    done = convert(tmp_path, "a.prompty", "--write")

    assert done.returncode == 1
    assert "a.prompty: the front matter is no YAML" in done.stderr
    assert (tmp_path / "a.prompty").read_bytes() == broken.encode()


def test_a_path_that_is_not_there_is_a_wrong_use(tmp_path: Path) -> None:
    assert convert(tmp_path, "gone.prompty").returncode == 2
