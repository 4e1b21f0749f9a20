"""The rule toxic-flow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.agency.granted_tools import GrantedTool
from promptwell.language.detectors.agency.named_tools import ALL
from promptwell.language.detectors.agency.scope import agent_scope
from promptwell.language.detectors.agency.toxic_flow import toxic_flow
from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.sources import OWASP_LLM06

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class ToxicFlow(Rule):
    """One agent reads what strangers write, sees what is private, and can send it away.

    ## What it does

    Reports a file whose tools do all three: bring in untrusted text (web pages, mail, issues), read
    something private (mail, databases, customers' records, secrets, private repositories) and lead outward
    (send a message, open an issue, fetch an address of the model's choice). The finding shows which tool
    does what.

    It is a warning where three tools that are granted by name make up the flow, and a hint where a whole
    server is granted or where the way out is an address that is fetched. Reading the workspace and running
    commands count for nothing here, since nearly every coding agent does both. A way out with
    `approvalMode: always` is none.

    ## Why is this bad?

    A sentence in a mail or an issue can tell the agent to look something up and to send it. No filter
    finds all such sentences. It takes all three to lose data: take one away, or ask before it, and
    the sentence comes to nothing.

    ## Example

    ```prompty
    ---
    name: support
    model: gpt-4o
    tools:
      - name: read_inbox
        kind: function
        description: Reads new mails
      - name: query_customers
        kind: function
        description: Looks up customers
      - name: send_email
        kind: function
        description: Sends a mail
    ---
    system:
    Answer the mails.
    ```

    ```prompty
    ---
    name: support
    model: gpt-4o
    tools:
      - name: read_inbox
        kind: function
        description: Reads new mails
      - name: query_customers
        kind: function
        description: Looks up customers
      - name: draft_reply
        kind: function
        description: Writes a draft, which a person sends
    ---
    system:
    Answer the mails.
    ```
    """

    group = "agency"
    severity = "warning"
    cwe = (441, 200)
    owasp = ("LLM06", "LLM01", "ASI02", "ASI03")
    sources = (
        Source(
            "Thoughtworks Technology Radar, Toxic flow analysis for AI",
            "https://www.thoughtworks.com/en-in/radar/techniques/toxic-flow-analysis-for-ai",
            date(2026, 11, 29),
        ),
        Source(
            "The lethal trifecta, as CheckMCP explains it",
            "https://checkmcp.dev/learn/lethal-trifecta",
            date(2026, 11, 29),
        ),
        OWASP_LLM06,
    )
    measured = (
        Measurement(
            "3,252 agent files of eight public repositories: 10 findings, all read",
            1.0,
            None,
            date(2026, 11, 29),
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the way out of the flow, with its other two tools beside it."""
        flow = toxic_flow(agent_scope(model.document))
        if flow is None:
            return
        related = (
            Related(flow.entry.span, f"{_name(flow.entry)} brings in what strangers write"),
            Related(flow.private.span, f"{_name(flow.private)} reads what is private"),
            Related(flow.exit.span, f"{_name(flow.exit)} leads outward"),
        )
        message = (
            f"what strangers write ({_name(flow.entry)}) can have what is private ({_name(flow.private)}) "
            f"sent away ({_name(flow.exit)})"
        )
        yield Finding(
            flow.exit.span, message, (), related, severity="warning" if flow.explicit else "hint"
        )


def _name(tool: GrantedTool) -> str:
    return f"`{tool.server}`" if tool.name == ALL else f"`{tool.name}`"
