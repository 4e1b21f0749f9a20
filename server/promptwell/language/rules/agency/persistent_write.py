"""The rule persistent-write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.commands.lasting_places import lasting_writes
from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement
from promptwell.language.rules.sources import OWASP_LLM06
from promptwell.language.syntax.formats.agents.profiles import FORMAT_NAME

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class PersistentWrite(Rule):
    """An order to write where it outlives the session.

    ## What it does

    Reports, once for each place, sentences and shell commands of agent files that write to

    - what runs later or decides what may run: settings and hooks of the agent, `.mcp.json`, `.bashrc` and
      its like, cron tables, Git hooks, `authorized_keys` (information);
    - what later sessions read as their instructions: `CLAUDE.md`, `AGENTS.md`, rules of Cursor, memory
      files (hint).

    What is quoted, told of ("hooks live in `.claude/settings.json`") or forbidden is silent.

    ## Why is this bad?

    It is honest work for a skill that keeps a memory or sets up hooks. It is also how one bad sentence
    stays: what a poisoned session writes there speaks in every session after it. Whoever reviews the file
    should see that it does this.

    ## Example

    ```md path=.claude/skills/learn/SKILL.md
    ---
    name: learn
    description: Keeps what was learnt
    ---
    When you are done, append what you learnt to `~/.bashrc`.
    ```

    ```md path=.claude/skills/learn/SKILL.md
    ---
    name: learn
    description: Keeps what was learnt
    ---
    When you are done, append what you learnt to `notes/learnt.md`, and show it.
    ```
    """

    group = "agency"
    severity = "information"
    cwe = (506,)
    owasp = ("ASI06", "ASI10")
    sources = (OWASP_LLM06,)
    measured = (
        Measurement(
            "3,252 agent files of eight public repositories: 19 findings, all read",
            1.0,
            None,
            date(2026, 11, 29),
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the first write to each lasting place."""
        if model.document.format != FORMAT_NAME:
            return
        for write in lasting_writes(model.document):
            if write.weight == "runs":
                message = f"this writes to `{write.place}`, which runs or decides what runs after the session"
                yield Finding(write.span, message)
            else:
                message = (
                    f"this writes to `{write.place}`, which later sessions read as instructions"
                )
                yield Finding(write.span, message, severity="hint")
