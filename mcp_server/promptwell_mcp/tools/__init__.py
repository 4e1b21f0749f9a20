"""The tools: one file each, found by name; `tool.py` says what a tool is."""

from __future__ import annotations

from promptwell_mcp.tools import (
    compare_prompts,
    get_prompt,
    lint_prompt,
    list_prompts,
    render_prompt,
    search_prompts,
)
from promptwell_mcp.tools.tool import Tool

_MODULES = (compare_prompts, get_prompt, lint_prompt, list_prompts, render_prompt, search_prompts)

TOOLS: dict[str, Tool] = {module.TOOL.name: module.TOOL for module in _MODULES}
"""Every tool by its name, in the order of the names: clients keep lists that never change."""
