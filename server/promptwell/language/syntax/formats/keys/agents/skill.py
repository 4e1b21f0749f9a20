"""A SKILL.md whose reader can't be told: what any of the known ones reads is fine."""

from __future__ import annotations

from promptwell.language.syntax.formats.agents.profile import Portability, Profile
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.agents import agentskills, claude_skill
from promptwell.language.syntax.formats.keys.agents.tools import CLAUDE_TOOLS

PROFILE = Profile(
    "skill",
    tool="agents that follow the Agent Skills specification",
    noun="skill",
    checked="2026-11-22",
    sources=(*agentskills.PROFILE.sources, *claude_skill.PROFILE.sources),
    # Claude's keys hold all those that VS Code adds.
    keys=claude_skill.PROFILE.keys or KeySchema(""),
    placeholders="arguments",
    links=agentskills.PROFILE.links,
    runs_commands=True,
    role="",
    needs=agentskills.NEEDS,
    limits=agentskills.LIMITS,
    drops=(*agentskills.PROFILE.drops, *claude_skill.PROFILE.drops),
    spellings=claude_skill.PROFILE.spellings,
    elsewhere=(
        Portability(
            "validators of the Agent Skills specification",
            frozenset(each.name for each in claude_skill.SKILL_KEYS),
            "refuse the skill",
        ),
    ),
    names=claude_skill.CLAUDE_NAMES,
    tools=CLAUDE_TOOLS,
    begins=agentskills.SKILL_BEGINS,
    loads=agentskills.ON_USE,
    describes=True,
    body_lines=500,
    spec_name=True,
    named_like_folder=True,
)
