"""Commands that run what they have just downloaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from promptwell.language.detectors.commands.command import Command
from promptwell.language.text.source import Span

_LOADERS = r"(?:curl|wget|iwr|irm|Invoke-WebRequest|Invoke-RestMethod)"
# One command with its options, up to what ends it. What it prints may go through one more command.
_UP_TO = r"(?:[^\n;&|\\]|\\.|\\\n|(?<=\d)&1){0,250}"
_SHELL = (
    r"(?:sudo[ \t]+(?:-\w+[ \t]+)*)?(?:env[ \t]+(?:\w+=\S*[ \t]+)*)?(?:\w+=\S*[ \t]+){0,3}(?:/usr)?(?:/bin/)?"
    # A shell with a script of its own reads what is piped as that script's input.
    r"(?:(?:ba|z|da|k)?sh\b(?=[ \t]*(?:$|[\r\n;&|`\"')]|-[a-bd-z]*\b|<))"
    r"|(?:python[\d.]*|node|perl|ruby|php)\b(?=[ \t]*(?:$|[\r\n;&|`\"')]|-(?![\w-])))"
    r"|(?:iex|Invoke-Expression|pwsh|powershell)\b)"
)
_LOADER = re.compile(rf"\b{_LOADERS}\b", re.IGNORECASE)
_LINE = 400
_PINNED = re.compile(r"@[0-9a-f]{12,40}(?:[#&]|\Z)|#sha(?:256|512)=")
_HINTS = ("curl", "wget", "iwr", "irm", "invoke-", "downloadstring", "git+", "http")


class RemoteScript(NamedTuple):
    """A command that runs what it loads: where, and in which way."""

    span: Span
    loads_package: bool
    command: Command


def remote_scripts(commands: tuple[Command, ...]) -> Iterator[RemoteScript]:
    """The places where a command runs what it has just loaded, in the order of the text."""
    for command in commands:
        text = command.text
        lowered = text.lower()
        if not any(hint in lowered for hint in _HINTS):
            continue
        spans: list[tuple[int, int, bool]] = []
        for pattern in (_piped(), _substituted()):
            spans += [(*match.span(), False) for match in pattern.finditer(text)]
        spans += [(*span, False) for span in _saved_and_run(text)]
        for match in _installed().finditer(text):
            if not _PINNED.search(match["from"]):
                spans.append((*match.span(), True))
        last = -1
        for start, end, package in sorted(spans):
            if start < last or _in_comment(text, start):
                continue
            last = end
            yield RemoteScript(command.place(start, end), package, command)


def _saved_and_run(text: str) -> Iterator[Span]:
    for match in _run().finditer(text):
        line = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _LINE)
        loader = _LOADER.search(text, line, match.start())
        if loader is None:
            continue
        named = re.compile(rf"[/ \t\"'](?:\./)?{re.escape(match['file'])}(?![\w.])")
        if named.search(text, loader.end(), match.start()):
            yield Span(loader.start(), match.end())


def _in_comment(text: str, position: int) -> bool:
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return line.lstrip().startswith("#")


@cache
def _piped() -> re.Pattern[str]:
    """What is loaded and piped into something that runs it."""
    return re.compile(
        rf"\b{_LOADERS}\b{_UP_TO}\|[ \t]*(?:tee\b[^\n;&|]{{0,80}}\|[ \t]*)?{_SHELL}", re.IGNORECASE
    )


@cache
def _substituted() -> re.Pattern[str]:
    """What is loaded within the arguments of something that runs it."""
    return re.compile(
        rf"\b(?:(?:ba|z|da|k)?sh|source|\.|eval|python[\d.]*|node|ruby|perl)(?:[ \t]+-\w+){{0,3}}[ \t]*[\"']?[ \t]*"
        rf"(?:<\(|\$\(|`)[ \t]*{_LOADERS}\b[^\n)`]{{0,400}}"
        r"|\b(?:iex|Invoke-Expression)[ \t]*[\"'(&{$ \t]{0,8}[^\n|;]{0,80}?\b(?:DownloadString|iwr|irm"
        r"|Invoke-WebRequest|Invoke-RestMethod)\b[^\n;|]{0,300}",
        re.IGNORECASE,
    )


@cache
def _installed() -> re.Pattern[str]:
    """Packages that come from an address."""
    return re.compile(
        r"\b(?:pip3?|uv[ \t]+pip|uv[ \t]+tool|pipx|uvx[ \t]+--from)\b(?:[ \t]+install\b)?(?:[ \t]+-{1,2}[\w-]+)*"
        r"[ \t]+[\"']?(?P<from>git\+(?:https?|ssh)://[^\s\"']{1,300}|https?://[^\s\"']{1,300})"
    )


@cache
def _run() -> re.Pattern[str]:
    """A file that is run behind another command, which may have loaded it."""
    return re.compile(
        r"(?:&&|;)[ \t]*(?:chmod[^\n;&|]{1,80}&&[ \t]*)?(?:sudo[ \t]+)?"
        r"(?:(?:(?:ba|z|da)?sh|python[\d.]*|node|source|\.)[ \t]+|(?=\./))(?:\./)?(?P<file>\w[\w.-]{0,80})",
        re.IGNORECASE,
    )
