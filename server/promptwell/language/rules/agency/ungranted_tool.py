"""The rule ungranted-tool."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.agency.told_tools import ungranted_tools
from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement
from promptwell.language.rules.sources import CLAUDE_PERMISSIONS, OWASP_LLM06

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class UngrantedTool(Rule):
    """The text sends the agent to a tool that its file doesn't grant.

    ## What it does

    Reports, where a file limits its agent to a list of tools:

    - the full name of an MCP server's tool in the text (`mcp__github__create_issue`), and `#tool:name` in
      files of VS Code, that the list doesn't hold;
    - tools of Claude Code where the text says to use them ("use the `WebFetch` tool");
    - functions that a Prompty file says to call ("call the `lookup` function") and doesn't declare.

    Without a list there is no limit, and nothing is reported.

    ## Why is this bad?

    The agent can't do what it is told. It skips the step, or does it in another way: with a shell where
    it should have fetched a page.

    ## Example

    ```md path=.claude/agents/researcher.md
    ---
    name: researcher
    description: Looks things up
    tools: Read, Grep
    ---
    Use the `WebFetch` tool to read the page.
    ```

    ```md path=.claude/agents/researcher.md
    ---
    name: researcher
    description: Looks things up
    tools: Read, Grep, WebFetch
    ---
    Use the `WebFetch` tool to read the page.
    ```
    """

    group = "agency"
    severity = "hint"
    owasp = ("LLM06",)
    sources = (OWASP_LLM06, CLAUDE_PERMISSIONS)
    measured = (
        Measurement(
            "3,252 agent files of eight public repositories", None, None, date(2026, 11, 29)
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the tools that the text names and the list doesn't hold."""
        for tool in ungranted_tools(model.document):
            related = (Related(tool.listed, "the tools that the file grants"),)
            yield Finding(
                tool.span,
                f"the text names `{tool.name}`, and the file doesn't grant it",
                (),
                related,
            )
