"""`promptwell rule`, `init` and `doctor`: what users ask before and between checks."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from promptwell.language.rules.table import RULES


def test_rule_lists_all_rules_by_group(cli) -> None:
    lines = cli("rule").out.splitlines()
    assert "variables:" in lines
    listed = {line.split()[0] for line in lines if line.startswith("  ")}
    assert listed == set(RULES)


def test_rule_shows_the_page_of_one(cli) -> None:
    answer = cli("rule", "unused-input")
    assert answer.code == 0
    assert answer.out.startswith("unused-input (variables, warning, since 0.1)\n")
    assert "## Why is this bad?" in answer.out


def test_rule_lists_a_group(cli) -> None:
    listed = {
        line.split()[0] for line in cli("rule", "cost").out.splitlines() if line.startswith("  ")
    }
    assert listed == {name for name, facts in RULES.items() if facts.group == "cost"}


def test_rule_answers_programs(cli) -> None:
    assert {each["id"] for each in json.loads(cli("rule", "--format", "json").out)} == set(RULES)
    one = json.loads(cli("rule", "unused-input", "--format", "json").out)
    assert one["group"] == "variables"
    assert "## Example" in one["documentation"]


def test_an_unknown_rule_is_answered_with_the_nearest(cli) -> None:
    answer = cli("rule", "unusd-input")
    assert answer.code == 2
    assert "there is no rule or group `unusd-input`; did you mean `unused-input`?" in answer.err


def test_init_writes_settings_that_fit_and_that_check_accepts(
    cli, write, workspace: Path, clean
) -> None:
    write("a.prompty", clean)
    write("prompts/b.md", "Hello {{ name }}\n")
    write("docs/c.md", "No variables here.\n")
    answer = cli("init")
    assert answer.code == 0
    assert answer.err.startswith("Wrote promptwell.toml. It fits 1 prompt file;")
    text = (workspace / "promptwell.toml").read_text(encoding="utf-8")
    assert "1 prompty-v2" in text
    assert tomllib.loads(text)["formats"] == {"prompts/*.md": "jinja"}
    assert "invalid-settings" not in cli("check", "--format", "json").out
    assert "prompts/b.md" in cli("check", "--list-files").out


def test_every_example_in_the_settings_that_init_writes_is_valid(cli, workspace: Path) -> None:
    cli("init")
    path = workspace / "promptwell.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    active = [line.removeprefix("# ") if "=" in line else line for line in lines]
    path.write_text("\n".join(active), encoding="utf-8")
    (workspace / "a.j2").write_text("Hello\n", encoding="utf-8")
    answer = cli("check", "--format", "json")
    assert json.loads(answer.out)["diagnostics"] == []


def test_init_overwrites_nothing(cli, write, workspace: Path) -> None:
    write("pyproject.toml", "[tool.promptwell]\nbudget-tokens = 5\n")
    answer = cli("init")
    assert answer.code == 2
    assert "pyproject.toml: settings are there already" in answer.err
    assert not (workspace / "promptwell.toml").exists()


def test_doctor_says_what_is_there_and_what_is_missing(cli, write, clean: str) -> None:
    write("a.prompty", clean)
    answer = cli("doctor")
    assert answer.code == 0
    for part in (
        "promptwell",
        "Python",
        "jinja2",
        "cl100k_base",
        "git",
        "cache",
        "prompty-v2",
        "sqlalchemy",
        "psycopg",
        "store",
    ):
        assert part in answer.out
    assert "Write one with: promptwell init" in answer.out


def test_doctor_points_at_wrong_settings_and_exits_with_1(cli, write, workspace: Path) -> None:
    write("promptwell.toml", "[rules]\nunused-inpt = 'off'\n")
    answer = cli("doctor", "--format", "json")
    assert answer.code == 1
    [finding] = [
        each for each in json.loads(answer.out)["findings"] if each["state"] == "attention"
    ]
    assert finding["value"] == f"{workspace.as_posix()}/promptwell.toml:2:1"
    assert "did you mean `unused-input`?" in finding["way_out"]
