"""Which tool reads a Markdown file: by its name, its folders, its suffix, then what stands in it."""

from __future__ import annotations

import re

# As the tools look for them: `docs/agents.md` is a page about agents.
_NAMES = {
    "AGENTS.md": "agents-md",
    "AGENT.md": "agents-md",
    "AGENTS.override.md": "agents-md",
    "CLAUDE.md": "claude-md",
    "CLAUDE.local.md": "claude-md",
    "GEMINI.md": "gemini-md",
    "copilot-instructions.md": "copilot-instructions",
}
_SUFFIXES = {
    ".mdc": "cursor-mdc",
    ".prompt.md": "vscode-prompt",
    ".instructions.md": "vscode-instructions",
    ".agent.md": "vscode-agent",
    ".chatmode.md": "vscode-agent",
}
_FOLDERS = (
    ("/.claude/agents/", "claude-agent"),
    ("/.claude/commands/", "claude-command"),
    ("/.claude/rules/", "claude-rule"),
    ("/.github/agents/", "vscode-agent"),
    ("/.github/chatmodes/", "vscode-agent"),
)
_SKILL_FOLDERS = (("/.claude/skills/", "claude-skill"), ("/.github/skills/", "vscode-skill"))
# Where a plugin of Claude Code keeps its parts; other projects have such folders too.
_PLUGIN_FOLDERS = {"agents": "claude-agent", "commands": "claude-command"}
# What a file there has that other files have not.
_OF_AGENT = re.compile(r"(?m)^(?:tools|model|color|permissionMode)[ \t]*:")
_OF_COMMAND = re.compile(
    r"(?m)^(?:argument-hint|allowed-tools)[ \t]*:|\$ARGUMENTS\b|(?:^|\s)!`[^`\n]+`"
)
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_LOOK_AT = 64 * 1024


def dialect_by_path(path: str) -> str | None:
    """The dialect that a path alone gives, or None where it says nothing."""
    whole = "/" + path.replace("\\", "/").lstrip("/")
    lowered = whole.lower()
    name = lowered.rpartition("/")[2]
    if name == "skill.md":
        return next((dialect for folder, dialect in _SKILL_FOLDERS if folder in lowered), "skill")
    written = whole.rpartition("/")[2]
    if written in _NAMES:
        return _NAMES[written]
    for suffix, dialect in _SUFFIXES.items():
        if name.endswith(suffix) and name != suffix:
            return dialect
    if not name.endswith(".md") or name in ("readme.md", "changelog.md", "license.md"):
        return None
    return next((dialect for folder, dialect in _FOLDERS if folder in lowered), None)


def dialect_by_content(path: str, text: str) -> str | None:
    """The dialect of a file in the folder `agents` or `commands` of a plugin, by what it says."""
    names = path.replace("\\", "/").lower().split("/")
    if len(names) < 2 or not names[-1].endswith(".md"):
        return None
    dialect = next(
        (_PLUGIN_FOLDERS[each] for each in names[-2::-1] if each in _PLUGIN_FOLDERS), None
    )
    if dialect is None:
        return None
    head = text[:_LOOK_AT]
    found = _FRONT_MATTER.match(head)
    keys = found[1] if found else ""
    if dialect == "claude-agent":
        named = re.search(r"(?m)^name[ \t]*:", keys) and re.search(r"(?m)^description[ \t]*:", keys)
        return dialect if named and _OF_AGENT.search(keys) else None
    return dialect if _OF_COMMAND.search(head) else None
