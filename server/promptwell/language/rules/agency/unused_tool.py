"""The rule unused-tool."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.agency.granted_tools import GrantedTool
from promptwell.language.detectors.agency.named_tools import ALL, words_of
from promptwell.language.detectors.agency.scope import agent_scope
from promptwell.language.detectors.agency.taking_out import without
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement
from promptwell.language.rules.sources import OWASP_LLM06
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.agents.profiles import FORMAT_NAME

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

# Words that many tools have in their names, and that say nothing of what the work is about.
_COMMON = frozenset({
    "get", "list", "read", "search", "fetch", "query", "find", "create", "update", "delete", "send", "run",
    "tool", "tools", "mcp", "server", "api", "local", "all", "add", "set", "file", "files", "code", "plugin",
})  # fmt: skip


class UnusedTool(Rule):
    """A tool that is granted and that nothing in the text speaks of.

    ## What it does

    Reports, in files whose list of tools is a limit:

    - tools of MCP servers in agent and prompt files, such as `mcp__stripe__create_refund`, where no word of
      the tool's or the server's name stands anywhere in the text or the description;
    - functions of a Prompty file that have no description and that the prompt doesn't name: then the model
      has the name alone to go by.

    Tools that come with the agent (`Read`, `Grep`, `edit`) are silent: it knows what they are for.

    ## Why is this bad?

    A tool that the work doesn't need adds nothing but what can go wrong with it: it takes room in
    every request, and whoever gets a sentence before the model can use it.

    ## Example

    ```md path=.claude/agents/reviewer.md
    ---
    name: reviewer
    description: Reviews changes
    tools: Read, Grep, mcp__stripe__create_refund
    ---
    Review the change and report what is wrong.
    ```

    ```md path=.claude/agents/reviewer.md
    ---
    name: reviewer
    description: Reviews changes
    tools: Read, Grep
    ---
    Review the change and report what is wrong.
    ```

    ## Fix

    Takes the tool out of the list. It is unsafe: only you know whether the agent uses it.
    """

    group = "agency"
    severity = "hint"
    cwe = (250,)
    owasp = ("LLM06", "ASI02")
    sources = (OWASP_LLM06,)
    measured = (
        Measurement(
            "3,252 agent files of eight public repositories: 5 findings in one file, all read",
            1.0,
            None,
            date(2026, 11, 29),
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the tools that nothing in the text speaks of."""
        document = model.document
        scope = agent_scope(document)
        if not scope.limits or not document.source.slice(document.body).strip():
            return
        lowered: str | None = None
        for tool in scope.tools:
            if document.format == FORMAT_NAME:
                if not tool.server:
                    continue
            elif tool.described or tool.name == ALL or document.format != "prompty":
                continue
            if lowered is None:
                lowered = _said(document)
            if not _is_spoken_of(tool, lowered):
                fixes: tuple[Fix, ...] = ()
                edit = without(document.text, scope.listed, tool.span) if scope.listed else None
                if edit is not None and document.format == FORMAT_NAME:
                    fixes = (Fix(f"Remove `{tool.written}`", (edit,), safe=False),)
                yield Finding(tool.span, _message(tool, document.format == FORMAT_NAME), fixes)


def _message(tool: GrantedTool, of_agent: bool) -> str:
    if of_agent:
        return f"`{tool.written}` is granted, and nothing in the text speaks of it"
    return f"`{tool.written}` has no description, and the prompt doesn't name it"


def _said(document: PromptDocument) -> str:
    description = document.header.get("description")
    head = (description.text() or "") if description is not None else ""
    return f"{head}\n{document.source.slice(document.body)}".lower()


def _is_spoken_of(tool: GrantedTool, lowered: str) -> bool:
    words = [
        word
        for word in {*words_of(tool.name), *words_of(tool.server)}
        if len(word) > 2 and word not in _COMMON
    ]
    # A name without a word of its own can't be looked for.
    return (
        not words
        or any(word.rstrip("s") in lowered for word in words)
        or bool(re.search(rf"(?<!\w){re.escape(tool.name.lower())}(?!\w)", lowered))
    )
