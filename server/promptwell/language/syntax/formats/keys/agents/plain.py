"""Instructions that have no keys of their own: AGENTS.md, CLAUDE.md, GEMINI.md, copilot-instructions.md."""

from __future__ import annotations

from promptwell.language.syntax.formats.agents.profile import Profile
from promptwell.language.syntax.formats.keys.agents.tools import VSCODE_TOOLS

AGENTS = Profile(
    "agents-md",
    tool="coding agents",
    noun="instructions file",
    loads="in each session",
    checked="2026-11-22",
    sources=("agents.md",),
    front_matter="none",
)
CLAUDE = Profile(
    "claude-md",
    tool="Claude Code",
    noun="instructions file",
    loads="in each session",
    checked="2026-11-22",
    sources=("code.claude.com/docs/en/memory",),
    front_matter="none",
    links=frozenset({"link", "mention"}),
    runs_commands=True,
)
GEMINI = Profile(
    "gemini-md",
    tool="Gemini CLI",
    noun="instructions file",
    loads="in each session",
    checked="2026-11-22",
    sources=("google-gemini/gemini-cli docs/core/memport.md",),
    front_matter="none",
    links=frozenset({"link", "mention"}),
)
COPILOT = Profile(
    "copilot-instructions",
    tool="GitHub Copilot",
    noun="instructions file",
    loads="in each session",
    checked="2026-11-22",
    sources=("microsoft/vscode-docs docs/copilot/customization",),
    front_matter="vscode",
    links=frozenset({"link", "attachment", "tool"}),
    tools=VSCODE_TOOLS,
)
