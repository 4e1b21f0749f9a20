"""Prompt files of VS Code: `*.prompt.md`."""

from __future__ import annotations

from promptwell.language.syntax.formats.agents.profile import LinkStyle, Profile
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.agents.agentskills import TEXT
from promptwell.language.syntax.formats.keys.agents.tools import VSCODE_TOOLS

SOURCES = (
    "microsoft/vscode promptSyntax/languageProviders/promptFileAttributes.ts @ 047238f9",
    "microsoft/vscode promptSyntax/languageProviders/promptValidator.ts",
    "microsoft/vscode promptSyntax/promptFileParser.ts @ 01a59900",
    "microsoft/vscode src/vs/base/common/yaml.ts @ 025b30c6",
    "microsoft/vscode-docs docs/copilot/customization",
)
LINKS: frozenset[LinkStyle] = frozenset({"link", "attachment", "tool"})
MODEL = KeySchema(
    "model",
    "The model to use, or several of which the first that is there is used.",
    ("string", "list"),
    element=KeySchema(""),
)
TOOLS = KeySchema(
    "tools",
    "The tools that may be used: `[search, edit, web]`.",
    ("list", "string"),
    element=KeySchema(""),
)
ARGUMENT_HINT = KeySchema(
    "argument-hint", "What is shown in the chat to tell what to write behind the name.", TEXT
)

PROFILE = Profile(
    "vscode-prompt",
    tool="VS Code",
    noun="prompt",
    checked="2026-11-22",
    sources=SOURCES,
    front_matter="vscode",
    keys=KeySchema(
        "",
        types=("mapping",),
        below=(
            KeySchema("name", "What the prompt is called behind `/`.", TEXT),
            KeySchema("description", "What the prompt does and when to use it.", TEXT),
            ARGUMENT_HINT,
            MODEL,
            TOOLS,
            KeySchema("agent", "The agent that runs the prompt.", TEXT),
            KeySchema(
                "mode", "The agent that runs the prompt.", TEXT, deprecated="use `agent`"
            ),
        ),
    ),
    placeholders="variables",
    links=LINKS,
    runs_commands=True,
    role="user",
    spellings={
        "argument_hint": "argument-hint",
        "argumentHint": "argument-hint",
        "allowed-tools": "tools",
    },
    names={"tools": "tool", "agent": "agent", "mode": "agent"},
    tools=VSCODE_TOOLS,
    begins=(("description", "What the prompt does"), ("agent", "agent")),
    first_words="Do it with ${input:what}.",
    loads="once the prompt is used",
    describes=True,
)  # fmt: skip
