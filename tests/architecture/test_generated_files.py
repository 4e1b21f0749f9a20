"""What is generated is fresh, and the documentation names everything that users can write."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from promptwell.entrypoints.cli.commands import COMMANDS
from promptwell.language.rules.registry import all_rules
from promptwell.language.rules.table import RULES

ROOT = Path(__file__).parents[2]


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_generated_files_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_every_setting_has_its_section() -> None:
    page = read("docs/reference/settings.md")
    schema = json.loads(read("schemas/settings.schema.json"))
    missing = [
        name
        for name, each in schema["properties"].items()
        if "$ref" not in each and f"## {name}\n" not in page
    ]
    assert missing == []


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_its_section_and_its_module(name: str) -> None:
    assert f"## {name}\n" in read("docs/reference/cli.md")
    parts = COMMANDS[name].module.split(".")
    file = Path(*parts).with_suffix(".py")
    assert any((ROOT / folder / file).is_file() for folder in ("server", "mcp_server"))


def test_every_rule_is_in_the_static_table_and_has_its_page() -> None:
    ours = {rule.id() for rule in all_rules() if rule.__module__.startswith("promptwell.")}
    assert set(RULES) == ours
    pages = {path.stem for path in (ROOT / "docs/reference/rules").glob("*.md")}
    assert pages == ours


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id())
def test_every_rule_is_documented_in_the_same_shape(rule: type) -> None:
    module = rule.__module__.rpartition(".")[2]
    assert module.replace("_", "-") == rule.id()  # type: ignore[attr-defined]
    for heading in ("## What it does", "## Why is this bad?", "## Example"):
        assert heading in (rule.__doc__ or ""), heading


def test_the_map_names_every_folder() -> None:
    text = read("docs/architecture.md")
    server = ROOT / "server/promptwell"
    folders = [
        path
        for base in (server, server / "language", server / "entrypoints")
        for path in base.iterdir()
        if path.is_dir() and any(path.glob("*.py"))
    ]
    missing = [
        path.relative_to(server).as_posix() for path in folders if f"{path.name}/" not in text
    ]
    assert missing == []
