"""Settings of AI tools that say which MCP servers are started, and what agents may do unasked.

`.mcp.json`, `.vscode/mcp.json`, `claude_desktop_config.json`, `.codex/config.toml` and their like, in
JSON, JSON with comments, YAML or TOML. `promptwell scan` finds them by name; everywhere else a file
is one only by `formats`: `"tools/servers.json" = "mcp-config"`.
"""

from __future__ import annotations

import re

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.other_files.without_prompt import (
    WithoutPrompt,
    settings_document,
)
from promptwell.language.syntax.json_comments import without_comments
from promptwell.language.syntax.json_text import read_json
from promptwell.language.syntax.toml_tree import read_toml
from promptwell.language.syntax.yaml.read import YamlReading, read_yaml

FORMAT_NAME = "mcp-config"

# Names and folders as the tools' own documentation gives them.
_NAME = re.compile(
    r"(?:^|/)(?:"
    r"\.?mcp\.json|(?:managed-mcp|mcp[-_]config|mcp_settings|cline_mcp_settings)\.json"
    r"|claude_desktop_config\.json|gemini-extension\.json|opencode\.jsonc?"
    r"|\.(?:claude|gemini)/settings(?:\.local)?\.json"
    r"|\.codex/config\.toml|\.continue/mcpServers/[^/]+\.ya?ml|\.amazonq/agents/[^/]+\.json"
    r")$",
    re.IGNORECASE,
)
CONFIG_FOLDERS = frozenset(
    (
        ".vscode",
        ".windsurf",
        ".roo",
        ".kiro",
        ".amazonq",
        ".zed",
        ".devcontainer",
        ".aws",
        ".lmstudio",
    )
)
"""Folders with a dot in which such files lie, besides those in which prompts are kept."""


def is_mcp_config(path: str) -> bool:
    """Whether a file has the name that an AI tool gives to such settings."""
    return _NAME.search(path) is not None


class McpConfigFormat(WithoutPrompt):
    """Reads the settings; the tree with exact places is the document's `root`."""

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read the settings. Their faults are for the owning tool to report."""
        return settings_document(text, path, FORMAT_NAME, _read(text, path))


def _read(text: str, path: str) -> YamlReading:
    lowered = path.lower()
    if lowered.endswith(".toml"):
        return YamlReading(read_toml(text), (), True)
    if lowered.endswith((".yaml", ".yml")):
        return read_yaml(text)
    return read_json(without_comments(text))


FORMAT = McpConfigFormat(FORMAT_NAME)
