"""Slash commands of Claude Code: `.claude/commands/**/*.md`, and `commands/` in plugins."""

from __future__ import annotations

from promptwell.language.syntax.formats.agents.profile import Profile
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.agents.agentskills import TEXT
from promptwell.language.syntax.formats.keys.agents.claude_skill import (
    BOOLEANS,
    CLAUDE_NAMES,
    CLAUDE_SPELLINGS,
    EMPTY_HOOKS,
    SKILL_KEYS,
)
from promptwell.language.syntax.formats.keys.agents.tools import CLAUDE_TOOLS

_KEYS = (
    KeySchema(
        "description", "What is shown in the `/` menu; the first line of the text without it.", TEXT
    ),
    KeySchema(
        "allowed-tools",
        "Tools that the command may use without asking: `Bash(git add:*), Read`.",
        ("string", "list"),
        element=KeySchema(""),
    ),
    KeySchema("name", "What the command is called in place of its file's name.", TEXT),
    *SKILL_KEYS,
)

PROFILE = Profile(
    "claude-command",
    tool="Claude Code",
    noun="command",
    checked="2026-11-22",
    sources=(
        "code.claude.com/docs/en/slash-commands as tracked in shanraisshan/claude-code-best-practice",
        "anthropics/claude-code#94301",
    ),
    front_matter="claude",
    keys=KeySchema("", types=("mapping",), below=_KEYS),
    placeholders="arguments",
    links=frozenset({"link", "mention"}),
    runs_commands=True,
    role="user",
    drops=(*BOOLEANS, EMPTY_HOOKS),
    spellings={
        **CLAUDE_SPELLINGS,
        "allowed_tools": "allowed-tools",
        "allowedTools": "allowed-tools",
        "tools": "allowed-tools",
    },
    names=CLAUDE_NAMES,
    tools=CLAUDE_TOOLS,
    begins=(("description", "What the command does"), ("argument-hint", "[what-to-do-it-with]")),
    first_words="Do it with $ARGUMENTS.",
    loads="once the command is used",
    describes=True,
)
