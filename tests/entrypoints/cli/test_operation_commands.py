"""Commands that are made from operations, tried with those for tokens."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from tests.entrypoints.cli.conftest import Cli

from promptwell.entrypoints.cli.commands import COMMANDS
from promptwell.entrypoints.cli.fields import RESERVED
from promptwell.services.operations import AREAS, OPERATIONS


@pytest.fixture(autouse=True)
def repository(workspace: Path) -> Path:
    (workspace / "promptwell.toml").write_text("")
    return workspace


def test_result_is_json_where_it_is_asked_for(cli: Cli) -> None:
    created = json.loads(cli("token", "create", "ann", "--role", "editor", "--format", "json").out)
    listed = json.loads(cli("token", "list", "--format", "json").out)
    assert created["secret"].startswith("promptwell_")
    assert listed == {"tokens": [created["token"]]}
    assert created["secret"] not in json.dumps(listed)


def test_result_is_a_table_for_a_person(cli: Cli) -> None:
    cli("token", "create", "ann", "--role", "admin")
    cli("token", "create", "bob")
    lines = cli("token", "list").out.splitlines()
    assert lines[0].split() == ["name", "role", "state", "created"]
    assert [line.split()[:3] for line in lines[1:]] == [
        ["bob", "viewer", "valid"],
        ["ann", "admin", "valid"],
    ]


def test_options_go_before_and_behind_the_second_word(cli: Cli) -> None:
    cli("token", "create", "ann")
    assert json.loads(cli("token", "--format=json", "list").out)["tokens"][0]["name"] == "ann"


def test_a_word_in_a_folder_below_is_about_the_whole_workspace(
    cli: Cli, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("token", "create", "ann")
    (repository / "below").mkdir()
    monkeypatch.chdir(repository / "below")
    assert "ann" in cli("token", "list").out


def test_a_wrong_word_is_answered_with_the_nearest(cli: Cli) -> None:
    answer = cli("token", "lst")
    assert (answer.code, answer.err) == (
        2,
        "promptwell: unknown command `token lst`; did you mean `token list`?\n",
    )


def test_what_needs_the_machine_of_the_store_is_not_asked_of_a_server(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own" / "promptwell"
    own.mkdir(parents=True)
    (own / "promptwell.toml").write_text('[server]\nurl = "http://127.0.0.1:9"\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own.parent))
    monkeypatch.setenv("PROMPTWELL_TOKEN", "promptwell_secret")
    answer = cli("backup", str(tmp_path / "shop.zip"))
    assert answer.code == 2
    assert "call it on the machine of http://127.0.0.1:9" in answer.err


def test_a_store_that_is_broken_ends_the_command_with_one(cli: Cli, repository: Path) -> None:
    cli("token", "create", "ann")
    assert cli("db", "check").code == 0
    (repository / ".promptwell/store.db").write_bytes(b"nonsense" * 1000)
    answer = cli("db", "check")
    assert answer.code == 1
    assert "promptwell restore" in answer.out


def test_an_import_names_some_files_and_counts_all(cli: Cli, tmp_path: Path) -> None:
    file = {"prompts": [], "text": "---\nname: a\n---\nsystem:\nHello\n"}
    files = [{"path": f"many/{number:02}.prompty", **file} for number in range(25)]
    (tmp_path / "many.json").write_text(json.dumps({"version": 1, "files": files}))
    lines = cli("prompt", "import", str(tmp_path / "many.json")).out.splitlines()
    assert lines[0].split() == ["made", "many/00.prompty"]
    assert lines[-2].split() == ["made", "and", "5", "more"]
    assert lines[-1] == "files: 25 made"


def test_an_area_alone_lists_its_commands(cli: Cli) -> None:
    asked, helped = cli("token"), cli("token", "--help")
    assert (asked.code, helped.code) == (2, 0)
    assert asked.err == helped.out
    assert "token revoke" in helped.out


def test_a_wrong_value_names_its_field(cli: Cli) -> None:
    answers = [
        cli("token", "create", "ann", "--days", "x"),
        cli("token", "create", "ann", "--days=-1"),
        cli("token", "create", ""),
    ]
    assert [answer.code for answer in answers] == [2, 2, 2]
    assert "`days`: a whole number is wanted, not `x`" in answers[0].err
    assert "`days`: it should be greater than or equal to 0" in answers[1].err
    assert "`name`: it should have at least 1 character" in answers[2].err


def test_a_name_that_is_taken_is_refused(cli: Cli) -> None:
    cli("token", "create", "ann")
    answer = cli("token", "create", "ann")
    assert answer.code == 1
    assert "promptwell token revoke ann" in answer.err


def test_a_revoked_name_can_be_given_again(cli: Cli) -> None:
    cli("token", "create", "ann")
    cli("token", "revoke", "ann")
    assert cli("token", "create", "ann").code == 0
    assert cli("token", "list", "--all").out.count("ann ") == 2


def test_every_operation_has_its_command_and_no_field_takes_a_name_that_all_have() -> None:
    by_hand = {"diff"}  # it also compares files that no store knows, and draws what differs
    commands = {each.operation for each in COMMANDS.values() if each.operation}
    assert commands == set(OPERATIONS) - by_hand
    assert by_hand <= set(COMMANDS)
    for operation in OPERATIONS.values():
        for each in fields(operation.asked):
            assert each.metadata.get("option", each.name) not in RESERVED, operation.name
            assert each.metadata.get("description"), f"{operation.name}: {each.name}"


def test_operations_are_sorted_and_every_area_has_a_line() -> None:
    assert list(OPERATIONS) == sorted(OPERATIONS)
    areas = {name.partition(".")[0] for name in OPERATIONS if "." in name}
    assert areas - set(OPERATIONS) == set(AREAS)  # `index` is a command itself
