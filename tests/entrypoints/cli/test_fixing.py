"""`promptwell check --fix`: what is mended, what is left, and what is never touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptwell.bootstrap.check_run import CheckRun

DUPLICATES = "---\nname: a\ndescription: one: two\n---\nsystem:\nHi\n"


def test_a_safe_fix_is_made_and_reported(cli, write) -> None:
    path = write("a.prompty", DUPLICATES)
    answer = cli("check", "--fix", "--select", "invalid-front-matter")
    assert answer.code == 0
    assert answer.err == "Fixed 1 problem in 1 file: invalid-front-matter 1.\n"
    assert answer.out == "No problems in 1 file.\n"
    assert path.read_text() == DUPLICATES.replace("one: two", '"one: two"')


def test_without_fix_nothing_is_changed(cli, write) -> None:
    path = write("a.prompty", DUPLICATES)
    assert cli("check").code == 1
    assert path.read_text() == DUPLICATES


def test_an_unsafe_fix_is_made_only_where_asked_for(cli, write, unused: str) -> None:
    path = write("a.prompty", unused)
    assert "Fixed nothing." in cli("check", "--fix", "--select", "unused-input").err
    assert path.read_text() == unused
    answer = cli("check", "--unsafe-fixes", "--select", "unused-input")
    assert answer.err == "Fixed 1 problem in 1 file: unused-input 1.\n"
    assert "topic" not in path.read_text()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_stay(cli, write, ends: str) -> None:
    text = DUPLICATES.replace("\n", ends)
    path = write("a.prompty", text)
    cli("check", "--fix", "--select", "invalid-front-matter")
    fixed = path.read_bytes().decode()
    assert fixed == text.replace("one: two", '"one: two"')


def test_the_mode_of_a_file_stays_and_no_other_file_is_left(cli, write, workspace: Path) -> None:
    path = write("a.prompty", DUPLICATES)
    path.chmod(0o640)
    cli("check", "--fix")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in workspace.iterdir()] == ["a.prompty"]


def test_a_link_stays_a_link_and_its_target_is_mended(cli, write, workspace: Path) -> None:
    target = write("real/a.prompty", DUPLICATES)
    link = workspace / "link.prompty"
    link.symlink_to(target)
    cli("check", "--fix", "link.prompty")
    assert link.is_symlink()
    assert '"one: two"' in target.read_text()


def test_standard_input_comes_back_mended(cli) -> None:
    answer = cli("check", "--fix", "--stdin-filename", "a.prompty", stdin=DUPLICATES)
    assert answer.out == DUPLICATES.replace("one: two", '"one: two"')
    assert "No problems" in answer.err.splitlines()[-1] or "hint" in answer.err


def test_a_file_that_changed_meanwhile_is_not_overwritten(cli, write, monkeypatch) -> None:
    path = write("a.prompty", DUPLICATES)
    write_fixed = CheckRun._write

    def change_and_write(run: CheckRun, name: str, text: str) -> None:
        path.write_text("changed\n")
        write_fixed(run, name, text)

    monkeypatch.setattr(CheckRun, "_write", change_and_write)
    answer = cli("check", "--fix")
    assert answer.code == 1
    assert "changed while it was being fixed; run the command again" in answer.err
    assert path.read_text() == "changed\n"
