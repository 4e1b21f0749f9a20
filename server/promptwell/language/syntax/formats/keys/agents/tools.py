"""The tools that come with the agents, by the names that front matter and `#tool:` give them.

Compared with the pages below on 2026-11-22. Servers and extensions add others, and those that files of the
workspace name are offered as well: a name that is not listed here is no fault.
"""

from __future__ import annotations

from collections.abc import Mapping

# code.claude.com/docs/en/tools-reference
CLAUDE_TOOLS: Mapping[str, str] = {
    "Agent": "Starts a subagent with a context of its own.",
    "AskUserQuestion": "Asks the user a question with choices.",
    "Bash": "Runs commands in a shell. `Bash(git:*)` allows those that begin with `git`.",
    "Edit": "Replaces text in a file.",
    "EnterPlanMode": "Goes over to planning.",
    "EnterWorktree": "Makes a Git worktree and works in it.",
    "ExitPlanMode": "Shows the plan and asks for approval.",
    "ExitWorktree": "Goes back from a worktree.",
    "Glob": "Finds files by a pattern of their names.",
    "Grep": "Searches in files.",
    "ListMcpResourcesTool": "Lists the resources of connected MCP servers.",
    "LSP": "Asks language servers: definitions, references, errors.",
    "NotebookEdit": "Changes cells of Jupyter notebooks.",
    "PowerShell": "Runs commands in PowerShell.",
    "Read": "Reads a file.",
    "ReadMcpResourceTool": "Reads a resource of an MCP server.",
    "SendMessage": "Sends a message to another agent.",
    "Skill": "Uses a skill.",
    "TaskCreate": "Adds a task to the list.",
    "TaskGet": "Reads a task.",
    "TaskList": "Lists the tasks.",
    "TaskUpdate": "Changes a task.",
    "WebFetch": "Fetches a page from the web.",
    "WebSearch": "Searches the web.",
    "Write": "Creates a file, or writes it anew.",
}
"""The tools of Claude Code."""

# code.visualstudio.com/docs/agents/reference/tools-reference, and docs/agent-customization/tool-sets
VSCODE_TOOLS: Mapping[str, str] = {
    "agent": "Hands work to other agents.",
    "edit": "All tools that change files.",
    "execute": "All tools that run something.",
    "read": "All tools that read files and what commands printed.",
    "read/problems": "Reads the list of problems.",
    "read/readFile": "Reads a file.",
    "search": "All tools that search the workspace.",
    "search/changes": "Lists what source control says has changed.",
    "search/codebase": "Finds code by what it does.",
    "search/fileSearch": "Finds files by a pattern of their names.",
    "search/listDirectory": "Lists a folder.",
    "search/textSearch": "Searches in files.",
    "search/usages": "Finds where a symbol is used.",
    "todo": "Keeps a list of tasks.",
    "vscode": "All tools that work on VS Code itself.",
    "web": "All tools that fetch from the web.",
}
"""The tools of VS Code, and its sets of them."""
