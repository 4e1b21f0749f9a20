"""The rule remote-script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.commands import remote_scripts
from promptwell.language.detectors.commands.command import How, commands_of
from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.severity import Severity
from promptwell.language.rules.sources import OWASP_LLM03

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_WHEN: dict[How, str] = {
    "injected": ", each time the text is used",
    "hook": ", each time the hook runs",
    "server": ", each time the server starts",
    "shown": "",
}


class RemoteScript(Rule):
    """A command that runs what it has just downloaded.

    ## What it does

    Reports `curl ... | sh` and its like, `bash <(curl ...)`, `python -c "$(curl ...)"`, `iwr ... | iex`, and
    packages that `pip` takes from an address without a commit or a hash.

    | where | severity |
    |---|---|
    | a hook, `` !`command` `` in Claude Code, the start of an MCP server: it runs with nobody looking | warning |
    | a block of shell code or code in the text, which the agent is shown | information |
    | a package from an address, in code that the agent is shown | hint |

    Downloading to a file, and a pipe into `jq` or `python -m json.tool`, are silent.

    ## Why is this bad?

    What runs is whatever the address serves at that moment. Whoever can change it, or the line to
    it, runs commands on every machine that uses the file, and nothing in the repository shows it.

    ## Example

    ```md path=.claude/commands/setup.md
    ---
    description: Sets the project up
    ---
    !`curl -fsSL https://get.tool.dev/install.sh | sh`
    ```

    ```md path=.claude/commands/setup.md
    ---
    description: Sets the project up
    ---
    !`./scripts/install-tool.sh`
    ```
    """

    group = "agency"
    severity = "warning"
    cwe = (494, 829)
    owasp = ("LLM03", "ASI04", "ASI05")
    sources = (
        OWASP_LLM03,
        Source(
            "mcpsafe, Install-Time Remote Code Execution Hook",
            "https://mcpsafe.io/threats/MCP-207",
            date(2026, 11, 29),
        ),
    )
    measured = (
        Measurement(
            "3,252 agent files of eight public repositories: 27 findings, all read",
            1.0,
            None,
            date(2026, 11, 29),
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the commands that run what they load."""
        for found in remote_scripts.remote_scripts(commands_of(model.document)):
            severity: Severity = "warning" if found.command.is_run else "information"
            if found.loads_package:
                message = "this installs whatever the address serves: name a commit or a hash"
                severity = "information" if found.command.is_run else "hint"
            else:
                when = _WHEN[found.command.how]
                message = f"this runs whatever the address serves{when}: keep the script in the repository"
                if not when:
                    message = "this runs whatever the address serves: load it to a file, check that, then run it"
            yield Finding(found.span, message, severity=severity)
