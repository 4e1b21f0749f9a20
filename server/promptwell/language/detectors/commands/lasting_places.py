"""Places that outlive the session: what is written there speaks to, or runs for, whoever comes next."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from promptwell.language.detectors.kept import kept_per_document
from promptwell.language.detectors.phrases.sentence import is_denied_or_told, sentence_around
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.markdown.code import code_spans
from promptwell.language.text.source import Span

CHECKED = "2026-11-29"
Weight = Literal["runs", "speaks"]
"""`runs`: what is written there is run later, or decides what may run. `speaks`: a model reads it later."""

_RUNS = (
    r"\.claude/settings(?:\.local)?\.json|\.claude/hooks\b|\.mcp\.json|\.cursor/mcp\.json|\.vscode/(?:mcp|tasks)\.json"
    r"|~?/?\.(?:bashrc|zshrc|bash_profile|zprofile|profile|zshenv)\b|\bcrontab\b|/etc/cron[\w.]*|\.git/hooks\b"
    r"|\.ssh/authorized_keys|Library/LaunchAgents|/etc/systemd\b|\$PROFILE\b"
)
_SPEAKS = (
    r"(?:~/\.claude/)?\bCLAUDE(?:\.local)?\.md|\bAGENTS\.md|\bGEMINI\.md|\bMEMORY\.md|\bSOUL\.md|\.cursorrules\b"
    r"|\.cursor/rules\b|\bcopilot-instructions\.md|\.windsurfrules\b"
)
# One of these stands in each place; places are looked for around them only.
_SIGNS = (
    *(
        ".md",
        ".claude/",
        ".cursor",
        ".json",
        "bashrc",
        "zshrc",
        "profile",
        "zshenv",
        "crontab",
        "/etc/",
    ),
    *(".git/hooks", "authorized_keys", "launchagents", "windsurfrules"),
)
_BACK, _AHEAD = 24, 32
_BEFORE = 200
_REDIRECT = re.compile(r"(?:>>?|\btee\b(?:[ \t]+-a)?)[ \t]*[\"']?[\w$~{}/.]{0,60}\Z")
_CRON = re.compile(r"\|[ \t]*crontab[ \t]+-(?!l)|\bcrontab[ \t]+(?:-e\b|[\w./~$-]+\.(?:txt|cron))")


class LastingWrite(NamedTuple):
    """An order to write where it lasts: which place, where in the text, and whether it runs or speaks."""

    span: Span
    place: str
    weight: Weight


@kept_per_document
def lasting_writes(document: PromptDocument) -> tuple[LastingWrite, ...]:
    """The orders and shell commands of a file that write to such places, once for each place."""
    if document.is_container:
        return ()
    text = document.text
    found: dict[str, LastingWrite] = {}
    fences: list[Span] | None = None
    for match in _places(text, document.body.start):
        name = match.group().lower()
        if name in found:
            continue
        if fences is None:
            fences = [
                span
                for span in code_spans(text, document.body.start)
                if text.startswith(("```", "~~~"), span.start)
            ]
        span = _write_to(text, match, fences)
        if span is not None:
            weight: Weight = "runs" if match.lastgroup == "runs" else "speaks"
            found[name] = LastingWrite(span, match.group(), weight)
    return tuple(sorted(found.values(), key=lambda each: each.span))


def _places(text: str, start: int) -> list[re.Match[str]]:
    """The lasting places that a text names, in its order."""
    lowered = text.lower()
    # Some capitals have a longer small letter, which would move places.
    if len(lowered) != len(text):
        lowered = text
    found: dict[int, re.Match[str]] = {}
    for sign in _SIGNS:
        position = lowered.find(sign, start)
        while position >= 0:
            match = _place().search(text, max(start, position - _BACK), position + _AHEAD)
            if match:
                found.setdefault(match.start(), match)
            position = lowered.find(sign, position + len(sign))
    return [match for _, match in sorted(found.items())]


def _write_to(text: str, match: re.Match[str], fences: list[Span]) -> Span | None:
    start, end = match.span()
    line = text.rfind("\n", 0, start) + 1
    if any(fence.start <= start < fence.end for fence in fences):
        before = text[max(line, start - _BEFORE) : start]
        if before.lstrip().startswith("#"):
            return None
        if _REDIRECT.search(before):
            return Span(start, end)
        whole = _CRON.search(text, max(line, start - _BEFORE), min(len(text), end + 40))
        return Span(*whole.span()) if whole and match.group().lower() == "crontab" else None
    low = max(line, start - _BEFORE)
    order = _order().search(text, low, start)
    if order is None:
        return None
    span = Span(order.start("verb"), end)
    sentence = sentence_around(text, *span)
    return None if is_denied_or_told(text, sentence, span.start) else span


@cache
def _place() -> re.Pattern[str]:
    """The lasting places."""
    return re.compile(rf"(?P<runs>{_RUNS})|(?P<speaks>{_SPEAKS})", re.IGNORECASE)


@cache
def _order() -> re.Pattern[str]:
    """What orders to write stands like, up to the place."""
    return re.compile(
        r"(?:^|[-*+>.:;,)]|\d[.)]|\b(?:then|and|to|always|must|should|please|also|now|will))[ \t*_]*"
        r"(?P<verb>write|append|add|save|store|insert|record|update|edit|modify|create|install|persist|put|register|overwrite)\b"
        r"(?P<what>(?:(?!--)[^.,\n]){0,120}?)\b(?:to|in|into|at|the|your|a|an|with)?[ \t]*[`*\"'(\[]*\Z",
        re.IGNORECASE,
    )
