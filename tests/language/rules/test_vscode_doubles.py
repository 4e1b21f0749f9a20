"""What is off in VS Code because VS Code shows it itself."""

from __future__ import annotations

from promptwell.language.rules.registry import rule_named
from promptwell.language.rules.vscode_doubles import (
    SHOWN_BY_VSCODE,
    SKILL_DIALECTS,
    VSCODE_DIALECTS,
    is_double,
)
from promptwell.language.syntax.formats.agents.profiles import DIALECTS


def test_only_rules_and_dialects_that_exist_are_named() -> None:
    assert all(rule_named(rule) for rule in SHOWN_BY_VSCODE)
    assert set(DIALECTS) >= VSCODE_DIALECTS | SKILL_DIALECTS
    assert all(SHOWN_BY_VSCODE.values())


def test_a_rule_of_vs_codes_own_is_a_double_in_its_files_alone() -> None:
    assert is_double("unknown-key", "vscode-agent")
    assert is_double("name-not-folder", "skill")
    assert not is_double("unknown-key", "prompty-v2")
    assert not is_double("unknown-key", "cursor-mdc")
    assert not is_double("invisible-text", "vscode-agent")
