"""SKILL.md as VS Code reads it, from `.github/skills` among other folders."""

from __future__ import annotations

from promptwell.language.syntax.formats.agents.profile import Drop, Portability, Profile
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.agents.agentskills import (
    LIMITS,
    NEEDS,
    ON_USE,
    SKILL_BEGINS,
    SKILL_NAMES,
    SPEC_KEYS,
    SPELLINGS,
    TEXT,
)

SKILL_KEYS = (
    KeySchema("argument-hint", "What is shown in the chat to tell which arguments it takes.", TEXT),
    KeySchema(
        "disable-model-invocation",
        "Whether only people can start the skill, by `/name`.",
        ("boolean",),
        default="false",
    ),
    KeySchema(
        "user-invocable",
        "Whether people see the skill in the `/` menu.",
        ("boolean",),
        default="true",
    ),
    KeySchema("context", "With `fork`, the skill runs in a subagent of its own.", values=("fork",)),
)

VSCODE_SPELLINGS = {
    "user-invokable": "user-invocable",
    "user_invocable": "user-invocable",
    "user_invokable": "user-invocable",
    "disable_model_invocation": "disable-model-invocation",
    "argument_hint": "argument-hint",
    "argumentHint": "argument-hint",
}
BOOLEANS = tuple(
    Drop(key, "not boolean", "VS Code reads only `true` and `false` here", "boolean")
    for key in ("disable-model-invocation", "user-invocable")
)

PROFILE = Profile(
    "vscode-skill",
    tool="VS Code",
    noun="skill",
    checked="2026-11-22",
    sources=(
        "microsoft/vscode promptSyntax/languageProviders/promptFileAttributes.ts @ 047238f9",
        "microsoft/vscode src/vs/base/common/yaml.ts @ 025b30c6",
    ),
    front_matter="vscode",
    keys=KeySchema("", types=("mapping",), below=(*SPEC_KEYS, *SKILL_KEYS)),
    links=frozenset({"link", "resource"}),
    role="",
    needs=NEEDS,
    limits=LIMITS,
    drops=BOOLEANS,
    spellings={**SPELLINGS, **VSCODE_SPELLINGS},
    elsewhere=(
        Portability(
            "validators of the Agent Skills specification",
            frozenset(each.name for each in SKILL_KEYS),
            "refuse the skill",
        ),
    ),
    names=SKILL_NAMES,
    begins=SKILL_BEGINS,
    loads=ON_USE,
    describes=True,
    body_lines=500,
    spec_name=True,
    named_like_folder=True,
)
