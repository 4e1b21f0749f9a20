"""Runs every case file under `tests/cases` at its levels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.case_comparison import faults, report
from tests.levels.base import Level
from tests.marked_cases import CASES, LEVELS, Case, case_files, read_cases


def levels_of(cases: list[Case]) -> Iterator[tuple[Case, str]]:
    """Which cases of one file run where.

    All run at the core. Where a file does not say more, features also run in a real language
    server, and of every other file the first case that reports something and the first that
    is silent run everywhere, so that each rule goes through each way in.
    """
    reporting = next((case for case in cases if any(case.marks("diagnostic"))), None)
    silent = next((case for case in cases if not any(case.marks("diagnostic"))), None)
    for case in cases:
        if case.levels is not None:
            names = case.levels
        elif "features" in case.source.parts:
            names = LEVELS if case.compares_diagnostics else ("core", "lsp")
        elif case in (reporting, silent):
            names = LEVELS
        else:
            names = ("core",)
        for name in names:
            yield case, name


ALL = [pair for path in case_files(CASES) for pair in levels_of(read_cases(path))]


@pytest.fixture(scope="session")
def core_level() -> Level:
    from tests.levels.core import CoreLevel  # the core's interfaces are named in its level only

    return CoreLevel()


@pytest.fixture(scope="session")
def lsp_level(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Level]:
    from tests.levels.lsp import LspLevel  # starts a server: not before a case needs it

    with LspLevel(tmp_path_factory.mktemp("lsp")) as level:
        yield level


@pytest.fixture(scope="session")
def cli_level(tmp_path_factory: pytest.TempPathFactory) -> Level:
    from tests.levels.cli import CliLevel

    return CliLevel(tmp_path_factory.mktemp("cli"), [case for case, name in ALL if name == "cli"])


@pytest.mark.parametrize(
    ("case", "level"), ALL, ids=[f"{case.name} [{level}]" for case, level in ALL]
)
def test_case(case: Case, level: str, request: pytest.FixtureRequest) -> None:
    way_in: Level = request.getfixturevalue(f"{level}_level")
    found = faults(case, way_in.open(case))
    if found:
        pytest.fail(report(case, level, found), pytrace=False)
