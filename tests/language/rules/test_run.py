"""A run of the rules: settings, comments, and rules that break."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.language.features.in_memory import ROOT, MemoryFiles

from promptwell.language.rules import registry, run
from promptwell.language.rules.base import Finding, Rule, RuleContext, RuleSettings
from promptwell.language.rules.run import check, check_file
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project


class OneFile:
    """A workspace of one file."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, path: str) -> str | None:
        return self.text if path == "/repo/a.prompty" else None

    def exists(self, path: str) -> bool:
        return self.read(path) is not None

    def root(self, path: str) -> str:
        return "/repo"

    def list(self, folder: str) -> list[str]:
        return ["/repo/a.prompty"]


_TYPO = "---\ninputs:\n  - {name: topic, kind: string, required: true}\n---\nsystem:\n{{ topik }}{{ topic }}\n"


def _rules(text: str, **severities: str) -> list[tuple[str, str]]:
    project = Project(OneFile(text))
    model = project.model("/repo/a.prompty")
    assert model is not None
    given = {name.replace("_", "-"): severity for name, severity in severities.items()}
    context = RuleContext(RuleSettings(severities=given), project)
    return [(each.rule, each.severity) for each in check(model, context)]


def test_each_rule_has_its_own_severity_by_default() -> None:
    assert _rules(_TYPO) == [("undefined-variable", "warning")]


def test_a_severity_of_the_rule_wins_over_one_of_its_group() -> None:
    both = {"undefined_variable": "error", "variables": "hint"}
    assert _rules(_TYPO, **both) == [("undefined-variable", "error")]
    assert _rules(_TYPO, variables="hint") == [("undefined-variable", "hint")]


def test_off_silences_a_rule_or_a_group() -> None:
    assert _rules(_TYPO, undefined_variable="off") == []
    assert _rules(_TYPO, variables="off") == []


def test_rules_that_are_off_by_default_run_when_asked_for() -> None:
    text = "system:\nTry to perhaps answer.\n"
    assert _rules(text) == []
    assert {rule for rule, _ in _rules(text, wording="default")} == {"weak-instruction"}


def test_findings_come_in_the_order_of_the_text() -> None:
    text = "---\ninputs:\n  - {name: unused, kind: string, default: x}\n---\nsystem:\n{{ b }} {{ a }}\n"
    assert [rule for rule, _ in _rules(text)] == [
        "unused-input",
        "undefined-variable",
        "undefined-variable",
    ]


def test_a_rule_that_breaks_costs_only_its_own_findings(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class AlwaysBroken(Rule):
        """Breaks."""

        group = "structure"
        severity = "warning"

        def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
            raise ZeroDivisionError("rule")

    rules = (AlwaysBroken, *registry.all_rules())
    monkeypatch.setattr(run, "all_rules", lambda: rules)
    run._chosen_by.cache_clear()
    try:
        assert _rules(_TYPO) == [("undefined-variable", "warning")]
        assert "always-broken" in caplog.text
    finally:
        run._chosen_by.cache_clear()


def test_rules_are_found_with_ids_that_follow_from_their_names() -> None:
    rules = registry.all_rules()
    assert len(rules) > 35
    assert len({rule.id() for rule in rules}) == len(rules)
    assert registry.rule_named("unknown-filter") is not None
    assert registry.rule_named("no-such-rule") is None


@pytest.mark.timeout(20)
def test_a_file_of_thousands_of_macros_is_checked_in_time_that_grows_with_it() -> None:
    macro = "{%% macro m%d(a, b) %%}{{ a }}{{ b }}{%% endmacro %%}\n"
    text = "---\nname: a\n---\n" + "".join(macro % number for number in range(8000))
    assert _rules(text, non_portable_template="off") == []


def test_a_prompt_of_a_file_is_judged_anew_when_what_stands_beside_it_changes() -> None:
    text = "greet: |\n  Hello {name}, be kind.\nopen: |\n  Go to the desk.\n  password: hunter2\n"

    def secrets(text: str) -> list[str]:
        path = f"{ROOT}/prompts.yaml"
        context = RuleContext(RuleSettings(), Project(MemoryFiles({"prompts.yaml": text})))
        return [each.severity for each in check_file(path, context) if each.group == "secrets"]

    assert secrets(text) == []
    assert secrets(text.replace("be kind.", "be kind.\n  user: alice")) == ["hint"]
    assert secrets(text) == []
