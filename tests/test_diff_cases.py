"""Runs every case of `tests/cases/diffs`: what is said and shown of two texts."""

from __future__ import annotations

import pytest
from tests.diff_cases import DiffCase, diff_cases

from promptwell.adapters.tokenizers.rank_tokenizers import RankTokenizers
from promptwell.bootstrap.comparing import Compared, Side
from promptwell.entrypoints.cli.reports.differences.text import write_text
from promptwell.services.versions.comparing import Comparison, compare

ALL = list(diff_cases())
TOKENIZERS = RankTokenizers("on-demand")


def comparison(case: DiffCase) -> Comparison:
    return compare(case.old, case.new, case.new_path, old_path=case.path, tokenizers=TOKENIZERS)


@pytest.mark.parametrize("case", ALL, ids=[f"{case.source.stem}:{case.line}" for case in ALL])
def test_case(case: DiffCase) -> None:
    found = comparison(case)
    if case.says is not None:
        said = [
            f"{prompt.name}: {sentence}" if prompt.name else sentence
            for prompt in found.structure.prompts
            for sentence in prompt.sentences
        ]
        assert said == list(case.says), "\n".join(said)
    if case.shows is not None:
        compared = Compared(
            Side("HEAD", case.path, case.old), Side("working", case.new_path, case.new), found
        )
        printed = write_text(compared, level=case.level)
        shown = printed.partition("\n\n")[2]
        assert shown == case.shows, printed


@pytest.mark.parametrize("case", ALL, ids=[f"{case.source.stem}:{case.line}" for case in ALL])
def test_the_way_back_says_as_much(case: DiffCase) -> None:
    there = comparison(case)
    back = compare(case.new, case.old, case.path, old_path=case.new_path, tokenizers=TOKENIZERS)
    assert back.lines == there.lines.reversed()
    changes = [
        sum(len(each.changes) for each in found.structure.prompts) for found in (there, back)
    ]
    assert changes[0] == changes[1]
