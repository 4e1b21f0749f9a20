"""`promptwell convert` as people call it."""

from __future__ import annotations

import json
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


GITHUB = """\
name: Answer
messages:
  - role: system
    content: You answer.
  - role: user
    content: "{{question}}"
evaluators: [{name: x, uses: github/similarity}]
"""
KERNEL = "template: Sum {{time.now}}\ntemplate_format: semantic-kernel\n"


def test_other_formats_are_told_what_they_become_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "answer.prompt.yml").write_text(GITHUB)
    (tmp_path / "sum.yaml").write_text(KERNEL)

    done = convert(tmp_path, ".", "sum.yaml", "--to", "prompty", "--dry-run")

    assert done.returncode == 1
    assert done.stdout == (
        "answer.prompt.yml -> answer.prompty\n"
        "  lost: `evaluators`: Prompty evaluates nothing\n"
        "sum.yaml: refused\n"
        "  line 1: `{{time.now}}`: this calls a function of the kernel, which Prompty does not have\n"
    )
    assert done.stderr == "1 prompt would be converted (--write does it), 1 prompt refused\n"
    assert not (tmp_path / "answer.prompty").exists()


def test_the_patch_undoes_the_whole_conversion(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "core.autocrlf=false", *arguments],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=True,
        )
        return done.stdout

    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "answer.prompt.yml").write_bytes(GITHUB.encode())
    (tmp_path / "old.prompty").write_bytes(V1.encode())
    (tmp_path / "chat.json").write_bytes(b'[{"role": "user", "content": "{{ q }}"}]')
    git("init", "-q")
    git("add", ".")
    arguments = ("--to", "prompty", "--write", "--replace", "--patch", ".git/undo.patch")

    done = convert(tmp_path, ".", "chat.json", *arguments)

    assert (done.returncode, done.stderr) == (0, "3 prompts converted\n")
    assert (tmp_path / "old.prompty").read_bytes() == V2.encode()
    assert (tmp_path / "prompts" / "answer.prompty").exists()
    assert not (tmp_path / "prompts" / "answer.prompt.yml").exists()
    assert git("status", "--porcelain", "--untracked-files=all").count("?? ") == 2
    git("apply", ".git/undo.patch")
    assert not [line for line in git("status", "--porcelain").splitlines() if line[:2] != "A "]


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "answer.prompt.yml").write_text(GITHUB)
    (tmp_path / "answer.prompty").write_bytes(V2.encode())

    done = convert(tmp_path, ".", "--to", "prompty", "--write", "--replace")

    assert done.returncode == 1
    assert "`answer.prompty` is there already" in done.stdout
    assert (tmp_path / "answer.prompty").read_bytes() == V2.encode()
    assert (tmp_path / "answer.prompt.yml").exists()


def test_the_report_is_json_where_asked_for(tmp_path: Path) -> None:
    (tmp_path / "answer.prompt.yml").write_text(GITHUB)

    done = convert(tmp_path, ".", "--to", "prompty", "--format", "json")

    (prompt,) = json.loads(done.stdout)["prompts"]
    assert (prompt["result"], prompt["target"]) == ("convertible", "answer.prompty")
    assert prompt["lost"] == ["`evaluators`: Prompty evaluates nothing"]


def test_a_file_that_is_named_and_holds_no_prompt_is_told(tmp_path: Path) -> None:
    (tmp_path / "stored.json").write_text('{"prompt": {"id": "pmpt_1", "variables": {"a": "b"}}}')
    (tmp_path / "chat.json").write_text('[{"role": "user", "content": "Hi"}]')

    done = convert(tmp_path, "stored.json", "chat.json", "--to", "prompty")

    assert "stored.json: no prompt in it" in done.stderr
    assert "chat.json:" not in done.stderr


def test_options_that_go_with_others_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.prompty").write_bytes(V1.encode())
    assert "--write" in convert(tmp_path, ".", "--patch", "x").stderr
    assert "--to" in convert(tmp_path, ".", "--replace", "--write").stderr
