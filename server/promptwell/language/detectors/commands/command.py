"""The commands in an agent file: those that its tool runs by itself, and those that the agent is shown.

Every check of a command takes a `Command`, so that files which hold commands in other ways, such as
the settings of MCP servers, only have to make these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from promptwell.language.detectors.commands.shell_words import Word, simple_commands
from promptwell.language.detectors.kept import kept_per_document
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.embedding import content_span, said
from promptwell.language.syntax.formats.agents.profiles import FORMAT_NAME, profile_named
from promptwell.language.syntax.formats.mcp_config import FORMAT_NAME as SETTINGS
from promptwell.language.syntax.markdown.code import code_spans
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

How = Literal["injected", "hook", "server", "shown"]
"""Who runs it: `injected` into the text before a model reads it, a `hook` of the session, the start of
a `server`; or the agent itself, to which it is `shown` in a block of shell code."""

SERVER_KEYS = ("mcpServers", "mcp-servers", "servers", "mcp_servers", "context_servers", "mcp")
"""The keys under which front matter and settings of AI tools keep MCP servers."""

_SHELLS = frozenset(
    ("bash", "sh", "shell", "zsh", "console", "terminal", "powershell", "pwsh", "ps1", "cmd", "bat")
)
_INFO = re.compile(r"[`~]{3,}[ \t]*\{?[.]?([\w+-]*)")
_INLINE = re.compile(r"[^\r\n]*[ \t|][^\r\n]*\Z")


class Command(NamedTuple):
    """A command and where it stands.

    `text` is what stands at `span`. For a server the words stand apart in the file: then `text` joins
    them by blanks, and `parts` tells for each where it stands in `text` and in the file.
    """

    text: str
    span: Span
    how: How
    parts: tuple[tuple[Span, Span], ...] = ()

    @property
    def is_run(self) -> bool:
        """Whether a tool runs it without the model or a person deciding so."""
        return self.how != "shown"

    def place(self, start: int, end: int) -> Span:
        """Where a part of the text stands in the file."""
        if not self.parts:
            return Span(self.span.start + start, self.span.start + end)
        found = [place for part, place in self.parts if part.start < end and start < part.end]
        return Span(found[0].start, found[-1].end) if found else self.span

    def simple(self) -> Iterator[tuple[Word, ...]]:
        """The single commands in it, each as its words, which stand at places of `text`."""
        if not self.parts:
            yield from simple_commands(self.text)
            return
        yield tuple(Word(self.text[part.start : part.end], *part) for part, _ in self.parts)
        for part, _ in self.parts:
            said = self.text[part.start : part.end]
            if " " in said:  # a command line of its own, as behind `bash -c`
                for words in simple_commands(said):
                    yield tuple(
                        Word(each.said, each.start + part.start, each.end + part.start)
                        for each in words
                    )


@kept_per_document
def commands_of(document: PromptDocument) -> tuple[Command, ...]:
    """All commands of an agent file or of an AI tool's settings, in order; nothing for other files."""
    if document.format == SETTINGS:
        found = [*_of_settings(document)]
    elif document.format == FORMAT_NAME:
        found = [*_of_front_matter(document), *_of_body(document)]
    else:
        return ()
    return tuple(sorted(found, key=lambda each: each.span))


def server_commands(text: str, server: YamlNode) -> Iterator[Command]:
    """The command that starts an MCP server, from the mapping with its settings: `command` and `args`."""
    node = server.get("command")
    if node is None:
        return
    arguments = server.get("args")
    # opencode has the command and its arguments in one list.
    nodes = [*(node.items or (node,)), *(arguments.items if arguments is not None else ())]
    joined = ""
    parts: list[tuple[Span, Span]] = []
    for each in nodes:
        said = each.text()
        if said:
            start = len(joined) + 1 if joined else 0
            joined = f"{joined} {said}" if joined else said
            parts.append((Span(start, len(joined)), content_span(text, each)))
    if not parts:
        return
    whole = Span(parts[0][1].start, parts[-1][1].end)
    yield Command(joined, whole, "server", tuple(parts))


def _of_settings(document: PromptDocument) -> Iterator[Command]:
    for entry in document.root.entries:
        if entry.name == "hooks":
            yield from _hooks(document, entry.value)
        elif entry.name in SERVER_KEYS:
            yield from _servers(document, entry.value)


def _servers(document: PromptDocument, servers: YamlNode) -> Iterator[Command]:
    for node in servers.walk():
        if node.kind == "mapping":
            yield from server_commands(document.text, node)


def _hooks(document: PromptDocument, hooks: YamlNode) -> Iterator[Command]:
    for node in hooks.walk():
        written = node.get("command") if node.kind == "mapping" else None
        if written is not None and written.text():
            # What it says is as long as what is written: escapes are filled up with blanks.
            yield Command(
                said(document.text, written), content_span(document.text, written), "hook"
            )


def _of_front_matter(document: PromptDocument) -> Iterator[Command]:
    for entry in document.root.entries:
        if entry.name == "hooks":
            yield from _hooks(document, entry.value)
        elif entry.name in ("mcpServers", "mcp-servers"):
            yield from _servers(document, entry.value)


def _of_body(document: PromptDocument) -> Iterator[Command]:
    text = document.text
    injects = profile_named(document.dialect).placeholders == "arguments"
    for span in code_spans(text, document.body.start):
        if text.startswith(("```", "~~~"), span.start):
            yield from _fenced(text, span, injects)
        elif text[span.start] == "`":
            inside = _within_ticks(text, span)
            # `!` before code means: run it, and put in what it prints.
            if injects and span.start and text[span.start - 1] == "!":
                if span.start < 2 or text[span.start - 2].isspace():
                    yield Command(text[inside.start : inside.end], inside, "injected")
            elif _INLINE.match(text, inside.start, inside.end):
                yield Command(text[inside.start : inside.end], inside, "shown")


def _fenced(text: str, span: Span, injects: bool) -> Iterator[Command]:
    info = _INFO.match(text, span.start)
    begin = text.find("\n", span.start, span.end) + 1
    end = text.rfind("\n", begin, span.end) if begin else 0
    if info is None or not begin or end <= begin:
        return
    inside = Span(begin, end)
    if injects and text.startswith("```!", span.start):
        yield Command(text[begin:end], inside, "injected")
    elif info[1].lower() in _SHELLS:
        yield Command(text[begin:end], inside, "shown")


def _within_ticks(text: str, span: Span) -> Span:
    ticks = len(text[span.start : span.end]) - len(text[span.start : span.end].lstrip("`"))
    return Span(span.start + ticks, max(span.start + ticks, span.end - ticks))
