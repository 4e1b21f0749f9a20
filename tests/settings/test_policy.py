"""`[security.policy]`: every file and the editor can tighten it, none can loosen what stands above."""

from __future__ import annotations

from datetime import date
from typing import Any

from promptwell.settings import Settings, WorkspaceSettings
from promptwell.settings.model import PolicySettings
from promptwell.settings.rule_levels import rule_settings

TOP = """\
[security.policy]
required = ["secrets"]
floors = {hidden = "warning", agency = "error"}
longest-suppression = 60
reason-required = true
"""


def settings(
    files: dict[str, str],
    editor: dict[str, Any] | None = None,
    overrides: dict[str, Any] | None = None,
) -> Settings:
    workspace = WorkspaceSettings("/w", read=files.get, editor=editor, overrides=overrides)
    found = workspace.at("/w/prompts/a.prompty")
    assert workspace.problems() == ()
    return found


def test_a_file_further_down_can_tighten_and_not_loosen() -> None:
    below = """\
[security]
datasets = ["data/*.csv"]
[security.policy]
required = ["privacy"]
floors = {hidden = "error", agency = "information", privacy = "warning"}
longest-suppression = 90
reason-required = false
"""
    found = settings({"/w/promptwell.toml": TOP, "/w/prompts/promptwell.toml": below}).security
    assert found.datasets == ("/w/prompts/data/*.csv",)
    assert found.policy == PolicySettings(
        required=("secrets", "privacy"),
        floors={"hidden": "error", "agency": "error", "privacy": "warning"},
        longest_suppression=60,
        reason_required=True,
    )


def test_a_shorter_time_counts_wherever_it_stands() -> None:
    below = "[security.policy]\nlongest-suppression = 7\n"
    found = settings({"/w/promptwell.toml": TOP, "/w/prompts/promptwell.toml": below})
    assert found.security.policy.longest_suppression == 7


def test_the_editor_and_the_command_line_can_not_loosen_it_either() -> None:
    editor = {
        "security": {"policy": {"required": [], "longestSuppression": 900, "reasonRequired": False}}
    }
    overrides = {"security": {"policy": {"required": (), "floors": {"agency": "information"}}}}
    found = settings({"/w/promptwell.toml": TOP}, editor, overrides).security.policy
    assert found == settings({"/w/promptwell.toml": TOP}).security.policy


def test_the_editor_can_tighten_it() -> None:
    found = settings({}, {"security": {"policy": {"required": ["hidden"]}}})
    assert rule_settings(found, "/w/a.prompty", date(2026, 1, 1)).policy.requires("x", "hidden")


def test_a_name_that_is_no_rule_is_reported_at_its_place() -> None:
    text = '[security.policy]\nrequired = ["secrest"]\nfloors = {hiden = "error"}\n'
    workspace = WorkspaceSettings("/w", read={"/w/promptwell.toml": text}.get)
    workspace.at("/w/a.prompty")
    assert [(text[p.span.start : p.span.end], p.message) for p in workspace.problems()] == [
        ('"secrest"', "there is no rule or group `secrest`; did you mean `secrets`?"),
        ("hiden", "there is no rule or group `hiden`; did you mean `hidden`?"),
    ]


def test_a_wrong_key_within_the_policy_is_reported_with_the_nearest() -> None:
    text = "[security.policy]\nrequire = []\nlongest-suppression = 0\n"
    workspace = WorkspaceSettings("/w", read={"/w/promptwell.toml": text}.get)
    assert workspace.at("/w/a.prompty").security.policy == PolicySettings()
    assert [problem.message for problem in workspace.problems()] == [
        "unknown setting `require`; did you mean `required`?",
        "`security.policy.longest-suppression`: the smallest number allowed is 1",
    ]
