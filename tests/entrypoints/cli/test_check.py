"""`promptwell check`: what is checked, what is reported, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from promptwell.bootstrap.check_run import CheckRun


def test_a_clean_file_is_no_problem(cli, write, clean: str) -> None:
    write("a.prompty", clean)
    answer = cli("check")
    assert answer == (0, "No problems in 1 file.\n", "")


def test_an_error_is_shown_with_its_line_and_exits_with_1(cli, write, broken: str) -> None:
    write("prompts/a.prompty", broken)
    answer = cli("check")
    assert answer.code == 1
    assert "prompts/a.prompty:14:9: error[" in answer.out
    assert "  14 | Explain {{ topic.\n" in answer.out
    assert answer.out.splitlines()[-1].startswith("1 error")


def test_warnings_alone_exit_with_0(cli, write, unused: str) -> None:
    write("a.prompty", unused)
    answer = cli("check")
    assert answer.code == 0
    assert "warning[unused-input]" in answer.out


def test_more_warnings_than_allowed_exit_with_1(cli, write, unused: str) -> None:
    write("a.prompty", unused)
    assert cli("check", "--max-warnings", "1").code == 0
    answer = cli("check", "--max-warnings", "0")
    assert answer.code == 1
    assert answer.err == "promptwell: 1 warning, more than --max-warnings 0\n"


def test_json_has_the_agreed_shape(cli, write, unused: str) -> None:
    write("a.prompty", unused)
    answer = cli("check", "--format", "json")
    report = json.loads(answer.out)
    assert report["summary"] == {
        "files": 1,
        "errors": 0,
        "warnings": 1,
        "informations": 0,
        "hints": 0,
    }
    [diagnostic] = report["diagnostics"]
    assert diagnostic == {
        "path": "a.prompty",
        "rule": "unused-input",
        "group": "variables",
        "severity": "warning",
        "message": diagnostic["message"],
        "start": {"line": 6, "column": 11},
        "end": {"line": 6, "column": 16},
        "fixable": diagnostic["fixable"],
    }


def test_columns_count_code_points(cli, write) -> None:
    write("a.j2", "😀 {{ x | nosuchfilter }}\n")
    report = json.loads(cli("check", "--format", "json", "--select", "unknown-filter").out)
    assert report["diagnostics"][0]["start"] == {"line": 1, "column": 10}


def test_select_runs_only_what_is_named(cli, write, unused: str) -> None:
    write("a.prompty", unused)
    assert "unused-input" in cli("check", "--select", "variables").out
    assert cli("check", "--select", "structure,messages").out == "No problems in 1 file.\n"


def test_ignore_leaves_out_what_is_named(cli, write, unused: str) -> None:
    write("a.prompty", unused)
    assert cli("check", "--ignore", "unused-input").out == "No problems in 1 file.\n"
    assert cli("check", "--ignore", "variables").out == "No problems in 1 file.\n"


def test_an_unknown_rule_is_answered_with_the_nearest(cli) -> None:
    answer = cli("check", "--select", "unused-inputs")
    assert answer.code == 2
    assert answer.err == (
        "promptwell: --select: there is no rule or group `unused-inputs`; "
        "did you mean `unused-input`?\n"
    )


def test_settings_of_the_folder_count(cli, write, unused: str) -> None:
    write("a.prompty", unused)
    write("promptwell.toml", '[rules]\nunused-input = "error"\n')
    assert cli("check").code == 1
    write("promptwell.toml", '[per-file-ignores]\n"*.prompty" = ["unused-input"]\n')
    assert cli("check").out == "No problems in 1 file.\n"


def test_the_command_line_goes_before_the_settings(cli, write, unused: str) -> None:
    write("a.prompty", unused)
    write("promptwell.toml", 'ignore = ["unused-input"]\n')
    assert "unused-input" in cli("check", "--ignore", "cost").out


def test_a_wrong_setting_is_reported_where_it_stands(cli, write, clean: str) -> None:
    write("a.prompty", clean)
    write("promptwell.toml", "budget-token = 3\n")
    answer = cli("check")
    assert answer.code == 1
    assert (
        "promptwell.toml:1:1: error[invalid-settings]: unknown setting `budget-token`" in answer.out
    )
    assert "  1 | budget-token = 3\n    | ^^^^^^^^^^^^\n" in answer.out


def test_list_files_prints_what_would_be_checked(cli, write, clean: str) -> None:
    for name in ("b/x.prompty", "a.j2", ".github/p.prompty", "node_modules/n.prompty", "readme.md"):
        write(name, clean)
    assert cli("check", "--list-files").out.splitlines() == [
        "a.j2",
        ".github/p.prompty",
        "b/x.prompty",
    ]


def test_a_path_that_does_not_exist_is_a_usage_error(cli, workspace: Path) -> None:
    answer = cli("check", "nothing.prompty")
    assert answer.code == 2
    assert answer.err == (
        f"promptwell: {workspace.as_posix()}/nothing.prompty: there is no such file or folder\n"
    )


def test_a_folder_without_prompts_says_so(cli) -> None:
    answer = cli("check")
    assert answer.code == 0
    assert answer.err == "promptwell: no prompt files in this folder\n"


def test_a_named_file_is_checked_although_it_is_excluded(cli, write, unused: str) -> None:
    write("a.prompty", unused)
    write("promptwell.toml", 'exclude = ["*.prompty"]\n')
    assert "no prompt files" in cli("check").err
    assert "unused-input" in cli("check", "a.prompty").out


def test_a_named_file_of_no_known_format_says_what_to_set(cli, write) -> None:
    write("a.rst", "Hello\n")
    answer = cli("check", "a.rst")
    assert (
        "warning[unreadable-file]: no format is known for this file; name one under `formats`"
        in answer.out
    )


def test_a_format_given_by_the_settings_is_used(cli, write) -> None:
    write("prompts/a.md", "Hello {{ name | nosuchfilter }}\n")
    write("promptwell.toml", '[formats]\n"prompts/*.md" = "jinja"\n')
    assert "unknown-filter" in cli("check", "--format", "json").out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfeH\0i\0", "this is UTF-16; save it as UTF-8"),
        (b"\0\1\2\3", "this looks like a binary file"),
        (b"system:\nCaf\xe9\n", "this is not UTF-8: byte 0xe9"),
    ],
)
def test_bytes_that_are_no_prompt_are_told(
    cli, workspace: Path, content: bytes, message: str
) -> None:
    (workspace / "a.prompty").write_bytes(content)
    answer = cli("check")
    assert answer.code == 1
    assert f"error[unreadable-file]: {message}" in answer.out


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_told(cli, write, clean: str) -> None:
    write("a.prompty", clean).chmod(0)
    assert "a.prompty:1:1: error[unreadable-file]: permission denied" in cli("check").out


def test_a_loop_of_links_ends(cli, write, workspace: Path, clean: str) -> None:
    write("a/x.prompty", clean)
    (workspace / "a/loop").symlink_to(workspace / "a", target_is_directory=True)
    (workspace / "a/self.prompty").symlink_to("self.prompty")
    (workspace / "a/gone.prompty").symlink_to("nowhere.prompty")
    assert cli("check", "--list-files").out == "a/x.prompty\n"


def test_standard_input_is_checked_under_the_name_given(cli, unused: str) -> None:
    answer = cli("check", "--stdin-filename", "prompts/a.prompty", stdin=unused)
    assert answer.code == 0
    assert "prompts/a.prompty:6:11: warning[unused-input]" in answer.out


def test_standard_input_goes_with_no_paths(cli) -> None:
    answer = cli("check", "--stdin-filename", "a.prompty", "b.prompty")
    assert (answer.code, answer.err) == (
        2,
        "promptwell: --stdin-filename goes with neither PATHS nor --watch\n",
    )


def test_many_files_over_several_processes_give_the_same_report(
    cli, write, unused: str, broken: str
) -> None:
    for number in range(12):
        write(f"p{number}.prompty", unused if number % 2 else broken)
    alone = cli("check", "--no-cache", "--jobs", "1", "--format", "json")
    together = cli("check", "--no-cache", "--jobs", "3", "--format", "json")
    assert alone == together


def test_nothing_is_written_in_the_tree(cli, write, workspace: Path, unused: str) -> None:
    write("a.prompty", unused)
    cli("check")
    assert sorted(path.name for path in workspace.iterdir()) == ["a.prompty"]


def test_watch_reports_again_when_a_file_changes(
    write, workspace: Path, clean: str, broken: str
) -> None:
    path = write("a.prompty", clean)
    watching = subprocess.Popen(
        [sys.executable, "-u", "-m", "promptwell", "check", "--watch", "--format", "github"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=workspace,
        text=True,
    )
    try:
        assert watching.stderr
        assert watching.stdout
        assert watching.stderr.readline() == "promptwell: watching for changes; Ctrl-C ends it\n"
        path.write_text(broken, encoding="utf-8")
        assert watching.stdout.readline().startswith("::error file=a.prompty,line=14")
    finally:
        watching.terminate()
        watching.communicate(timeout=30)


def test_watch_says_once_that_a_file_is_left_to_another_server(cli, write, monkeypatch) -> None:
    write("a.baml", "function F() {{")

    def changes(_: CheckRun) -> Iterator[frozenset[str]]:
        yield frozenset()
        yield frozenset({"a.baml"})

    monkeypatch.setattr(CheckRun, "changes", changes)
    assert cli("check", "--watch", "a.baml").err.count("was left to BAML's own") == 1


def test_watch_prints_a_report_again_only_where_it_says_something_new(
    cli, write, monkeypatch, clean: str, broken: str
) -> None:
    """The output may go to a file in the watched folder; printing would go on for ever."""
    path = write("a.prompty", broken)

    def changes(_: CheckRun) -> Iterator[frozenset[str]]:
        yield frozenset()
        yield frozenset({"out.txt"})
        path.write_text(clean, encoding="utf-8")
        yield frozenset({"a.prompty"})
        yield frozenset({"out.txt"})

    monkeypatch.setattr(CheckRun, "changes", changes)
    lines = cli("check", "--watch", "--no-cache").out.splitlines()
    assert len([line for line in lines if line.startswith("a.prompty:14")]) == 1
    assert len([line for line in lines if line.endswith("in 1 file.")]) == 2


def test_what_is_said_of_unreadable_files_follows_the_settings(cli, workspace: Path, write) -> None:
    (workspace / "a.prompty").write_bytes(b"\0")
    assert cli("check").code == 1
    write("promptwell.toml", '[rules]\nunreadable-file = "warning"\n')
    assert "warning[unreadable-file]" in cli("check").out
    write("promptwell.toml", '[per-file-ignores]\n"a.*" = ["files"]\n')
    assert cli("check").out == "No problems in 1 file.\n"


def test_an_error_behind_thousands_of_hints_is_still_an_error(cli, write) -> None:
    names = "".join(f"{{{{ v{number} }}}}\n" for number in range(2_500))
    write("a.j2", names + "{% if x %}")
    answer = cli("check", "--no-cache")
    assert answer.code == 1
    assert "a.j2:2501:1: error[unclosed-block]" in answer.out
    assert "more findings in this file are not listed" in answer.out


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
@pytest.mark.parametrize("command", ["check", "scan"])
def test_nothing_is_shown_of_a_file_that_a_link_leads_out_to(
    cli, workspace: Path, tmp_path: Path, command: str
) -> None:
    (workspace / "promptwell.toml").write_text("")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "key").write_text("the private line\n")
    (workspace / "a.prompty").symlink_to(outside / "key")
    (workspace / "linked").symlink_to(outside, target_is_directory=True)
    (workspace / "b.prompty").write_text("---\nname: b\n---\nsystem:\nHi\n")
    (workspace / "c.prompty").symlink_to("b.prompty")
    for paths in ([], ["a.prompty"], ["linked/key"]):
        answer = cli(command, "--no-cache", *paths)
        assert "private line" not in answer.out
        assert "warning[unreadable-file]: this leads out of the workspace" in answer.out
        assert answer.code == 0
    assert "unreadable-file" not in cli(command, "--no-cache", "c.prompty").out
