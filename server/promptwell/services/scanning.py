"""The security view of a check: which findings belong to it, what they come to, and the prompts' scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from promptwell.language.rules.base import Diagnostic
from promptwell.language.rules.groups import SECURITY_GROUPS
from promptwell.language.rules.score import Score, score
from promptwell.language.rules.severity import SEVERITIES, Severity
from promptwell.language.rules.taxonomies import Taxon, taxa
from promptwell.services.checking import FileReport


class RuleCount(NamedTuple):
    """How often a rule reported, by severity, and the weaknesses it belongs to."""

    rule: str
    group: str
    counts: Counter[Severity]
    taxa: tuple[Taxon, ...]


class TaxonCount(NamedTuple):
    """How many findings belong to an entry of a public list."""

    taxon: Taxon
    findings: int


class FileCount(NamedTuple):
    """How many findings a file has, by severity, what it is, and a prompt's score."""

    path: str
    kind: str
    counts: Counter[Severity]
    score: Score | None


class Summary(NamedTuple):
    """What a scan came to, the worst first."""

    rules: tuple[RuleCount, ...]
    taxa: tuple[TaxonCount, ...]
    files: tuple[FileCount, ...]


def security_view(reports: Iterable[FileReport]) -> list[FileReport]:
    """The reports with what is about security, and what kept a file from being scanned whole."""
    return [
        report._replace(
            diagnostics=tuple(each for each in report.diagnostics if is_about_security(each))
        )
        for report in reports
    ]


def is_about_security(diagnostic: Diagnostic) -> bool:
    """Whether a finding is of a security group, of a rule that names a weakness, or about the file itself."""
    return diagnostic.group in SECURITY_GROUPS or is_shown(diagnostic.rule)


def is_shown(rule: str) -> bool:
    """Whether the findings of a rule belong to the security view, by its id."""
    from promptwell.language.rules.registry import rule_named

    found = rule_named(rule)
    group = found.group if found else ""
    return group in SECURITY_GROUPS or group == "files" or bool(taxa_of(rule))


@cache
def taxa_of(rule: str) -> tuple[Taxon, ...]:
    """The weaknesses that a rule belongs to, by its id."""
    from promptwell.language.rules.registry import rule_named

    found = rule_named(rule)
    return tuple(taxa(found.cwe, found.owasp)) if found else ()


def scores_of(reports: Iterable[FileReport], is_prompt: Callable[[str], bool]) -> dict[str, Score]:
    """The score of each prompt file that could be read, from all that was found in it."""
    return {
        report.path: score(report.diagnostics, len(report.text))
        for report in reports
        if report.text and is_prompt(report.path)
    }


def summarize(
    reports: Iterable[FileReport], scores: dict[str, Score], kind_of: Callable[[str], str]
) -> Summary:
    """What the findings come to, by rule, by weakness and by file."""
    rules: dict[str, RuleCount] = {}
    weaknesses: Counter[Taxon] = Counter()
    files: list[FileCount] = []
    for report in reports:
        for each in report.diagnostics:
            found = taxa_of(each.rule)
            row = rules.setdefault(each.rule, RuleCount(each.rule, each.group, Counter(), found))
            row.counts[each.severity] += 1
            weaknesses.update(found)
        counts = Counter(each.severity for each in report.diagnostics)
        kind = kind_of(report.path)
        files.append(FileCount(report.path, kind, counts, scores.get(report.path)))
    return Summary(
        tuple(sorted(rules.values(), key=lambda row: (_worst(row.counts), row.rule))),
        tuple(TaxonCount(*each) for each in _ranked(weaknesses)),
        tuple(sorted(files, key=lambda row: (_worst(row.counts), _total(row.score), row.path))),
    )


def _worst(counts: Counter[Severity]) -> tuple[int, ...]:
    return tuple(-counts[each] for each in SEVERITIES)


def _total(found: Score | None) -> int:
    return found.total if found else 100


def _ranked(weaknesses: Counter[Taxon]) -> list[tuple[Taxon, int]]:
    return sorted(
        weaknesses.items(), key=lambda item: (-item[1], item[0].taxonomy.name, item[0].id)
    )
