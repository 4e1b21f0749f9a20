"""`--baseline`: what is recorded is not reported, what is new is, and the file tells nothing of a text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.entrypoints.cli.conftest import Cli

Write = Callable[[str, str], Path]
BROKEN = "system:\nHello {{ name }\n{% if %}\n"


def rules(out: str) -> list[tuple[str, int]]:
    return [(each["rule"], each["start"]["line"]) for each in json.loads(out)["diagnostics"]]


def test_what_is_recorded_is_not_reported_again(cli: Cli, write: Write, broken: str) -> None:
    write("a.prompty", broken)
    assert cli("check").code == 1
    first = cli("check", "--baseline", "known.json", "--update-baseline")
    assert (first.code, "wrote 1 finding to known.json" in first.err) == (0, True)
    again = cli("check", "--baseline", "known.json")
    assert again.code == 0
    assert again.out == "No new problems in 1 file. 1 known, in known.json.\n"


def test_lines_added_above_make_nothing_new(cli: Cli, write: Write, broken: str) -> None:
    write("a.prompty", broken)
    cli("check", "--baseline", "known.json", "--update-baseline")
    write("a.prompty", broken.replace("system:\n", "system:\nOne more line.\nAnd another.\n"))
    assert cli("check", "--baseline", "known.json").code == 0


def test_one_more_of_the_same_is_new(cli: Cli, write: Write) -> None:
    write("a.j2", "{{ a\u200bb }}x\u200b\n")
    write("b.j2", "x\u200by\n")
    cli("check", "--baseline", "known.json", "--update-baseline")
    write("b.j2", "x\u200by\nx\u200by\n")
    answer = cli("check", "--baseline", "known.json", "--format", "json")
    assert rules(answer.out) == [("invisible-text", 2)]
    assert (
        json.loads(answer.out)["summary"]["known"]
        == len(json.loads(cli("check", "--format", "json").out)["diagnostics"]) - 1
    )


def test_entries_that_no_longer_occur_are_told_and_dropped_on_update(
    cli: Cli, write: Write, broken: str, clean: str
) -> None:
    write("a.prompty", broken)
    write("b.prompty", broken.replace("name: clean", "name: b"))
    file = write("c.prompty", broken.replace("name: clean", "name: c"))
    cli("check", "--baseline", "known.json", "--update-baseline")
    write("a.prompty", clean)
    file.unlink()
    answer = cli("check", "--baseline", "known.json")
    assert "a.prompty: 1 finding of template-syntax no longer found" in answer.err
    assert "c.prompty: 1 finding of" in answer.err
    assert "b.prompty" not in answer.err
    cli("check", "--baseline", "known.json", "--update-baseline")
    assert list(json.loads(Path("known.json").read_text())["files"]) == ["b.prompty"]


def test_an_update_of_some_files_keeps_what_is_known_of_others(
    cli: Cli, write: Write, broken: str
) -> None:
    write("a.prompty", broken)
    write("b.prompty", broken.replace("name: clean", "name: b"))
    cli("check", "--baseline", "known.json", "--update-baseline")
    before = Path("known.json").read_text()
    cli("check", "a.prompty", "--baseline", "known.json", "--update-baseline")
    assert Path("known.json").read_text() == before
    assert "no longer" not in cli("check", "a.prompty", "--baseline", "known.json").err


def test_paths_are_those_seen_from_the_file(cli: Cli, write: Write, broken: str) -> None:
    write("ci/known.json", '{"version": 1, "files": {}}')
    write("prompts/a.prompty", broken)
    cli("check", "--baseline", "ci/known.json", "--update-baseline")
    assert list(json.loads(Path("ci/known.json").read_text())["files"]) == ["../prompts/a.prompty"]
    assert cli("check", "prompts", "--baseline", "ci/known.json").code == 0


def test_the_file_is_sorted_and_holds_no_text(cli: Cli, write: Write) -> None:
    secret = "hunter2-is-my-password"
    write("b.j2", f"{secret}\u202e\n")
    write("a.j2", f"{secret}\u200b\n{secret}\u202e\n")
    cli("check", "--baseline", "known.json", "--update-baseline")
    text = Path("known.json").read_text()
    assert secret not in text
    assert list(json.loads(text)["files"]) == ["a.j2", "b.j2"]
    before = text
    cli("check", "--baseline", "known.json", "--update-baseline")
    assert Path("known.json").read_text() == before


def test_what_the_policy_requires_is_neither_recorded_nor_hidden(cli: Cli, write: Write) -> None:
    write("a.j2", "x\u202ey\n")
    cli("check", "--baseline", "known.json", "--update-baseline")
    assert cli("check", "--baseline", "known.json").code == 0
    write("promptwell.toml", '[security.policy]\nrequired = ["hidden"]\n')
    assert cli("check", "--baseline", "known.json").code == 1
    cli("check", "--baseline", "known.json", "--update-baseline")
    assert json.loads(Path("known.json").read_text())["files"] == {}


def test_a_file_that_can_not_be_read_never_becomes_old(cli: Cli, write: Write) -> None:
    write("a.prompty", "caf\udce9")
    cli("check", "--baseline", "known.json", "--update-baseline")
    assert cli("check", "--baseline", "known.json").code == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "there is no such file; write it with --update-baseline"),
        ("[]", "this is no baseline"),
        ('{"version": 1, "files": {"a": {"b": 3}}}', "this is no baseline"),
        ('{"version": 9, "files": {}}', "a baseline of version 9"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(
    cli: Cli, write: Write, clean: str, text: str | None, message: str
) -> None:
    write("a.prompty", clean)
    if text is not None:
        write("known.json", text)
    answer = cli("check", "--baseline", "known.json")
    assert answer.code == 2
    assert f"known.json: {message}" in answer.err


def test_an_update_needs_a_file(cli: Cli) -> None:
    assert cli("check", "--update-baseline").code == 2


def test_sarif_says_what_is_new_and_what_is_not(cli: Cli, write: Write, broken: str) -> None:
    write("a.prompty", broken)
    cli("check", "--baseline", "known.json", "--update-baseline")
    write("b.prompty", broken.replace("name: clean", "name: b"))
    answer = cli("check", "--baseline", "known.json", "--format", "sarif")
    results = json.loads(answer.out)["runs"][0]["results"]
    assert [
        (each["baselineState"], [one["kind"] for one in each.get("suppressions", [])])
        for each in results
    ] == [("new", []), ("unchanged", ["external"])]


def test_rules_that_were_left_out_keep_their_entries(cli: Cli, write: Write, broken: str) -> None:
    write("a.prompty", broken.replace("You explain", "You\u200b explain"))
    cli("check", "--baseline", "known.json", "--update-baseline")
    before = Path("known.json").read_text()
    assert list(json.loads(before)["files"]["a.prompty"]) == ["invisible-text", "template-syntax"]
    for arguments in (("check", "--select", "hidden"), ("check", "--ignore", "hidden"), ("scan",)):
        assert "no longer" not in cli(*arguments, "--baseline", "known.json").err
        cli(*arguments, "--baseline", "known.json", "--update-baseline")
        assert Path("known.json").read_text() == before
