"""The rule unconfirmed-action."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.agency.granted_tools import GrantedTool
from promptwell.language.detectors.agency.scope import agent_scope
from promptwell.language.detectors.commands.command import Command, commands_of
from promptwell.language.detectors.commands.destruction import destructions
from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement
from promptwell.language.rules.sources import OWASP_LLM06
from promptwell.language.syntax.document import PromptDocument

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

# Words with which a text tells that somebody is asked, or that it is not done lightly.
_ASKS = re.compile(
    r"\b(?:confirm\w*|approv\w*|permission|consent|ask(?:s|ing)? (?:the |for |before |first|user)|are you sure"
    r"|dry[- ]run|back ?up|human[- ]in[- ]the[- ]loop|sign[- ]?off|with caution|be careful|careful\w*|warn\w*"
    r"|danger\w*|destructive|irreversible|caution|never|do not|don['\u2019]t)\b|AskUserQuestion",
    re.IGNORECASE,
)
_RUN = re.compile(
    r"\b(?:runs?|execute[sd]?|use[sd]?|with|via|by|then|do)\b[^`\n]{0,30}`\Z", re.IGNORECASE
)
_NEAR = 600


class UnconfirmedAction(Rule):
    """A destructive or costly action, and nothing says that anybody is asked first.

    ## What it does

    Reports, where nothing near it speaks of a confirmation, an approval, a dry run or a backup:

    - commands in agent files that destroy what can't be had back: `rm -rf` of a home, a root or whatever a
      variable holds, `git push --force`, `git reset --hard`, `terraform destroy -auto-approve`, deleting
      namespaces, buckets, resource groups and database tables;
    - tools of a prompt that by their name move money or delete (`refund_payment`, `delete_account`), where no
      sentence of the prompt speaks of asking and the file doesn't set `approvalMode: always`.

    It is a warning in a hook and in `` !`command` ``, which run with nobody looking. `rm -rf build` and
    `--force-with-lease` are silent.

    ## Why is this bad?

    A model that has misread its task, or that somebody else's text has talked into it, does it at once.
    The one question in between is what makes the difference.

    ## Example

    ```md path=.claude/skills/teardown/SKILL.md
    ---
    name: teardown
    description: Removes a test environment
    ---
    Run this:

    ~~~bash
    terraform destroy -auto-approve
    ~~~
    ```

    ```md path=.claude/skills/teardown/SKILL.md
    ---
    name: teardown
    description: Removes a test environment
    ---
    Show the plan and ask the user to confirm. Then run this:

    ~~~bash
    terraform destroy -auto-approve
    ~~~
    ```
    """

    group = "agency"
    severity = "information"
    cwe = (862,)
    owasp = ("LLM06", "ASI02", "ASI09")
    sources = (OWASP_LLM06,)
    measured = (
        Measurement(
            "3,252 agent files of eight public repositories: 5 findings, all read",
            1.0,
            None,
            date(2026, 11, 29),
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the destructive commands and tools that nothing confirms."""
        document = model.document
        for found in destructions(commands_of(document)):
            if found.command.is_run:
                yield Finding(
                    found.span,
                    f"this {found.does}, and it runs with nobody looking",
                    severity="warning",
                )
            elif _is_told(document.text, found.command) and not _asks_near(
                document.text, found.command
            ):
                yield Finding(found.span, f"this {found.does}, and nothing says to ask first")
        yield from _tools(document)


def _is_told(text: str, command: Command) -> bool:
    """Whether the agent is told to run it: code within a sentence may be there to speak of it only."""
    start = command.span.start
    if text[start - 1 : start] != "`":
        return True
    line = text.rfind("\n", 0, start) + 1
    return bool(_RUN.search(text, max(line, start - _NEAR), start))


def _asks_near(text: str, command: Command) -> bool:
    """Whether the words before a command, or just behind it, tell that somebody is asked."""
    start, end = command.span
    return bool(
        _ASKS.search(text, max(0, start - _NEAR), start)
        or _ASKS.search(text, end, min(len(text), end + _NEAR // 3))
    )


def _tools(document: PromptDocument) -> Iterator[Finding]:
    scope = agent_scope(document)
    if scope.consumer:  # an agent's own tool asks; see the rule unlimited-shell
        return
    risky = [tool for tool in scope.tools if _does(tool) and not tool.asks]
    if risky and not _ASKS.search(document.text, document.body.start):
        for tool in risky:
            yield Finding(
                tool.span,
                f"`{tool.name}` {_does(tool)}, and nothing in the prompt says to ask first",
            )


def _does(tool: GrantedTool) -> str:
    if "spend" in tool.capabilities and tool.name != "*":
        return "moves money"
    return "deletes" if "destroy" in tool.capabilities else ""
