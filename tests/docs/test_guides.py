"""What the guides show works as it is written."""

from __future__ import annotations

import re
import types
from pathlib import Path

from tests.case_comparison import faults
from tests.levels.base import Reported
from tests.levels.core import ROOT as CASE
from tests.levels.core import CoreCase
from tests.marked_cases import read_cases

from promptwell.language.rules.base import Rule, RuleContext, RuleSettings
from promptwell.settings.read import read_settings

GUIDES = Path(__file__).parents[2] / "docs" / "guides"

# What only the files of Helix, Zed and Cargo have.
OTHER_PROGRAMS = ("[language-server.", "[language_servers.", "[package]")


def blocks(guide: str, language: str) -> list[str]:
    text = (GUIDES / guide).read_text(encoding="utf-8")
    found = re.findall(r"^(`{3,})(\w+)\n(.*?)^\1$", text, re.MULTILINE | re.DOTALL)
    return [body for _, named, body in found if named == language]


def test_the_rule_of_the_guide_meets_the_cases_of_the_guide() -> None:
    module = types.ModuleType("empty_loop")
    exec(blocks("writing-a-rule.md", "python")[0], module.__dict__)
    rule: type[Rule] = module.EmptyLoop
    assert rule.id() == "empty-loop"

    class WithRule(CoreCase):
        def diagnostics(self, path: str) -> list[Reported]:
            model = self.project.model(f"{CASE}/{path}")
            assert model
            context = RuleContext(RuleSettings(), self.project)
            return [
                Reported(rule.id(), rule.severity, each.span, each.message)
                for each in rule().check(model, context)
            ]

    cases = read_cases(Path("rules/empty-loop.md"), blocks("writing-a-rule.md", "markdown")[0])
    assert len(cases) == 2
    for case in cases:
        assert faults(case, WithRule(case)) == []


def test_the_settings_of_the_guides_are_valid() -> None:
    for guide in ("getting-started.md", "your-editor.md", "security.md", "metadata.md"):
        for block in blocks(guide, "toml"):
            if any(each in block for each in OTHER_PROGRAMS):
                continue
            values, problems = read_settings("/w/promptwell.toml", block)
            assert values
            assert problems == ()


def test_the_readme_and_the_guide_give_the_same_lines_for_neovim() -> None:
    readme = (GUIDES.parents[1] / "README.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"^```lua\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert lines in blocks("your-editor.md", "lua")
