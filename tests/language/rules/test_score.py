"""The score: what is worse costs more, length excuses style only, and nothing found is 100."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from promptwell.language.rules.base import Diagnostic
from promptwell.language.rules.groups import GROUPS, SECURITY_GROUPS
from promptwell.language.rules.score import score
from promptwell.language.rules.severity import Severity
from promptwell.language.text.source import Span

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information", "hint")
findings = st.lists(
    st.builds(
        lambda group, severity: Diagnostic("x", group, severity, Span(0, 1), "m"),
        st.sampled_from(GROUPS),
        st.sampled_from(SEVERITIES),
    ),
    max_size=12,
)
sizes = st.integers(0, 100_000)


def one(group: str, severity: Severity) -> Diagnostic:
    return Diagnostic("x", group, severity, Span(0, 1), "m")


def test_nothing_found_is_full() -> None:
    assert score([], 500) == (100, 100, 100, ())


def test_an_error_halves_its_side_and_the_lower_side_is_the_total() -> None:
    found = score([one("secrets", "error"), one("wording", "hint")], 500)
    assert (found.total, found.security, found.quality) == (50, 50, 98)
    assert [(part.group, part.findings, part.score) for part in found.parts] == [
        ("secrets", 1, 50),
        ("wording", 1, 98),
    ]


def test_a_long_prompt_excuses_its_style_and_not_a_leak() -> None:
    both = [one("secrets", "error"), one("wording", "error")]
    short, long = score(both, 2000), score(both, 20_000)
    assert (short.security, short.quality) == (50, 50)
    assert (long.security, long.quality) == (50, 93)


@given(findings, sizes)
def test_it_lies_between_0_and_100_and_is_full_only_when_nothing_is_found(
    found: list[Diagnostic], size: int
) -> None:
    result = score(found, size)
    assert 0 <= result.total <= 100
    assert (result.total == 100) is (not found)
    assert result.total == min(result.security, result.quality)


@given(findings, sizes, st.sampled_from(GROUPS), st.sampled_from(SEVERITIES))
def test_one_finding_more_is_never_better(
    found: list[Diagnostic], size: int, group: str, severity: Severity
) -> None:
    before, after = score(found, size), score([*found, one(group, severity)], size)
    assert after.total <= before.total
    if group in SECURITY_GROUPS:
        assert after.quality == before.quality
    else:
        assert after.security == before.security


@given(findings, sizes)
def test_the_order_of_the_findings_does_not_matter(found: list[Diagnostic], size: int) -> None:
    assert score(found, size) == score(found[::-1], size)
