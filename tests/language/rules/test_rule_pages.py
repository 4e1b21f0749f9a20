"""What a rule's page shows must be so: the first example is reported, the second is not."""

from __future__ import annotations

import re
from datetime import date

import pytest

from promptwell.language.rules import registry
from promptwell.language.rules.base import Rule, RuleContext, RuleSettings
from promptwell.language.rules.registry import all_rules
from promptwell.language.rules.run import check_file
from promptwell.language.semantics.project import Project

GROUPS = tuple(group for group in registry.GROUPS if group != "files")
# Their examples need a second file, characters that no page can show, or hundreds of brackets or lines.
UNSHOWN = {
    "body-too-long",
    "broken-reference",
    "circular-mention",
    "control-character",
    "duplicate-name",
    "include-cycle",
    "include-not-found",
    "invisible-text",
    "nesting-too-deep",
    "text-too-long",
    "unknown-test-variable",
    "untested-variable",
    "volatile-prefix",
}
RULES = [rule for rule in all_rules() if rule.group in GROUPS and rule.id() not in UNSHOWN]
_FENCE = re.compile(
    r"^ *```(?:(prompty|jinja)|(?:md|yaml) path=(\S+))\n(.*?)^ *```$", re.MULTILINE | re.DOTALL
)


class OneFile:
    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text

    def read(self, path: str) -> str | None:
        return self.text if path == self.path else None

    def exists(self, path: str) -> bool:
        return self.read(path) is not None

    def root(self, path: str) -> str:
        return "/pages"

    def list(self, folder: str) -> list[str]:
        return [self.path]


def examples(rule: type[Rule]) -> list[tuple[str, str]]:
    page = re.sub(r"^    ", "", rule.__doc__ or "", flags=re.MULTILINE)
    return [(match[2] or f"example.{match[1]}", match[3]) for match in _FENCE.finditer(page)]


def reported(rule: type[Rule], name: str, text: str) -> list[str]:
    path = f"/pages/{name}"
    project = Project(OneFile(path, text))
    settings = RuleSettings(severities={rule.id(): "default"}, today=date(2026, 11, 22))
    found = check_file(path, RuleContext(settings, project))
    return [each.message for each in found if each.rule == rule.id()]


@pytest.mark.parametrize("rule", RULES, ids=[rule.id() for rule in RULES])
def test_the_first_example_is_reported_and_the_second_is_not(rule: type[Rule]) -> None:
    bad, good = examples(rule)[:2]
    assert reported(rule, *bad)
    assert not reported(rule, *good)
