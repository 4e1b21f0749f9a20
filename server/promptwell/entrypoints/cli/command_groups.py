"""What commands are for: the parts of `promptwell --help`, in the order in which a user meets them."""

from __future__ import annotations

GROUPS: dict[str, tuple[str, ...]] = {
    "Check and mend files": ("check", "scan", "rule", "convert", "bundle", "render"),
    "Keep and find prompts": ("index", "search", "similar", "prompt", "project"),
    "Their past": (
        "diff", "history", "label", "rollback", "branch", "switch", "merge", "merge-driver", "version",
    ),
    "Serve editors, agents and teams": ("lsp", "mcp", "serve", "engine", "token", "trust"),
    "Set up and look after": ("init", "doctor", "demo", "backup", "restore", "db", "store"),
}  # fmt: skip
"""The first words of commands, by group. What none of them names is shown last."""

REST = "More"
