"""The rule unpinned-package."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.commands import unpinned_packages
from promptwell.language.detectors.commands.command import commands_of
from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.provenance import Source
from promptwell.language.rules.sources import OWASP_LLM03

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_SOME = "1.2.3"


class UnpinnedPackage(Rule):
    """A package that runs by itself, in whatever version there is that day.

    ## What it does

    Reports packages and images without a version in commands that a tool runs by itself: the start of an
    MCP server in front matter, hooks, and `` !`command` `` in Claude Code. These are `npx -y name`,
    `uvx name`, `pnpm dlx name`, `pipx run name`, `docker run image` and `image:latest`.

    Commands in the text that an agent is only shown are silent: there, it is everyday. So is `npx name` in a
    hook, which takes the version that the project has installed.

    ## Why is this bad?

    On the day somebody takes over the package, or publishes a bad version, it runs on every machine that
    uses the file, with all that the user may do. Nothing in the repository changes.

    ## Example

    ```md path=.github/agents/graph.agent.md
    ---
    name: graph
    description: Asks the graph
    mcp-servers:
      graph:
        type: local
        command: npx
        args: ["-y", "graph-mcp"]
    ---
    Ask the graph.
    ```

    ```md path=.github/agents/graph.agent.md
    ---
    name: graph
    description: Asks the graph
    mcp-servers:
      graph:
        type: local
        command: npx
        args: ["-y", "graph-mcp@2.4.1"]
    ---
    Ask the graph.
    ```
    """

    group = "agency"
    severity = "information"
    cwe = (829, 494)
    owasp = ("LLM03", "ASI04")
    sources = (
        OWASP_LLM03,
        Source(
            "vulkro MCP-001, Unpinned npx / uvx registry install",
            "https://vulkro.com/docs/rules/mcp-001-unpinned-npx",
            date(2026, 11, 29),
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the packages without a version."""
        for found in unpinned_packages.unpinned_packages(commands_of(model.document)):
            yield Finding(
                found.span,
                f"`{found.runner}` runs whatever `{found.name}` is that day: write {_pinned(found)}",
            )


def _pinned(found: unpinned_packages.UnpinnedPackage) -> str:
    if found.runner in ("docker run", "podman run"):
        return "the image's digest, `@sha256:...`"
    name = found.name.removesuffix("@latest")
    return f"`{name}=={_SOME}`" if found.runner == "pipx run" else f"`{name}@{_SOME}`"
