"""A rule's documentation, from its docstring."""

from __future__ import annotations

import inspect
from typing import NamedTuple

from promptwell.language.rules.base import Rule
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.taxonomies import taxa


class RulePage(NamedTuple):
    """What a rule's docstring says: its first sentence, and the whole in Markdown."""

    summary: str
    text: str


def page_of(rule: type[Rule]) -> RulePage:
    """The page of a rule."""
    text = inspect.cleandoc(rule.__doc__ or rule.id())
    summary = " ".join(text.partition("\n\n")[0].split())
    return RulePage(summary, "\n\n".join([text, *_provenance(rule)]))


def _provenance(rule: type[Rule]) -> list[str]:
    """What stands below the docstring: how well the rule does, its weaknesses, its sources."""
    sections: list[str] = []
    if rule.measured:
        lines = [f"- {_measurement(each)}" for each in rule.measured]
        sections.append("\n".join(["## How well it does", "", *lines]))
    weaknesses = [
        f"- [{each.id}]({each.address}): {each.title}" for each in taxa(rule.cwe, rule.owasp)
    ]
    if weaknesses:
        sections.append("\n".join(["## Weaknesses", "", *weaknesses]))
    if rule.sources:
        lines = [f"- {_source(each)}" for each in rule.sources]
        sections.append("\n".join(["## Sources", "", *lines]))
    return sections


def _measurement(each: Measurement) -> str:
    shares = [
        f"{name} {share:.2f}"
        for name, share in (("precision", each.precision), ("recall", each.recall))
        if share is not None
    ]
    return f"{', '.join(shares) or 'no finding'} on {each.texts} ({each.measured:%Y-%m-%d})"


def _source(source: Source) -> str:
    when = f"read {source.read:%Y-%m-%d}" if source.read else "unverified"
    return f"[{source.title}]({source.address}), {when}"
