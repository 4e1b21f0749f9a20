"""SKILL.md as the Agent Skills specification has it; other readers add keys of their own."""

from __future__ import annotations

from collections.abc import Mapping

from promptwell.language.syntax.formats.agents.profile import Drop, Limit, Named, Need, Profile
from promptwell.language.syntax.formats.base import KeySchema, ValueType

TEXT: tuple[ValueType, ...] = ("string", "number", "boolean")
"""Any scalar: what the readers take for text whatever YAML makes of it."""

SPELLINGS = {
    "allowed_tools": "allowed-tools",
    "allowedTools": "allowed-tools",
    "tools": "allowed-tools",
    "desc": "description",
}

NAME = KeySchema(
    "name",
    "What the skill is called: 1 to 64 lower-case letters, digits and hyphens, the same as its folder.",
    TEXT,
)
DESCRIPTION = KeySchema(
    "description",
    "What the skill does and when to use it, in at most 1024 characters. Agents see this line of every "
    "skill and choose by it.",
    TEXT,
)
SPEC_KEYS = (
    NAME,
    DESCRIPTION,
    KeySchema("license", "The license's name, or the file in the folder that holds it.", TEXT),
    KeySchema(
        "compatibility",
        "What the skill needs around it: products, packages, network access. At most 500 characters.",
        TEXT,
    ),
    KeySchema(
        "metadata",
        "Whatever else is to be known of the skill, as names and texts.",
        ("mapping", "null"),
        open=True,
    ),
    KeySchema(
        "allowed-tools",
        "Tools that may be used without asking, with blanks between them: `Bash(git:*) Read`.",
        ("string", "list"),
        element=KeySchema(""),
    ),
)

LIMITS = (
    Limit("name", 64, "validators refuse the skill"),
    Limit("description", 1024, "validators refuse the skill"),
    Limit("compatibility", 500, "validators refuse the skill"),
)
NEEDS = (
    Need("name", "agents that follow the specification leave the skill out", "error"),
    Need("description", "agents that follow the specification leave the skill out", "error"),
)
SKILL_NAMES: Mapping[str, Named] = {"allowed-tools": "tool"}
SKILL_BEGINS = (("name", ""), ("description", "What the skill does, and when to use it"))
ON_USE = "once the skill is used"

PROFILE = Profile(
    "agentskills",
    tool="the Agent Skills specification",
    noun="skill",
    checked="2026-11-22",
    sources=(
        "agentskills/agentskills docs/specification.mdx",
        "agentskills/agentskills skills-ref/src/skills_ref/validator.py",
        "vercel-labs/skills#1094",
    ),
    keys=KeySchema("", types=("mapping",), below=SPEC_KEYS),
    links=frozenset({"link", "resource"}),
    role="",
    needs=NEEDS,
    limits=LIMITS,
    drops=(
        Drop(
            "allowed-tools",
            "list",
            "the specification has one text with blanks between the tools",
            "spaces",
            "information",
        ),
        Drop("metadata", "list", "the specification has a mapping of names and texts"),
        Drop("metadata", "text", "the specification has a mapping of names and texts"),
    ),
    spellings=SPELLINGS,
    names=SKILL_NAMES,
    begins=SKILL_BEGINS,
    loads=ON_USE,
    describes=True,
    body_lines=500,
    spec_name=True,
    named_like_folder=True,
)
