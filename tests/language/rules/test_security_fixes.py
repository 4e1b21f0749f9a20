"""Every fix of a rule about security takes its finding away, adds no error, and leaves nothing to fix again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.levels.core import ROOT, CoreCase
from tests.marked_cases import Case, read_cases

from promptwell.language.rules.base import Diagnostic, Fix
from promptwell.language.rules.registry import SECURITY_GROUPS, all_rules
from promptwell.language.text.edit import apply_edits

CASES = Path(__file__).parents[2] / "cases" / "rules"
RULES = [rule.id() for rule in all_rules() if rule.group in SECURITY_GROUPS]


def found(case: Case) -> dict[str, list[Diagnostic]]:
    """What is found in each file of a case."""
    workspace = CoreCase(case)
    return {file.path: workspace._check(file.path) for file in case.files}


def fixed(case: Case, path: str, fix: Fix) -> Case:
    """The case with one fix made."""
    edits = {f"{ROOT}/{path}": fix.edits, **fix.other_files}
    files = tuple(
        replace(file, text=apply_edits(file.text, edits.get(f"{ROOT}/{file.path}", ())))
        for file in case.files
    )
    return replace(case, files=files)


def offered(rule: str) -> Iterator[tuple[Case, str, Diagnostic, Fix]]:
    """Each fix that the rule offers anywhere in its cases."""
    for case in read_cases(CASES / f"{rule}.md"):
        for path, diagnostics in found(case).items():
            for diagnostic in diagnostics:
                if diagnostic.rule == rule:
                    for fix in diagnostic.fixes:
                        yield case, path, diagnostic, fix


def count(findings: dict[str, list[Diagnostic]], rule: str) -> int:
    return sum(each.rule == rule for diagnostics in findings.values() for each in diagnostics)


def errors(findings: dict[str, list[Diagnostic]]) -> Counter[str]:
    every = (each for diagnostics in findings.values() for each in diagnostics)
    return Counter(each.rule for each in every if each.severity == "error")


@pytest.mark.parametrize("rule", RULES)
def test_each_fix_takes_its_finding_away_and_adds_no_error(rule: str) -> None:
    for case, path, diagnostic, fix in offered(rule):
        before, after = found(case), found(fixed(case, path, fix))
        what = f"{case.name}: {fix.title} at {diagnostic.span}"
        assert count(after, rule) < count(before, rule), what
        assert not errors(after) - errors(before), what
