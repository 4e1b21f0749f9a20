"""Settings files are read from the root down; the nearest wins, and mistakes are placed."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptwell.language.text.source import SourceText
from promptwell.settings import Settings, WorkspaceSettings, load_settings


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def problems(folder: Path, text: str, name: str = "promptwell.toml") -> list[str]:
    """Each problem as `line:column what is marked: message`, counted from 1."""
    write(folder, name, text)
    _, found = load_settings(folder.as_posix())
    source = SourceText(text)
    lines = []
    for problem in found:
        line, column = source.line_column(problem.span.start)
        marked = text[problem.span.start : problem.span.end]
        lines.append(f"{line + 1}:{column + 1} {marked}: {problem.message}")
    return lines


def test_without_a_settings_file_the_defaults_hold(tmp_path: Path) -> None:
    settings, found = load_settings(tmp_path.as_posix())
    assert settings == Settings()
    assert found == ()


def test_the_nearest_file_wins_key_by_key(tmp_path: Path) -> None:
    write(tmp_path, "promptwell.toml", 'budget-tokens = 100\nfilters = ["money"]\n')
    write(tmp_path, "support/promptwell.toml", "budget-tokens = 50\n")
    workspace = WorkspaceSettings(tmp_path.as_posix())
    inner = workspace.at((tmp_path / "support/a.prompty").as_posix())
    outer = workspace.at((tmp_path / "a.prompty").as_posix())
    assert (inner.budget_tokens, inner.filters) == (50, ("money",))
    assert outer.budget_tokens == 100


def test_tables_of_several_files_are_put_together(tmp_path: Path) -> None:
    write(tmp_path, "promptwell.toml", '[rules]\nvariables = "error"\ncost = "off"\n')
    write(tmp_path, "support/promptwell.toml", '[rules]\nvariables = "hint"\n')
    settings = WorkspaceSettings(tmp_path.as_posix()).at((tmp_path / "support/a.j2").as_posix())
    assert settings.rules == {"variables": "hint", "cost": "off"}


def test_settings_are_also_read_from_pyproject(tmp_path: Path) -> None:
    write(
        tmp_path, "pyproject.toml", "[project]\nname = 'x'\n[tool.promptwell]\nbudget-tokens = 7\n"
    )
    assert load_settings(tmp_path.as_posix())[0].budget_tokens == 7


def test_promptwell_toml_goes_before_pyproject_in_one_folder(tmp_path: Path) -> None:
    write(tmp_path, "pyproject.toml", "[tool.promptwell]\nbudget-tokens = 7\n")
    write(tmp_path, "promptwell.toml", "budget-tokens = 8\n")
    assert load_settings(tmp_path.as_posix())[0].budget_tokens == 8


def test_files_above_the_workspace_root_do_not_count(tmp_path: Path) -> None:
    write(tmp_path, "promptwell.toml", "budget-tokens = 7\n")
    (tmp_path / "repo").mkdir()
    assert load_settings((tmp_path / "repo").as_posix())[0].budget_tokens is None


def test_the_editor_goes_before_files_and_the_command_line_before_both(tmp_path: Path) -> None:
    write(tmp_path, "promptwell.toml", "budget-tokens = 1\nlarge-file-limit = 2000\n")
    workspace = WorkspaceSettings(
        tmp_path.as_posix(),
        editor={"budgetTokens": 2, "largeFileLimit": 3000},
        overrides={"budget_tokens": 3},
    )
    settings = workspace.of_folder(tmp_path.as_posix())
    assert (settings.budget_tokens, settings.large_file_limit) == (3, 3000)


def test_globs_are_relative_to_the_file_they_stand_in(tmp_path: Path) -> None:
    write(tmp_path, "support/promptwell.toml", 'include = ["drafts/*.md"]\n')
    settings = WorkspaceSettings(tmp_path.as_posix()).of_folder((tmp_path / "support").as_posix())
    assert settings.include == (f"{tmp_path.as_posix()}/support/drafts/*.md",)


def test_an_unknown_setting_is_marked_and_the_nearest_named(tmp_path: Path) -> None:
    assert problems(tmp_path, 'inclde = ["a"]\n') == [
        "1:1 inclde: unknown setting `inclde`; did you mean `include`?"
    ]


def test_an_unknown_setting_of_a_table_is_marked(tmp_path: Path) -> None:
    assert problems(tmp_path, '[log]\nlevl = "info"\n') == [
        "2:1 levl: unknown setting `levl`; did you mean `level`?"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exclude = 'x'", "1:11 'x': `exclude`: a list is wanted"),
        (
            "exclude = ['a', 3]",
            "1:17 3: `exclude`: a text is wanted",
        ),
        (
            "budget-tokens = 0",
            "1:17 0: `budget-tokens`: the smallest number allowed is 1",
        ),
        (
            "respect-gitignore = 'yes'",
            "1:21 'yes': `respect-gitignore`: `true` or `false` is wanted",
        ),
        ("rules = 5", "1:9 5: `rules`: a table is wanted"),
        (
            "rules.variables = 'eror'",
            (
                "1:19 'eror': `rules.variables`: `eror` is none of `error`, `warning`, "
                "`information`, `hint`, `off` or `default`; did you mean `error`?"
            ),
        ),
        (
            "budget-tokens = 2026-01-01",
            "1:17 2026-01-01: `budget-tokens`: a whole number is wanted",
        ),
    ],
)
def test_a_wrong_value_is_marked_and_explained(tmp_path: Path, text: str, message: str) -> None:
    assert problems(tmp_path, text) == [message]


def test_a_rule_that_does_not_exist_is_marked_and_the_nearest_named(tmp_path: Path) -> None:
    assert problems(tmp_path, 'ignore = ["cost", "unused-inputs"]\n') == [
        (
            '1:19 "unused-inputs": there is no rule or group `unused-inputs`; '
            "did you mean `unused-input`?"
        )
    ]


def test_a_mistake_does_not_take_the_other_settings_along(tmp_path: Path) -> None:
    write(tmp_path, "promptwell.toml", 'inclde = 1\nbudget-tokens = 9\n[rules]\ncost = "of"\n')
    settings, found = load_settings(tmp_path.as_posix())
    assert settings.budget_tokens == 9
    assert settings.rules == {}
    assert len(found) == 2


def test_text_that_is_not_toml_is_marked_where_it_fails(tmp_path: Path) -> None:
    assert problems(tmp_path, "budget-tokens = 1\nselect = [\n")[0].startswith("3:1 ")
    assert problems(tmp_path, "a = = 1\n") == ["1:5 = 1: this is not TOML: invalid value"]


def test_a_wrong_setting_in_pyproject_is_marked_there(tmp_path: Path) -> None:
    text = "[project]\nname = 'x'\n\n[tool.promptwell]\nexclud = []\n"
    assert problems(tmp_path, text, "pyproject.toml") == [
        "5:1 exclud: unknown setting `exclud`; did you mean `exclude`?"
    ]


def test_a_repository_may_not_choose_where_the_log_is_written(tmp_path: Path) -> None:
    write(tmp_path, "promptwell.toml", '[log]\nlevel = "debug"\nfile = "/tmp/elsewhere"\n')
    settings, found = load_settings(tmp_path.as_posix())
    assert settings.log.file is None
    assert settings.log.level == "debug"
    assert len(found) == 1


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "a", "[", "[[a]]\n[a]", "x = " + "[" * 3000, '"' * 9]
)
def test_no_text_of_a_settings_file_is_a_crash(tmp_path: Path, text: str) -> None:
    problems(tmp_path, text)


def test_forgetting_reads_changed_files_again(tmp_path: Path) -> None:
    write(tmp_path, "promptwell.toml", "budget-tokens = 1\n")
    workspace = WorkspaceSettings(tmp_path.as_posix())
    assert workspace.of_folder(tmp_path.as_posix()).budget_tokens == 1
    write(tmp_path, "promptwell.toml", "budget-tokens = 2\n")
    workspace.forget()
    assert workspace.of_folder(tmp_path.as_posix()).budget_tokens == 2
