"""The rule wildcard-tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.agency.named_tools import ALL
from promptwell.language.detectors.agency.scope import AgentScope, agent_scope
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.rules.sources import CLAUDE_PERMISSIONS, OWASP_LLM06
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.agents.profiles import profile_named
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_NAMED = re.compile(r"`(?P<ticks>[\w/]+)`|#tool:(?P<hash>[\w./-]*\w)")


class WildcardTools(Rule):
    """Every tool granted at once, where the format lists tools.

    ## What it does

    Reports `*` or `all` in a list of tools.

    | where | what it means | severity |
    |---|---|---|
    | `allowed-tools` of a skill or command | any tool runs and nobody is asked | warning |
    | `approvalMode: never` and no `allowedTools` (Prompty) | any of its tools runs and nobody is asked | warning |
    | `tools` of an agent or prompt file | the agent has every tool of its session | information |

    A file without the key is silent: that it then has what its session has is the format's default. So is
    `github/*`, which is all of one server and nothing else.

    ## Why is this bad?

    Whoever gets a sentence before the model, by a web page or an issue, can use each tool that the
    agent has. A tool that the work doesn't need only helps them. New tools join a `*` on their own, on
    the day somebody connects a server.

    ## Example

    ```md path=.claude/commands/tidy.md
    ---
    description: Tidies the imports
    allowed-tools: "*"
    ---
    Tidy the imports of $ARGUMENTS with `Read` and `Edit`.
    ```

    ```md path=.claude/commands/tidy.md
    ---
    description: Tidies the imports
    allowed-tools: Read, Edit
    ---
    Tidy the imports of $ARGUMENTS with `Read` and `Edit`.
    ```

    ## Fix

    Lists the tools that the text names, where it names some. It is unsafe: the work may need others.
    """

    group = "agency"
    severity = "information"
    cwe = (250,)
    owasp = ("LLM06", "ASI02", "ASI03")
    sources = (OWASP_LLM06, CLAUDE_PERMISSIONS)
    large_files = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the places that grant every tool."""
        scope = agent_scope(model.document)
        for tool in scope.tools:
            if tool.name != ALL:
                continue
            if tool.server:
                if tool.approval == "never":
                    yield Finding(
                        tool.span,
                        f"every tool of `{tool.server}` may be called and nobody is asked: list those "
                        "that are needed under `allowedTools`",
                        severity="warning",
                    )
                continue
            severity: Severity = "warning" if scope.preapproves else "information"
            message = (
                "every tool may be used without asking: list the tools that are needed"
                if scope.preapproves
                else "the agent gets every tool there is: list the tools that are needed"
            )
            yield Finding(tool.span, message, _fixes(model.document, scope), severity=severity)


def _fixes(document: PromptDocument, scope: AgentScope) -> tuple[Fix, ...]:
    if scope.listed is None or len(scope.tools) > 1:
        return ()
    known = profile_named(document.dialect).tools
    named: list[str] = []
    for match in _NAMED.finditer(document.text, document.body.start):
        name = match["ticks"] or match["hash"]
        if (match["hash"] or name in known) and name not in named:
            named.append(name)
    if not named:
        return ()
    written = ", ".join(named)
    if scope.listed.value.kind == "sequence":
        written = f"[{written}]"
    edit = TextEdit(scope.listed.value.span, written)
    return (Fix("List the tools that the text names", (edit,), safe=False),)
