"""Subagents of Claude Code: `.claude/agents/**/*.md`, and `agents/` in plugins."""

from __future__ import annotations

from promptwell.language.syntax.formats.agents.profile import Drop, Limit, Need, Profile
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.agents.agentskills import TEXT
from promptwell.language.syntax.formats.keys.agents.claude_skill import EFFORTS, HOOKS, MODELS
from promptwell.language.syntax.formats.keys.agents.tools import CLAUDE_TOOLS

_COMMAS = "Claude Code documents one text with commas here, and some versions leave an agent with a list out"


def _names(key: str, doc: str) -> KeySchema:
    return KeySchema(key, doc, ("string", "list", "null"), element=KeySchema(""))


_KEYS = (
    KeySchema("name", "What the agent is called: lower-case letters, digits and hyphens.", TEXT),
    KeySchema("description", "When Claude should hand work to this agent.", TEXT),
    _names("tools", "The tools that the agent may use, with commas between them; all without it."),
    _names("disallowedTools", "Tools that are taken from those the agent would have."),
    KeySchema("model", "The model that the agent runs on.", values=MODELS, suggested=True),
    KeySchema(
        "permissionMode",
        "What the agent may do without asking.",
        values=(
            "default",
            "manual",
            "acceptEdits",
            "auto",
            "delegate",
            "dontAsk",
            "bypassPermissions",
            "manual",
            "plan",
        ),
    ),
    KeySchema("maxTurns", "The most turns that the agent may take.", ("integer",)),
    _names("skills", "Skills whose text the agent has from the start."),
    KeySchema(
        "mcpServers",
        "The MCP servers that the agent may use: their names, or their settings.",
        ("list", "mapping", "string"),
        open=True,
    ),
    HOOKS,
    KeySchema(
        "memory",
        "Where the agent keeps what it learns.",
        values=("user", "project", "local"),
    ),
    KeySchema("background", "Whether the agent always runs in the background.", ("boolean",)),
    KeySchema("effort", "How much the model thinks.", values=EFFORTS, suggested=True),
    KeySchema(
        "isolation", "With `worktree`, the agent works in a worktree of its own.",
        values=("worktree",),
    ),
    KeySchema(
        "color",
        "The color by which the agent is known in the terminal.",
        values=("red", "blue", "green", "yellow", "purple", "orange", "pink", "cyan", "magenta"),
        suggested=True,
    ),
    KeySchema(
        "initialPrompt", "What is said first where the agent is the session's main one.", TEXT
    ),
)  # fmt: skip

PROFILE = Profile(
    "claude-agent",
    tool="Claude Code",
    noun="agent",
    checked="2026-11-22",
    sources=(
        "code.claude.com/docs/en/sub-agents as tracked in dyoshikawa/rulesync#1899",
        "microsoft/vscode promptSyntax/languageProviders/promptFileAttributes.ts @ 047238f9",
        "affaan-m/ECC#2526",
        "anthropics/claude-code#91781",
        "anthropics/claude-code#11205",
        "sgaunet/claude-plugins#59 and sortie-ai/sortie#925 for permissionMode",
    ),
    front_matter="claude",
    keys=KeySchema("", types=("mapping",), below=_KEYS),
    needs=(
        Need("name", "Claude Code doesn't load the agent, and doesn't say so", "error"),
        Need("description", "Claude Code doesn't load the agent, and doesn't say so", "error"),
    ),
    limits=(Limit("name", 64, "the name is hard to call"),),
    drops=(
        Drop("tools", "list", _COMMAS, "commas", "information"),
        Drop("tools", "mapping", "Claude Code reads no mapping of tools"),
        Drop("hooks", "list", "Claude Code wants a mapping here and doesn't load the agent"),
        Drop(
            "background", "not boolean", "Claude Code reads only `true` and `false` here", "boolean"
        ),
    ),
    spellings={
        "allowed-tools": "tools",
        "allowed_tools": "tools",
        "allowedTools": "tools",
        "disallowed-tools": "disallowedTools",
        "disallowed_tools": "disallowedTools",
        "permission-mode": "permissionMode",
        "permission_mode": "permissionMode",
        "max-turns": "maxTurns",
        "max_turns": "maxTurns",
        "max_iterations": "maxTurns",
        "mcp-servers": "mcpServers",
        "mcp_servers": "mcpServers",
        "colour": "color",
    },
    names={"tools": "tool", "disallowedTools": "tool", "skills": "skill"},
    runs_commands=True,
    tools=CLAUDE_TOOLS,
    begins=(
        ("name", ""),
        ("description", "When to hand work to this agent"),
        ("tools", "Read, Grep, Glob"),
    ),
    first_words="You are a reviewer.",
    loads="in each session of the agent",
    describes=True,
    spec_name=True,
)
