"""`promptwell scan`: what it reads, what it reports, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.cli.conftest import Cli

Write = Callable[[str, str], Path]
HIDDEN = "x\u200by\n"
WORSE = "x\u202ey\n"


def scan(cli: Cli, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(cli("scan", *arguments, "--format", "json").out)
    return found


def paths(report: dict[str, Any]) -> set[str]:
    return {each["path"] for each in report["diagnostics"]}


def test_settings_of_ai_tools_are_found_by_their_names(cli: Cli, write: Write) -> None:
    names = (
        *(".mcp.json", "mcp.json", ".vscode/mcp.json", ".cursor/mcp.json"),
        *("claude_desktop_config.json", ".gemini/settings.json", ".claude/settings.json"),
        *(".kiro/settings/mcp.json", ".roo/mcp.json", "sub/.mcp.json"),
    )
    for name in names:
        write(name, f'{{"mcpServers": {{"{HIDDEN.strip()}": {{}}}}}}')
    write(".codex/config.toml", f'a = "{HIDDEN.strip()}"\n')
    write("other.json", f'{{"a": "{HIDDEN.strip()}"}}')
    report = scan(cli)
    assert paths(report) == {*names, ".codex/config.toml"}
    assert {each["kind"] for each in report["files"]} == {"mcp-config"}


def test_data_is_read_where_a_prompt_names_it_or_the_settings_or_the_user(
    cli: Cli, write: Write, clean: str
) -> None:
    write("prompts/a.prompty", clean.replace("name: clean", "name: a\nsample: ${file:a.json}"))
    write("prompts/a.json", f'{{"topic": "{HIDDEN.strip()}"}}')
    write("prompts/other.json", f'{{"topic": "{HIDDEN.strip()}"}}')
    write("data/rows.csv", HIDDEN)
    write("rows.jsonl", HIDDEN)
    assert paths(scan(cli)) == {"prompts/a.json"}
    assert paths(scan(cli, ".", "rows.jsonl")) == {"prompts/a.json", "rows.jsonl"}
    write("promptwell.toml", '[security]\ndatasets = ["data/*.csv"]\n')
    assert paths(scan(cli)) == {"prompts/a.json", "data/rows.csv"}


def test_a_check_reads_none_of_these(cli: Cli, write: Write, clean: str) -> None:
    write("a.prompty", clean.replace("name: clean", "name: a\nsample: ${file:a.json}"))
    write("a.json", f'{{"topic": "{HIDDEN.strip()}"}}')
    write(".mcp.json", f'{{"a": "{HIDDEN.strip()}"}}')
    assert json.loads(cli("check", "--format", "json").out)["summary"]["files"] == 1


def test_a_prompt_never_leads_out_of_the_workspace(
    cli: Cli, write: Write, clean: str, tmp_path: Path
) -> None:
    (tmp_path / "secret.json").write_text('{"a": "x\u200by"}', encoding="utf-8")
    text = clean.replace("name: clean", "name: a\nsample: ${file:../secret.json}")
    write("a.prompty", text)
    write("promptwell.toml", "")
    assert [each["path"] for each in scan(cli)["files"]] == ["a.prompty"]


def test_only_security_is_listed_and_all_counts_in_the_score(
    cli: Cli, write: Write, unused: str
) -> None:
    write("a.prompty", unused.replace("You explain", "You\u200b explain"))
    report = scan(cli)
    assert {each["rule"] for each in report["diagnostics"]} == {"invisible-text"}
    score = report["files"][0]["score"]
    assert score == {
        "total": 77,
        "security": 77,
        "quality": 77,
        "parts": {"hidden": 77, "variables": 77},
    }


def test_what_the_settings_select_for_a_check_does_not_hide_security(
    cli: Cli, write: Write
) -> None:
    write("a.j2", HIDDEN)
    write("promptwell.toml", 'select = ["variables"]\n')
    assert paths(scan(cli)) == {"a.j2"}
    write("promptwell.toml", 'ignore = ["invisible-text"]\n')
    assert paths(scan(cli)) == set()


@pytest.mark.parametrize(("text", "code"), [(WORSE, 1), (HIDDEN, 0), ("x\n", 0)])
def test_errors_make_it_fail(cli: Cli, write: Write, text: str, code: int) -> None:
    write("a.j2", text)
    assert cli("scan").code == code


def test_the_text_has_a_summary(cli: Cli, write: Write) -> None:
    write("a.j2", WORSE + HIDDEN)
    out = cli("scan").out
    assert out.splitlines()[-15:] == [
        "1 error and 1 warning in 1 file.",
        "",
        "By rule",
        "  1 error, 1 warning  invisible-text  CWE-451 LLM01 ASI01",
        "",
        "By weakness",
        "  2  CWE-451  User Interface (UI) Misrepresentation of Critical Information",
        "  2  ASI01    Agent Goal Hijack",
        "  2  LLM01    Prompt Injection",
        "",
        "By file",
        "  1 error, 1 warning  a.j2",
        "",
        "Scores",
        "  39  a.j2  security 39, quality 100  hidden 39",
    ]


def test_a_baseline_works_as_for_a_check(cli: Cli, write: Write) -> None:
    write("a.j2", WORSE)
    write("b.csv", WORSE)
    assert cli("scan", ".", "b.csv", "--baseline", "k.json", "--update-baseline").code == 0
    assert cli("scan", ".", "b.csv", "--baseline", "k.json").code == 0
    write("b.csv", WORSE + WORSE)
    answer = cli("scan", ".", "b.csv", "--baseline", "k.json", "--format", "json")
    assert (answer.code, paths(json.loads(answer.out))) == (1, {"b.csv"})


def test_the_report_goes_to_a_file_and_never_over_a_scanned_one(cli: Cli, write: Write) -> None:
    file = write("a.j2", WORSE)
    answer = cli("scan", "--format", "sarif", "--output", "out/../r.sarif")
    assert (answer.code, answer.out) == (1, "")
    assert json.loads(Path("r.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert cli("scan", "--output", "a.j2").code == 2
    assert file.read_text(encoding="utf-8") == WORSE


def test_of_a_large_dataset_the_beginning_is_scanned_and_that_is_told(
    cli: Cli, write: Write
) -> None:
    row = "some words in a row of data, again and again\n"
    write("big.csv", HIDDEN + row * (9 * 1024 * 1024 // len(row)) + HIDDEN)
    found = scan(cli, "big.csv")["diagnostics"]
    assert [(each["rule"], each["severity"], each["start"]["line"]) for each in found] == [
        ("unreadable-file", "warning", 1),
        ("invisible-text", "warning", 1),
    ]
    assert "only the first 8 MB" in found[0]["message"]


def test_nothing_to_scan_is_told(cli: Cli) -> None:
    answer = cli("scan")
    assert (answer.code, "nothing to scan in this folder" in answer.err) == (0, True)


def test_what_is_not_there_is_refused(cli: Cli) -> None:
    assert cli("scan", "nowhere").code == 2
