"""What every rule about security brings along: its weaknesses, its sources, and cases of both kinds."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.marked_cases import read_cases

from promptwell.language.rules.base import Rule
from promptwell.language.rules.documentation import page_of
from promptwell.language.rules.registry import SECURITY_GROUPS, all_rules
from promptwell.language.rules.taxonomies import taxa

CASES = Path(__file__).parents[2] / "cases" / "rules"
RULES = [rule for rule in all_rules() if rule.group in SECURITY_GROUPS]
each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.id() for rule in RULES])


@each_rule
def test_it_names_weaknesses_that_have_a_title(rule: type[Rule]) -> None:
    assert list(taxa(rule.cwe, rule.owasp))


@each_rule
def test_its_page_shows_sources_and_when_they_were_read(rule: type[Rule]) -> None:
    assert any(source.read for source in rule.sources)
    assert "## Sources" in page_of(rule).text


@each_rule
def test_at_least_five_cases_report_and_five_are_silent(rule: type[Rule]) -> None:
    cases = read_cases(CASES / f"{rule.id()}.md")
    marked = [any(mark.rule == rule.id() for mark in case.marks("diagnostic")) for case in cases]
    assert marked.count(True) >= 5
    assert marked.count(False) >= 5
