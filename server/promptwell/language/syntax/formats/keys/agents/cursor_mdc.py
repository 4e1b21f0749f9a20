"""Rules of Cursor: `.cursor/rules/**/*.mdc`. What looks like YAML in them is read line by line."""

from __future__ import annotations

from promptwell.language.syntax.formats.agents.profile import Drop, Profile
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.agents.agentskills import TEXT

PROFILE = Profile(
    "cursor-mdc",
    tool="Cursor",
    noun="rule",
    checked="2026-11-22",
    sources=(
        "cursor.com/docs/context/rules as quoted in microsoft/apm#3002",
        "cosai-oasis/project-codeguard#121 (tested on Cursor 3.17.8)",
        "sanity-io/agent-toolkit#15",
        "PostHog/posthog#91631",
        "cursor.com/docs/rules as quoted in microsoft/apm#1744",
    ),
    front_matter="lines",
    keys=KeySchema(
        "",
        types=("mapping",),
        below=(
            KeySchema(
                "description",
                "What the rule is about; the agent decides by it whether to read the rule.",
                TEXT,
            ),
            KeySchema(
                "globs",
                "The files that attach the rule: globs with commas between them, never in quotes.",
                ("string", "list"),
            ),
            KeySchema(
                "alwaysApply",
                "Whether the rule is part of every conversation, whatever `globs` says.",
                ("boolean",),
                default="false",
            ),
        ),
    ),
    links=frozenset({"link", "mention"}),
    drops=(
        Drop(
            "globs",
            "quoted",
            "Cursor takes the quotes for part of the glob, which then fits no file",
            "bare",
        ),
        Drop(
            "globs",
            "list",
            "Cursor documents one line with commas, and a list was seen to fit no file",
            "commas",
            "information",
        ),
        Drop("alwaysApply", "not boolean", "Cursor reads only `true` and `false` here", "boolean"),
    ),
    spellings={
        "applyTo": "globs",
        "paths": "globs",
        "glob": "globs",
        "always_apply": "alwaysApply",
        "always-apply": "alwaysApply",
        "alwaysapply": "alwaysApply",
    },
    names={"globs": "glob"},
    begins=(
        ("description", "What the rule is about"),
        ("globs", "**/*.ts"),
        ("alwaysApply", "false"),
    ),
    attached_by=("globs", "description", "alwaysApply"),
    loads="with files that `globs` fits, or always with `alwaysApply`",
)
