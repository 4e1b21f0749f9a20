"""Rules of Claude Code: `.claude/rules/**/*.md`, which VS Code reads as instructions too."""

from __future__ import annotations

from promptwell.language.syntax.formats.agents.profile import Profile
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.agents.agentskills import TEXT

PROFILE = Profile(
    "claude-rule",
    tool="Claude Code",
    noun="rule",
    checked="2026-11-22",
    sources=(
        "microsoft/vscode promptSyntax/languageProviders/promptFileAttributes.ts @ 047238f9",
        "microsoft/apm#1366",
    ),
    front_matter="claude",
    keys=KeySchema(
        "",
        types=("mapping",),
        below=(
            KeySchema("description", "What the rule covers.", TEXT),
            KeySchema(
                "paths",
                "Globs of the files for which the rule counts; for all without it.",
                ("list", "string"),
                element=KeySchema(""),
            ),
        ),
    ),
    links=frozenset({"link", "mention"}),
    spellings={"globs": "paths", "applyTo": "paths", "path": "paths"},
    names={"paths": "glob"},
    begins=(("paths", '"src/**/*.ts"'),),
    loads="with files that `paths` fits, always without it",
)
