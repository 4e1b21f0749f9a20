"""Options by which a coding agent's own command stops asking people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.detectors.commands.command import Command
from promptwell.language.text.source import Span

CHECKED = "2026-11-29"
# Which agent's command has the option; the option alone is only told where that command stands before it.
_OPTIONS = {
    "--dangerously-skip-permissions": "claude",
    "--permission-mode bypassPermissions": "claude",
    "--dangerously-bypass-approvals-and-sandbox": "codex",
    "--yolo": "gemini|codex|qwen",
    "--allow-all-tools": "copilot",
    "--trust-all-tools": "q|kiro-cli",
}
_PATTERN = re.compile(
    "|".join(
        rf"(?<![\w-])(?:{commands})\b[^\n;&|]{{0,300}}?[ \t](?P<o{index}>{re.escape(option)})(?![\w-])"
        for index, (option, commands) in enumerate(_OPTIONS.items())
    )
)


class Unasked(NamedTuple):
    """An option that stops an agent from asking: which one and where."""

    span: Span
    option: str
    command: Command


def unasked_options(commands: tuple[Command, ...]) -> Iterator[Unasked]:
    """The options in the commands by which another agent would run without asking."""
    for command in commands:
        if not any(option.partition(" ")[0] in command.text for option in _OPTIONS):
            continue
        for match in _PATTERN.finditer(command.text):
            start, end = match.span(match.lastgroup or 0)
            yield Unasked(command.place(start, end), command.text[start:end], command)
