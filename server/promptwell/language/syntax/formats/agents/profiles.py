"""The profiles by their names, each read when it is first asked for."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from promptwell.language.syntax.formats.agents.profile import Profile

# The dialect's name, and where its facts stand: a module of `keys/agents` and a name in it.
_PLACES: dict[str, tuple[str, str]] = {
    "skill": ("skill", "PROFILE"),
    "agentskills": ("agentskills", "PROFILE"),
    "claude-skill": ("claude_skill", "PROFILE"),
    "vscode-skill": ("vscode_skill", "PROFILE"),
    "claude-agent": ("claude_agent", "PROFILE"),
    "claude-command": ("claude_command", "PROFILE"),
    "claude-rule": ("claude_rule", "PROFILE"),
    "vscode-prompt": ("vscode_prompt", "PROFILE"),
    "vscode-instructions": ("vscode_instructions", "PROFILE"),
    "vscode-agent": ("vscode_agent", "PROFILE"),
    "cursor-mdc": ("cursor_mdc", "PROFILE"),
    "agents-md": ("plain", "AGENTS"),
    "claude-md": ("plain", "CLAUDE"),
    "gemini-md": ("plain", "GEMINI"),
    "copilot-instructions": ("plain", "COPILOT"),
}

DIALECTS = tuple(_PLACES)
"""The names of all profiles, which are the dialects of agent files."""

FORMAT_NAME = "agent-file"
"""What settings call this family of files."""


@lru_cache(maxsize=32)
def profile_named(dialect: str) -> Profile:
    """The profile of a dialect; that of AGENTS.md for a name that is none."""
    module, name = _PLACES.get(dialect, _PLACES["agents-md"])
    loaded = import_module(f"promptwell.language.syntax.formats.keys.agents.{module}")
    profile: Profile = getattr(loaded, name)
    return profile
