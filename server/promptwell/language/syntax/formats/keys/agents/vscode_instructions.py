"""Instructions of VS Code and GitHub Copilot: `*.instructions.md`."""

from __future__ import annotations

from promptwell.language.syntax.formats.agents.profile import Drop, Profile
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.agents.agentskills import TEXT
from promptwell.language.syntax.formats.keys.agents.tools import VSCODE_TOOLS
from promptwell.language.syntax.formats.keys.agents.vscode_prompt import LINKS, SOURCES

PROFILE = Profile(
    "vscode-instructions",
    tool="VS Code",
    noun="instructions file",
    checked="2026-11-22",
    sources=SOURCES,
    front_matter="vscode",
    keys=KeySchema(
        "",
        types=("mapping",),
        below=(
            KeySchema("name", "What the file is called; its own name without it.", TEXT),
            KeySchema("description", "What the instructions are about.", TEXT),
            KeySchema(
                "applyTo",
                "The files that bring the instructions in: globs with commas between them, such as "
                "`**/*.ts, **/*.tsx`; `**` for all.",
                ("string", "list"),
            ),
            KeySchema(
                "excludeAgent",
                "Agents that don't get the instructions.",
                ("string", "list"),
                element=KeySchema(""),
            ),
        ),
    ),
    links=LINKS,
    drops=(
        Drop("applyTo", "list", "VS Code reads one text with commas between the globs", "commas"),
        Drop("applyTo", "mapping", "VS Code reads one text with commas between the globs"),
    ),
    spellings={
        "apply-to": "applyTo",
        "apply_to": "applyTo",
        "applyto": "applyTo",
        "globs": "applyTo",
        "paths": "applyTo",
        "exclude-agent": "excludeAgent",
    },
    names={"applyTo": "glob"},
    tools=VSCODE_TOOLS,
    begins=(("description", "What the instructions are about"), ("applyTo", '"**/*.ts"')),
    attached_by=("applyTo", "description"),
    loads="with files that `applyTo` fits",
)
