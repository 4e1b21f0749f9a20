"""`promptwell render` as people call it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROMPT = """---
inputs:
  - {name: topic, kind: string, required: true}
  - {name: n, kind: integer, default: 3, example: 4}
---
system:
Explain {{ topic }} {{ n }} times{{ gone }}.
user[name="Ann"]:
{% include "end.j2" %}
"""


def promptwell(
    folder: Path, *arguments: str, standard_input: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "promptwell", *arguments],
        cwd=folder,
        input=standard_input,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def workspace(folder: Path) -> Path:
    (folder / "a.prompty").write_text(PROMPT)
    (folder / "end.j2").write_text("Begin!")
    return folder


def test_messages_are_printed_with_their_roles_and_what_is_missing_on_the_side(
    tmp_path: Path,
) -> None:
    done = promptwell(workspace(tmp_path), "render", "a.prompty", "--vars", "topic=tides")

    assert done.returncode == 0
    assert done.stdout == ('system:\nExplain tides 3 times.\n\nuser[name="Ann"]:\nBegin!\n')
    assert done.stderr.endswith("a.prompty:7: `gone` has no value and is left empty\n")


def test_what_is_missing_is_named_as_the_template_has_it(tmp_path: Path) -> None:
    body = "{{ none_given | first }}{% macro m() %}{{ caller() if caller else 'x' }}{% endmacro %}"
    text = f"---\ninputs:\n  none_given: {{kind: string, default: ''}}\n---\n{body}{{{{ m() }}}}\n"
    (tmp_path / "a.prompty").write_text(text)

    done = promptwell(tmp_path, "render", "a.prompty")

    assert done.stdout.endswith("x\n")
    assert done.stderr.endswith("a.prompty:5: an expression has no value and is left empty\n")
    data = json.loads(promptwell(tmp_path, "render", "a.prompty", "--format", "json").stdout)
    assert [(each["name"], each["column"]) for each in data["undefined"]] == [("", None)]


def test_json_tells_messages_names_without_value_and_warnings(tmp_path: Path) -> None:
    (workspace(tmp_path) / "v.json").write_text('{"topic": "tides", "n": 1, "other": 2}')

    done = promptwell(tmp_path, "render", "a.prompty", "--vars", "v.json", "--format", "json")

    data = json.loads(done.stdout)
    assert data["messages"] == [
        {"role": "system", "content": "Explain tides 1 times."},
        {"role": "user", "content": "Begin!", "metadata": {"name": "Ann"}},
    ]
    assert [(each["name"], each["line"], each["column"]) for each in data["undefined"]] == [
        ("gone", 7, 37)
    ]
    assert data["warnings"] == ["a value for 'other' is given, but the prompt has no such input"]


def test_values_may_come_from_standard_input(tmp_path: Path) -> None:
    done = promptwell(
        workspace(tmp_path), "render", "a.prompty", "--vars", "-", standard_input='{"topic": "x"}'
    )

    assert "Explain x 3 times" in done.stdout


def test_a_missing_input_an_unknown_file_and_a_bomb_end_with_one_line(tmp_path: Path) -> None:
    workspace(tmp_path)
    (tmp_path / "bomb.j2").write_text("{{ 'x' * 10**9 }}")

    missing = promptwell(tmp_path, "render", "a.prompty")
    unknown = promptwell(tmp_path, "render", "b.prompty")
    bomb = promptwell(tmp_path, "render", "bomb.j2")

    assert [each.returncode for each in (missing, unknown, bomb)] == [1, 1, 1]
    assert "Missing required input 'topic'" in missing.stderr
    assert "b.prompty: there is no such file" in unknown.stderr
    assert "bomb.j2:1: the template builds a text of more than" in bomb.stderr
    assert all(len(each.stderr.splitlines()) == 1 for each in (missing, unknown, bomb))


def test_a_partial_is_brought_in_from_a_folder_below_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "prompts" / "parts").mkdir(parents=True)
    (tmp_path / "prompts" / "mail.prompt").write_text("{{>card}} and {{>card.formal}}")
    (tmp_path / "prompts" / "parts" / "_card.prompt").write_text("Hello {{name}}")
    (tmp_path / "prompts" / "parts" / "_card.formal.prompt").write_text("Dear {{name}}")

    done = promptwell(tmp_path, "render", "prompts/mail.prompt", "--vars", "name=Ann")

    assert done.stdout == "user:\nHello Ann and Dear Ann\n"
    assert done.stderr == ""


def test_partials_of_dotprompt_that_bring_each_other_in_are_named(tmp_path: Path) -> None:
    (tmp_path / "mail.prompt").write_text("{{>a}}")
    (tmp_path / "_a.prompt").write_text("{{>b}}")
    (tmp_path / "_b.prompt").write_text("{{>a}}")

    done = promptwell(tmp_path, "render", "mail.prompt")

    assert done.returncode == 1
    assert "partials bring each other in without end" in done.stderr
    assert "_a.prompt ->" in done.stderr
