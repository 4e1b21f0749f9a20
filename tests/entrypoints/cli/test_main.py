"""The command line as a whole: help, mistakes, and everything that can end a process."""

from __future__ import annotations

import logging
import os
import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from promptwell import __version__
from promptwell.entrypoints.cli import check
from promptwell.entrypoints.cli.arguments import command_parser
from promptwell.entrypoints.cli.command_groups import GROUPS
from promptwell.entrypoints.cli.commands import AREAS, COMMANDS
from promptwell.entrypoints.cli.examples import EXAMPLES


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "promptwell", *arguments],
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def test_help_lists_every_command_with_a_line_about_it(cli) -> None:
    answer = cli("--help")
    assert answer.code == 0
    for name, command in COMMANDS.items():
        area = name.partition(" ")[0]
        if area in AREAS:
            assert re.search(rf"{area} \.\.\. +{re.escape(AREAS[area])}", answer.out)
            assert command.summary in cli(area, "--help").out
        else:
            assert name in answer.out
            assert command.summary in answer.out


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_a_help_page(cli, name: str) -> None:
    answer = cli(name, "--help")
    assert answer.code == 0
    assert f"promptwell {name}" in answer.out
    assert cli("help", name).out == answer.out


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_examples_that_can_be_typed(cli, name: str) -> None:
    command = COMMANDS[name]
    module: Any = import_module(command.module)
    parser = command_parser(
        name, command, module.OperationCommand(command.operation) if command.operation else module
    )
    assert EXAMPLES[name]
    for example in EXAMPLES[name]:
        assert f"  promptwell {example}\n" in cli(name, "--help").out
        typed = shlex.split(example.partition(" > ")[0])
        words = name.split()
        assert typed[: len(words)] == words
        parser.parse_all(typed[len(words) :])


def test_examples_and_groups_are_of_commands_that_there_are() -> None:
    assert set(EXAMPLES) == set(COMMANDS)
    first_words = {name.partition(" ")[0] for name in COMMANDS}
    grouped = [word for group in GROUPS.values() for word in group]
    assert sorted(grouped) == sorted(first_words)


def test_version_is_printed(cli) -> None:
    assert cli("--version").out == f"promptwell {__version__}\n"


def test_without_a_command_help_goes_to_standard_error(cli) -> None:
    answer = cli()
    assert (answer.code, answer.out) == (2, "")
    assert "Usage: promptwell COMMAND" in answer.err


def test_an_unknown_command_is_answered_with_the_nearest(cli) -> None:
    answer = cli("chek")
    assert answer.code == 2
    assert answer.err == "promptwell: unknown command `chek`; did you mean `check`?\n"


def test_an_unknown_command_that_is_like_none_is_answered_with_the_way_to_help(cli) -> None:
    assert cli("xyzzy").err == "promptwell: unknown command `xyzzy`; see `promptwell --help`\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--versoin"], "unknown option `--versoin`; did you mean `--version`?"),
        (["check", "--formt", "json"], "unknown option `--formt`; did you mean `--format`?"),
        (
            ["check", "--unsafe-fix"],
            "unknown option `--unsafe-fix`; did you mean `--unsafe-fixes`?",
        ),
        (["rule", "a", "b"], "unexpected argument `b`; see `promptwell rule --help`"),
        (["--log-level", "debug"], "which command? See `promptwell --help`"),
    ],
)
def test_an_unknown_option_is_answered_with_the_nearest(
    cli, arguments: list[str], message: str
) -> None:
    answer = cli(*arguments)
    assert answer.code == 2
    assert answer.err == f"promptwell: {message}\n"


def test_a_wrong_value_of_an_option_names_the_values(cli) -> None:
    answer = cli("check", "--format", "yaml")
    assert answer.code == 2
    assert "'json'" in answer.err or "json" in answer.err
    assert "promptwell check --help" in answer.err


def test_options_for_logging_may_stand_before_the_command(cli) -> None:
    assert cli("--log-level", "debug", "rule", "unused-input").code == 0


def test_the_log_is_written_as_json_lines_to_the_file_named(
    cli, workspace: Path, monkeypatch
) -> None:
    def fail(_: object) -> int:
        raise RuntimeError("boom")

    monkeypatch.setattr(check, "run", fail)
    answer = cli("check", "--log-level", "debug", "--log-file", "log.jsonl")
    assert answer.code == 2
    assert "promptwell check: could not finish (RuntimeError: boom)" in answer.err
    assert "Traceback" not in answer.err
    log = (workspace / "log.jsonl").read_text(encoding="utf-8")
    assert '"level": "debug"' in log
    assert "Traceback" in log
    for handler in logging.getLogger("promptwell").handlers[:]:
        logging.getLogger("promptwell").removeHandler(handler)
        handler.close()


def test_a_log_file_that_can_not_be_written_is_named(cli) -> None:
    answer = cli("check", "--log-file", "no/such/folder/log")
    assert answer.code == 1
    assert "no/such/folder/log: the log can't be written there: no such file" in answer.err


def test_an_interrupt_ends_with_130_and_nothing_else(cli, monkeypatch) -> None:
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "run", interrupt)
    assert cli("check") == (130, "", "")


def test_a_reader_that_closes_the_pipe_is_no_error() -> None:
    producer = subprocess.Popen(
        [sys.executable, "-m", "promptwell", "rule", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert producer.stdout
    producer.stdout.close()
    _, err = producer.communicate(timeout=60)
    assert err == b""


def test_a_terminal_that_lacks_a_character_gets_an_escape(workspace: Path) -> None:
    (workspace / "été☃.j2").write_text("{{ a b }}\n", encoding="utf-8")
    done = process("check", "--no-cache", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 1
    assert b"\\u2603.j2:1:" in done.stdout
    assert b"Traceback" not in done.stderr


def test_the_settings_say_what_is_logged(cli, workspace: Path) -> None:
    (workspace / "a.j2").write_text("Hello\n", encoding="utf-8")
    (workspace / "promptwell.toml").write_text('[log]\nlevel = "debug"\n', encoding="utf-8")
    logger = logging.getLogger("promptwell")
    try:
        assert cli("check").code == 0
        assert logger.level == logging.DEBUG
    finally:
        logger.handlers.clear()
        logger.setLevel(logging.NOTSET)
