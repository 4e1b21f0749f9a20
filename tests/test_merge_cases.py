"""Runs every case of `tests/cases/merges`, by the service and through the command that Git runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.merge_cases import MergeCase, merge_cases

from promptwell.domain.versions.merging.result import Markers
from promptwell.entrypoints.cli.main import run_command_line
from promptwell.services.versions.merging import merge_texts

ALL = list(merge_cases())
NAMES = [f"{case.source.stem}:{case.line}" for case in ALL]


@pytest.mark.parametrize("case", ALL, ids=NAMES)
def test_case(case: MergeCase) -> None:
    markers = Markers(style="diff3" if case.style == "diff3" else "merge")
    found = merge_texts(case.base, case.ours, case.theirs, case.path, markers=markers)
    assert found.text == case.merged, found.text
    assert [each.where or "the text" for each in found.conflicts] == list(case.conflicts)
    assert found.structural == case.structural


@pytest.mark.parametrize("case", ALL, ids=NAMES)
def test_the_other_way_round_the_same_comes_of_it(case: MergeCase) -> None:
    there = merge_texts(case.base, case.ours, case.theirs, case.path)
    back = merge_texts(
        case.base, case.theirs, case.ours, case.path, markers=Markers("theirs", "ours")
    )
    assert back.clean == there.clean
    assert back.text == there.text or not there.clean
    assert [(each.where, each.ours, each.theirs) for each in there.conflicts] == [
        (each.where, each.theirs, each.ours) for each in back.conflicts
    ]


@pytest.mark.parametrize("case", ALL, ids=NAMES)
def test_the_command_writes_it(
    case: MergeCase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("o", case.base), ("a", case.ours), ("b", case.theirs)):
        (tmp_path / name).write_bytes(text.encode())
    arguments = ["merge-driver", "o", "a", "b", case.path, "--style", case.style]
    assert run_command_line(arguments) == (1 if case.conflicts else 0)
    assert (tmp_path / "a").read_bytes().decode() == case.merged
    said = capsys.readouterr().err
    for each in case.conflicts:
        assert (each or "the text") in said
