"""The rule unlimited-shell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.agency.granted_tools import GrantedTool
from promptwell.language.detectors.agency.scope import AgentScope, agent_scope
from promptwell.language.detectors.agency.taking_out import without
from promptwell.language.detectors.commands.command import commands_of
from promptwell.language.detectors.commands.unasked import unasked_options
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.rules.sources import CLAUDE_PERMISSIONS, OWASP_LLM06
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.embedding import content_span
from promptwell.language.syntax.formats.mcp_config import FORMAT_NAME as SETTINGS
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_SHELLS = frozenset({"bash", "powershell"})
# A pattern that begins with one of these and says no more lets any command through.
_ANY_COMMAND = frozenset({
    "sudo", "doas", "su", "bash", "sh", "zsh", "eval", "exec", "env", "xargs", "pwsh", "powershell",
})  # fmt: skip
_ANY_CODE = frozenset({
    "python", "python3", "node", "ruby", "perl", "php", "deno", "bun", "npx", "uvx", "ssh", "docker",
})  # fmt: skip
_ANY_ADDRESS = frozenset({"curl", "wget", "nc", "ncat"})
_REST = re.compile(r"[:\s]*\*?\Z")


class UnlimitedShell(Rule):
    """A shell without limits, or with limits that are none.

    ## What it does

    Reports grants by which an agent runs any command without asking anybody.

    | what | severity |
    |---|---|
    | `Bash(*)`, `Bash(:*)`: parentheses that limit nothing | warning |
    | `Bash(sudo:*)`, `Bash(bash:*)`, `Bash(eval:*)`, `Bash(env:*)`: each runs any command | warning |
    | `permissionMode: bypassPermissions`; the same as `defaultMode` in settings of Claude Code | warning |
    | `sandbox_mode = "danger-full-access"` in Codex's settings | warning |
    | `claude --dangerously-skip-permissions` and its like in a hook or in a command that is run | warning |
    | `shell: true` for a tool or server | warning |
    | the same options in a block of shell code that the agent is shown | information |
    | `Bash(curl:*)`, `Bash(wget:*)` without asking: sends anything anywhere | information |
    | plain `Bash` without asking; `Bash(python:*)`, `Bash(node:*)`, `Bash(docker:*)`: any code | hint |

    `Bash` under `tools` of an agent is silent: there it says which tools the agent has, and each
    command is asked about as in any session.

    ## Why is this bad?

    A command that nobody sees can read every file of the user, send it away and delete it. The limit in
    parentheses is what keeps a sentence on a web page from becoming such a command.

    ## Example

    ```md path=.claude/commands/release.md
    ---
    description: Makes a release
    allowed-tools: Read, Bash(*)
    ---
    Make a release.
    ```

    ```md path=.claude/commands/release.md
    ---
    description: Makes a release
    allowed-tools: Read, Bash(git tag:*), Bash(npm publish:*)
    ---
    Make a release.
    ```

    ## Fix

    Takes the grant out, or puts `default` for the mode. Both are unsafe: commands are asked about again.
    """

    group = "agency"
    severity = "warning"
    cwe = (250,)
    owasp = ("LLM06", "ASI02", "ASI05")
    sources = (CLAUDE_PERMISSIONS, OWASP_LLM06)

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the grants of a shell that limit nothing."""
        document = model.document
        scope = agent_scope(document)
        yield from _mode(document)
        for tool in scope.tools:
            judged = _judge(tool, scope)
            if judged is not None:
                message, severity = judged
                yield Finding(
                    tool.span, message, _taken_out(document, scope, tool), severity=severity
                )
        yield from _shell_flags(document)
        for option in unasked_options(commands_of(document)):
            yield Finding(
                option.span,
                f"`{option.option}`: the agent that this starts asks nobody about anything",
                severity="warning" if option.command.is_run else "information",
            )


def _judge(tool: GrantedTool, scope: AgentScope) -> tuple[str, Severity] | None:
    if tool.name.lower() not in _SHELLS or tool.server:
        return None
    if tool.limit is None:
        if not scope.preapproves:
            return None
        return (
            f"any command may run without asking: say which, as in `{tool.name}(git log:*)`",
            "hint",
        )
    word, rest = _first_word(tool.limit)
    if not word:
        return (
            f"`{tool.name}({tool.limit})` looks like a limit and lets every command through",
            "warning",
        )
    if rest:
        return None
    if word in _ANY_COMMAND:
        return f"`{word}` runs any command it is given: this limits nothing", "warning"
    if not scope.preapproves:
        return None
    if word in _ANY_ADDRESS:
        return f"`{word}` sends anything anywhere, and nobody is asked", "information"
    if word in _ANY_CODE:
        return f"`{word}` runs any code it is given: name the script as well", "hint"
    return None


def _first_word(limit: str) -> tuple[str, bool]:
    """The command that a limit begins with, and whether the limit says more than that."""
    match = re.match(r"[^\s:*]*", limit.strip())
    word = match.group() if match else ""
    return word, not _REST.match(limit.strip()[len(word) :])


def _taken_out(document: PromptDocument, scope: AgentScope, tool: GrantedTool) -> tuple[Fix, ...]:
    edit = without(document.text, scope.listed, tool.span) if scope.listed else None
    if edit is None:
        return ()
    written = document.source.slice(tool.span)
    return (Fix(f"Remove `{written}`, so that commands are asked about", (edit,), safe=False),)


def _mode(document: PromptDocument) -> Iterator[Finding]:
    if document.format == SETTINGS:
        node = document.root.get("permissions", "defaultMode")
        sandbox = document.root.get("sandbox_mode")
        if sandbox is not None and sandbox.text() == "danger-full-access":
            yield Finding(sandbox.span, "commands run without a sandbox")
    else:
        node = document.root.get("permissionMode")
    if node is not None and node.text() == "bypassPermissions":
        place = content_span(document.text, node)
        fix = Fix("Write `default`", (TextEdit(place, "default"),), safe=False)
        yield Finding(place, "nobody is asked about anything that is done here", (fix,))


def _shell_flags(document: PromptDocument) -> Iterator[Finding]:
    for key in ("tools", "mcpServers", "mcp-servers", "servers"):
        node = document.header.get(key)
        for each in node.walk() if node is not None else ():
            entry = each.entry("shell") if each.kind == "mapping" else None
            if entry is not None and entry.value.value is True:
                yield Finding(entry.span, "`shell: true`: arguments become part of a command line")
