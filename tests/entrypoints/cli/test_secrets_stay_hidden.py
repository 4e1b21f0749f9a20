"""No secret of a file is in anything that the command line writes, but for the file itself."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from tests.canary_prompts import FAKES, PASSWORDS, SECRETS, canary_files, revealed

FORMS = ("text", "json", "sarif", "junit", "github")


@pytest.fixture(autouse=True)
def canaries(write) -> None:
    for name, text in canary_files().items():
        write(name, text)


def test_there_are_enough_of_them_and_they_are_found(cli) -> None:
    assert len(FAKES) >= 200
    report = cli("check", "--format", "json").out
    assert report.count('"provider-token"') >= 200
    for rule in ("credential-in-url", "connection-string", "hard-coded-credential"):
        assert f'"{rule}"' in report


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_the_report_shows_one(cli, form: str) -> None:
    answer = cli("check", "--format", form)
    assert answer.out
    assert revealed(answer.out + answer.err) == []


@pytest.mark.parametrize("form", ["text", "json", "sarif", "html"])
def test_no_form_of_a_scan_shows_one(cli, form: str) -> None:
    answer = cli("scan", "--format", form)
    assert answer.out
    assert revealed(answer.out + answer.err) == []


def test_the_report_in_color_shows_none(cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert revealed(cli("check").out) == []


@pytest.mark.parametrize("form", FORMS)
def test_other_rules_show_none_where_those_about_secrets_are_off(cli, write, form: str) -> None:
    write("promptwell.toml", '[rules]\nsecrets = "off"\nwording = "hint"\n')
    answer = cli("check", "--format", form)
    assert answer.out
    assert revealed(answer.out + answer.err) == []


def test_the_cache_on_disk_holds_none(cli, tmp_path: Path) -> None:
    cli("check")
    cli("check")
    written = [each for each in (tmp_path / "cache").rglob("*") if each.is_file()]
    assert written
    for each in written:
        assert revealed(each.read_text(errors="replace")) == [], each


def test_what_a_fix_tells_shows_none_and_the_file_holds_none_any_more(
    cli, write, workspace: Path
) -> None:
    # Where a secret stands a second time with nothing to give it away, nobody knows it once the first is gone.
    lines = canary_files()["passwords.j2"].splitlines(keepends=True)
    write("passwords.j2", "".join(lines[:-1]))
    answer = cli("check", "--fix", "--unsafe-fixes")
    assert revealed(answer.out + answer.err) == []
    assert revealed((workspace / "CLAUDE.md").read_text()) == []


def test_the_log_holds_none_even_of_an_error_that_quotes_the_text(capsys) -> None:
    from promptwell.adapters.json_log import start_logging

    start_logging("debug")
    log = logging.getLogger("promptwell.test")
    for secret in SECRETS[:60]:
        try:
            int(f"use {secret} here")
        except ValueError:
            log.exception("could not read %s", f"password: {PASSWORDS[2]}")
    said = capsys.readouterr().err
    assert "could not read" in said
    certain = [secret for (line, secret) in FAKES.values() if line == f"use {secret} here"]
    assert [each for each in revealed(said) if each in certain or each in PASSWORDS] == []
    start_logging("warning")
