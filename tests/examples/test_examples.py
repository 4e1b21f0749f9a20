"""The example prompts load and render in Prompty itself, the package that owns their format."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what its own dependencies deprecate is not about our files
    import prompty

SUPPORT = Path(__file__).parents[2] / "examples" / "support"
CLEAN = sorted((SUPPORT / "prompts").glob("*.prompty"))
DATA = json.loads((SUPPORT / "data" / "ticket.json").read_text(encoding="utf-8"))


def has_includes(path: Path) -> bool:
    return "{% include" in path.read_text(encoding="utf-8")


def promptwell(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "promptwell", *arguments],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def values_of(agent: Any) -> dict[str, Any]:
    known = {
        each.name: each.default if each.default is not None else each.example
        for each in agent.inputs or []
    }
    return {name: DATA.get(name, value) for name, value in known.items()}


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_every_clean_example_loads_in_prompty(path: Path) -> None:
    agent = prompty.load(path)
    assert agent.name
    assert agent.instructions


@pytest.mark.parametrize(
    "path", [path for path in CLEAN if not has_includes(path)], ids=lambda path: path.stem
)
def test_every_clean_example_without_includes_renders_in_prompty(path: Path) -> None:
    agent = prompty.load(path)
    messages = prompty.prepare(agent, values_of(agent))
    assert [message.role for message in messages] == ["system", "user"]
    assert all(message.text.strip() for message in messages)


def test_the_lines_of_the_data_set_have_all_inputs_of_the_reply() -> None:
    inputs = {each.name for each in prompty.load(SUPPORT / "prompts" / "reply.prompty").inputs}
    lines = (SUPPORT / "data" / "tickets.jsonl").read_text(encoding="utf-8").splitlines()
    assert [set(json.loads(line)) for line in lines] == [inputs] * 4


def test_the_table_of_planted_mistakes_is_what_check_reports() -> None:
    page = (SUPPORT.parent / "README.md").read_text(encoding="utf-8")
    planted = re.findall(r"^\| `(\S+)` \| (\d+) \| `([a-z-]+)` \|", page, re.MULTILINE)
    written = {(path, int(line), rule) for path, line, rule in planted}
    written.add(("prompts/summarize.prompty", 4, "deprecated-key"))
    done = promptwell("check", "--format", "json", str(SUPPORT))
    diagnostics = json.loads(done.stdout)["diagnostics"]
    reported = {
        (each["path"].partition("support/")[2], each["start"]["line"], each["rule"])
        for each in diagnostics
    }
    assert reported == written


@pytest.mark.parametrize(
    "path", [path for path in CLEAN if has_includes(path)], ids=lambda path: path.stem
)
def test_a_clean_example_with_includes_renders_in_prompty_once_it_is_bundled(
    path: Path, tmp_path: Path
) -> None:
    bundled = tmp_path / path.name
    done = promptwell("bundle", str(path), "--output", str(bundled))
    assert done.returncode == 0, done.stderr
    agent = prompty.load(bundled)
    messages = prompty.prepare(agent, DATA)
    assert [message.role for message in messages] == ["system", "user"]
    assert "Hanna Lindqvist" in messages[0].text
    assert "- 1 x Monstera deliciosa, 60 cm" in messages[1].text
    assert messages[1].text.endswith("Priya\nFernhill customer care")


def test_a_bundled_example_says_what_the_original_says(tmp_path: Path) -> None:
    path, bundled = SUPPORT / "prompts" / "reply.prompty", tmp_path / "reply.prompty"
    assert promptwell("bundle", str(path), "--output", str(bundled)).returncode == 0
    values = str(SUPPORT / "data" / "ticket.json")
    rendered = [
        promptwell("render", str(file), "--vars", values, "--format", "json").stdout
        for file in (path, bundled)
    ]
    texts = [
        [message["content"].split() for message in json.loads(each)["messages"]]
        for each in rendered
    ]
    assert texts[0] == texts[1]


def test_the_old_example_converts_to_a_file_that_prompty_renders(tmp_path: Path) -> None:
    for name in ("summarize.prompty", "summarize.json"):
        shutil.copy(SUPPORT / "prompts" / name, tmp_path)
    converted = tmp_path / "summarize.prompty"
    assert promptwell("convert", "--write", str(converted)).returncode == 0
    agent = prompty.load(converted)
    data = json.loads((tmp_path / "summarize.json").read_text(encoding="utf-8"))
    messages = prompty.prepare(agent, data)
    assert "Hanna: Two leaves are snapped" in messages[1].text
    assert "Summarize this for Tomás." in messages[1].text
