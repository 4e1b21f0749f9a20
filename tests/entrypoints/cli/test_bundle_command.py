"""`promptwell bundle` as people call it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def bundle(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "promptwell", "bundle", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def workspace(folder: Path) -> Path:
    (folder / "a.prompty").write_text("---\nname: x\n---\nsystem:\n{% include 'p.j2' %}\n")
    (folder / "p.j2").write_text("Be kind.")
    return folder


def test_the_bundle_goes_to_standard_output(tmp_path: Path) -> None:
    done = bundle(workspace(tmp_path), "a.prompty")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "---\nname: x\n---\nsystem:\nBe kind.\n"


def test_the_bundle_is_written_to_a_file(tmp_path: Path) -> None:
    done = bundle(workspace(tmp_path), "a.prompty", "-o", "b.prompty")

    assert done.returncode == 0
    assert done.stderr == "wrote b.prompty with 1 file put in\n"
    assert (tmp_path / "b.prompty").read_text() == "---\nname: x\n---\nsystem:\nBe kind.\n"


def test_no_source_is_written_over(tmp_path: Path) -> None:
    done = bundle(workspace(tmp_path), "a.prompty", "-o", "p.j2")

    assert done.returncode == 2
    assert "one of the bundled files" in done.stderr
    assert (tmp_path / "p.j2").read_text() == "Be kind."


def test_what_can_t_be_bundled_is_one_line(tmp_path: Path) -> None:
    (workspace(tmp_path) / "p.j2").unlink()

    done = bundle(tmp_path, "a.prompty")

    assert done.returncode == 1
    assert done.stderr.endswith(
        "a.prompty:5: the template 'p.j2' is not there: correct its path or add the file\n"
    )
