"""Results of earlier checks are used as long as nothing they depend on has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptwell.bootstrap import check_run


@pytest.fixture
def analyzed(monkeypatch) -> list[str]:
    """The files that were really analyzed, in this process."""
    paths: list[str] = []
    analyze = check_run._analyze

    def record(batch):
        paths.extend(Path(path).name for path in batch.paths)
        return analyze(batch)

    monkeypatch.setattr(check_run, "_analyze", record)
    return paths


@pytest.fixture
def files(write, clean: str):
    write("promptwell.toml", "")
    write("a.prompty", clean.replace("system:\n", 'system:\n{% include "part.j2" %}\n'))
    write("b.prompty", clean.replace("name: clean", "name: other"))
    write("part.j2", "About {{ topic }}.\n")
    return write


def test_a_second_run_analyzes_nothing(cli, files, analyzed: list[str]) -> None:
    first = cli("check")
    assert sorted(analyzed) == ["a.prompty", "b.prompty", "part.j2"]
    analyzed.clear()
    assert cli("check") == first
    assert analyzed == []


def test_a_changed_file_is_analyzed_again_and_no_other(cli, files, analyzed, clean: str) -> None:
    cli("check")
    analyzed.clear()
    files("b.prompty", clean.replace("name: clean", "name: other") + "More.\n")
    cli("check")
    assert analyzed == ["b.prompty"]


def test_a_name_that_another_file_takes_checks_both_again(cli, files, analyzed, clean: str) -> None:
    assert "duplicate-name" not in cli("check", "--min-severity", "hint").out
    analyzed.clear()
    files("b.prompty", clean)
    found = cli("check", "--min-severity", "hint").out
    assert found.count("duplicate-name") == 2
    assert sorted(analyzed) == ["a.prompty", "b.prompty"]
    files("b.prompty", clean.replace("name: clean", "name: other"))
    assert "duplicate-name" not in cli("check", "--min-severity", "hint").out


def test_a_changed_partial_checks_its_users_again(cli, files, analyzed) -> None:
    cli("check")
    analyzed.clear()
    files("part.j2", "About {{ topic | nosuchfilter }}.\n")
    cli("check")
    assert sorted(analyzed) == ["a.prompty", "part.j2"]


def test_a_partial_that_appears_checks_its_users_again(
    cli, files, analyzed, workspace: Path
) -> None:
    (workspace / "part.j2").unlink()
    assert "include-not-found" in cli("check").out
    analyzed.clear()
    files("part.j2", "About {{ topic }}.\n")
    assert "include-not-found" not in cli("check").out
    assert sorted(analyzed) == ["a.prompty", "part.j2"]


def test_a_new_user_checks_the_partial_again(cli, files, analyzed, clean: str) -> None:
    cli("check")
    analyzed.clear()
    named = clean.replace("name: clean", "name: third")
    files("c.prompty", named.replace("system:\n", "system:\n{% include 'part.j2' %}\n"))
    cli("check")
    assert sorted(analyzed) == ["c.prompty", "part.j2"]


def test_changed_settings_check_again(cli, files, analyzed) -> None:
    cli("check")
    analyzed.clear()
    files("promptwell.toml", "budget-tokens = 5\n")
    assert "budget-exceeded" in cli("check").out
    assert len(analyzed) == 3


def test_another_selection_has_results_of_its_own(cli, files, analyzed) -> None:
    cli("check")
    cli("check", "--select", "cost")
    analyzed.clear()
    cli("check")
    cli("check", "--select", "cost")
    assert analyzed == []


def test_without_the_cache_everything_is_analyzed(cli, files, analyzed) -> None:
    cli("check")
    analyzed.clear()
    cli("check", "--no-cache")
    assert len(analyzed) == 3


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"stamp": 1}', "\0", "null"],
)
def test_a_corrupted_cache_is_ignored(cli, files, analyzed, tmp_path: Path, content: str) -> None:
    first = cli("check")
    [cache] = (tmp_path / "cache").rglob("*.json")
    cache.write_text(content)
    analyzed.clear()
    assert cli("check") == first
    assert len(analyzed) == 3


def test_a_damaged_entry_is_ignored(cli, files, analyzed, tmp_path: Path) -> None:
    first = cli("check")
    [cache] = (tmp_path / "cache").rglob("*.json")
    cache.write_text(
        cache.read_text().replace('"entries": {', '"entries": {"x": 3, ').replace("[[", "[3, [")
    )
    assert cli("check") == first


def test_a_cache_that_can_not_be_written_is_no_problem(
    cli, files, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    answer = cli("check")
    assert (answer.code, answer.err) == (0, "")


def test_a_partial_that_appears_in_a_folder_below_checks_its_users_again(
    cli, files, analyzed
) -> None:
    files("prompts/mail.prompt", "{{>card}}\n")
    files("prompts/other.prompt", "Hello.\n")
    assert "include-not-found" in cli("check").out
    analyzed.clear()
    files("prompts/sub/_card.prompt", "Hello.\n")
    assert "include-not-found" not in cli("check").out
    assert "mail.prompt" in analyzed


def test_a_new_user_of_a_partial_of_dotprompt_checks_the_partial_again(
    cli, files, analyzed
) -> None:
    files("prompts/sub/_card.prompt", "Hello.\n")
    cli("check")
    analyzed.clear()
    files("prompts/mail.prompt", "{{> card }}\n")
    cli("check")
    assert sorted(analyzed) == ["_card.prompt", "mail.prompt"]
