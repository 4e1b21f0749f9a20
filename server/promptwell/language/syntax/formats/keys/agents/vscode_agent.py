"""Agents of VS Code and GitHub Copilot: `*.agent.md`, `.github/agents/*.md`, and the old `*.chatmode.md`."""

from __future__ import annotations

from promptwell.language.syntax.formats.agents.profile import Drop, Profile
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.agents.agentskills import TEXT
from promptwell.language.syntax.formats.keys.agents.tools import VSCODE_TOOLS
from promptwell.language.syntax.formats.keys.agents.vscode_prompt import (
    ARGUMENT_HINT,
    LINKS,
    MODEL,
    SOURCES,
    TOOLS,
)
from promptwell.language.syntax.formats.keys.agents.vscode_skill import BOOLEANS, VSCODE_SPELLINGS

_HANDOFF = KeySchema(
    "",
    "A button that hands over to another agent.",
    ("mapping",),
    below=(
        KeySchema("label", "What the button says.", TEXT, required=True),
        KeySchema("agent", "The agent that takes over.", TEXT, required=True),
        KeySchema("prompt", "What it is told.", TEXT, required=True),
        KeySchema("send", "Whether that is sent at once.", ("boolean",), default="false"),
        KeySchema("showContinueOn", "Whether other places to go on are shown.", ("boolean",)),
        KeySchema("model", "The model that it runs on.", TEXT),
    ),
)
_KEYS = (
    KeySchema("name", "What the agent is called; the file's name without it.", TEXT),
    KeySchema("description", "What the agent does and when to use it.", TEXT),
    ARGUMENT_HINT,
    MODEL,
    KeySchema(
        "reasoning-effort",
        "How much the model thinks.",
        values=("low", "medium", "high", "xhigh", "max"),
        suggested=True,
    ),
    TOOLS,
    KeySchema(
        "agents",
        'The agents that this one may use as subagents; `["*"]` for all.',
        ("list",),
        element=KeySchema(""),
    ),
    KeySchema("handoffs", "What to offer when the agent is done.", ("list",), element=_HANDOFF),
    KeySchema(
        "target",
        "Where the agent is meant to run; in both places without it.",
        values=("vscode", "github-copilot"),
    ),
    KeySchema(
        "user-invocable", "Whether people can choose the agent.", ("boolean",), default="true"
    ),
    KeySchema(
        "disable-model-invocation",
        "Whether other agents can't use this one as a subagent.",
        ("boolean",),
        default="false",
    ),
    KeySchema(
        "mcp-servers", "MCP servers of the agent, on GitHub.", ("mapping", "list"), open=True
    ),
    KeySchema("github", "Settings of the agent on GitHub.", ("mapping",), open=True),
    KeySchema("hooks", "Commands that run while the agent is active.", ("mapping",), open=True),
    KeySchema("metadata", "Whatever else is to be known, on GitHub.", ("mapping",), open=True),
    KeySchema("advancedOptions", "Further options.", ("mapping",), open=True),
    KeySchema(
        "infer",
        "Whether the agent may be used as a subagent.",
        ("boolean", "string"),
        deprecated="use `user-invocable` and `disable-model-invocation`",
    ),
)

PROFILE = Profile(
    "vscode-agent",
    tool="VS Code",
    noun="agent",
    checked="2026-11-22",
    sources=SOURCES,
    front_matter="vscode",
    keys=KeySchema("", types=("mapping",), below=_KEYS),
    links=LINKS,
    runs_commands=True,
    drops=(
        *BOOLEANS,
        Drop("handoffs", "mapping", "VS Code reads a list of handoffs"),
        Drop("agents", "text", "VS Code reads a list of agents"),
        Drop("handoffs", "text", "VS Code reads a list of handoffs"),
    ),
    spellings={
        **VSCODE_SPELLINGS,
        "allowed-tools": "tools",
        "allowedTools": "tools",
        "mcpServers": "mcp-servers",
        "mcp_servers": "mcp-servers",
        "hand-offs": "handoffs",
        "handOffs": "handoffs",
    },
    names={"tools": "tool", "agents": "agent", "agent": "agent"},
    tools=VSCODE_TOOLS,
    begins=(
        ("description", "What the agent does, and when to use it"),
        ("tools", "[read, search]"),
    ),
    first_words="You are a planner.",
    loads="while the agent is chosen",
    describes=True,
)
