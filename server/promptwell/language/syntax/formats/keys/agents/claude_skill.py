"""SKILL.md as Claude Code reads it from `.claude/skills` and from plugins."""

from __future__ import annotations

from collections.abc import Mapping

from promptwell.language.syntax.formats.agents.profile import (
    Drop,
    Limit,
    Named,
    Need,
    Profile,
)
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.agents.agentskills import (
    ON_USE,
    SKILL_BEGINS,
    SPEC_KEYS,
    SPELLINGS,
    TEXT,
)
from promptwell.language.syntax.formats.keys.agents.tools import CLAUDE_TOOLS

MODELS = ("sonnet", "opus", "haiku", "inherit")
EFFORTS = ("low", "medium", "high", "xhigh", "max")

HOOKS = KeySchema(
    "hooks",
    "Commands that run at events of the session while this is active, by the event's name.",
    ("mapping", "null"),
    open=True,
)
ARGUMENT_HINT = KeySchema(
    "argument-hint",
    "What is shown behind the name while it is typed, to tell which arguments it takes: `[issue-number]`.",
    (*TEXT, "list"),
)
ARGUMENTS = KeySchema(
    "arguments",
    "Names for the arguments in their order; each is put in where the text says `$name`.",
    ("string", "list"),
    element=KeySchema(""),
)
SKILL_KEYS = (
    ARGUMENT_HINT,
    ARGUMENTS,
    KeySchema(
        "when_to_use",
        "More words on when to use the skill; they are read after the description.",
        TEXT,
    ),
    KeySchema(
        "disable-model-invocation",
        "Whether only people can start the skill, by `/name`; Claude never does it by itself.",
        ("boolean",),
        default="false",
    ),
    KeySchema(
        "user-invocable",
        "Whether people see the skill in the `/` menu. With `false`, only Claude starts it.",
        ("boolean",),
        default="true",
    ),
    KeySchema(
        "model", "The model that is used while the skill is active.", values=MODELS, suggested=True
    ),
    KeySchema(
        "effort", "How much the model thinks while the skill is active.", values=EFFORTS,
        suggested=True,
    ),
    KeySchema("context", "With `fork`, the skill runs in a subagent of its own.", values=("fork",)),
    KeySchema("agent", "Which subagent runs the skill where `context` is `fork`.", TEXT),
    HOOKS,
    KeySchema(
        "disallowed-tools",
        "Tools that may not be used while the skill is active.",
        ("string", "list"),
        element=KeySchema(""),
    ),
    KeySchema(
        "paths",
        "Globs: the skill is offered only for work on files that fit one of them.",
        ("string", "list"),
        element=KeySchema(""),
    ),
    KeySchema(
        "shell", "The shell for the commands in the text.", values=("bash", "powershell")
    ),
)  # fmt: skip

CLAUDE_SPELLINGS = {
    "user-invokable": "user-invocable",
    "user_invocable": "user-invocable",
    "user_invokable": "user-invocable",
    "disable_model_invocation": "disable-model-invocation",
    "argument_hint": "argument-hint",
    "argumentHint": "argument-hint",
    "arguments-hint": "argument-hint",
    "when-to-use": "when_to_use",
    "disallowedTools": "disallowed-tools",
    "disallowed_tools": "disallowed-tools",
}
BOOLEANS = tuple(
    Drop(key, "not boolean", "Claude Code reads only `true` and `false` here", "boolean")
    for key in ("disable-model-invocation", "user-invocable")
)
CLAUDE_NAMES: Mapping[str, Named] = {
    "allowed-tools": "tool",
    "disallowed-tools": "tool",
    "agent": "agent",
    "paths": "glob",
}
EMPTY_HOOKS = Drop("hooks", "list", "Claude Code wants a mapping here and leaves the file out")

PROFILE = Profile(
    "claude-skill",
    tool="Claude Code",
    noun="skill",
    checked="2026-11-22",
    sources=(
        "code.claude.com/docs/en/skills as tracked in shanraisshan/claude-code-best-practice",
        "anthropics/claude-code#94301",
        "pingdotgg/t3code#7757",
        "anthropics/claude-code#91781",
    ),
    front_matter="claude",
    keys=KeySchema("", types=("mapping",), below=(*SPEC_KEYS, *SKILL_KEYS)),
    placeholders="arguments",
    links=frozenset({"link", "mention", "resource"}),
    runs_commands=True,
    role="",
    needs=(
        Need(
            "description",
            "Claude Code takes the first lines of the text for it, and chooses the skill by them",
        ),
    ),
    limits=(Limit("description", 1024, "what is more may be cut off in Claude's list of skills"),),
    drops=(*BOOLEANS, EMPTY_HOOKS),
    spellings={**SPELLINGS, **CLAUDE_SPELLINGS},
    names=CLAUDE_NAMES,
    tools=CLAUDE_TOOLS,
    begins=SKILL_BEGINS,
    loads=ON_USE,
    describes=True,
    body_lines=500,
    spec_name=True,
)
