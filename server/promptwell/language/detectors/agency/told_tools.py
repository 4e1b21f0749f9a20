"""The tools that a text tells its agent to use, beside those that its file grants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.detectors.agency.granted_tools import GrantedTool
from promptwell.language.detectors.agency.named_tools import ALL
from promptwell.language.detectors.agency.scope import AgentScope, agent_scope
from promptwell.language.detectors.phrases.sentence import sentence_around
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.agents.profiles import FORMAT_NAME, profile_named
from promptwell.language.syntax.markdown.code import code_spans, in_code
from promptwell.language.text.source import Span

_MCP = re.compile(
    r"(?<![\w*])mcp__(?P<server>[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*)__(?P<tool>\w+)(?![\w*])"
)
_HASH = re.compile(r"(?<!\w)#tool:(?P<name>[\w./-]*\w)")
_USE = r"\b(?:[Uu]se|[Uu]sing|[Cc]all|[Ii]nvoke)[ \t]+(?:the[ \t]+)?"
_CLAUDE = re.compile(
    rf"{_USE}(?:`(?P<ticks>[A-Z]\w+)`|(?P<bare>[A-Z]\w+)(?=[ \t]+tool\b)"
    r"|(?P<plain>Web(?:Search|Fetch)|NotebookEdit|AskUserQuestion)\b)"
)
_FUNCTION = re.compile(rf"{_USE}`(?P<name>\w+)`[ \t]+(?:tool|function)\b")
_DENIED = re.compile(
    r"\b(?:not|never|\w+n['\u2019]t|avoid|without|cannot|no|instead)\b", re.IGNORECASE
)
# One tool by several names, of now and of before.
_SAME = {"task": "agent", "multiedit": "edit", "bashoutput": "bash", "killshell": "bash"}


class UngrantedTool(NamedTuple):
    """A tool that the text names and the file doesn't grant; `listed` is where its list stands."""

    name: str
    span: Span
    listed: Span


def ungranted_tools(document: PromptDocument) -> Iterator[UngrantedTool]:
    """The tools that the text tells the agent to use and that its list doesn't hold, once each."""
    scope = agent_scope(document)
    if (
        not scope.limits
        or scope.listed is None
        or any(tool.name == ALL and not tool.server for tool in scope.tools)
    ):
        return
    seen: set[str] = set()
    for name, server, span in _told(document, scope):
        key = f"{server}/{name}".lower()
        if key not in seen and not _is_granted(name, server, scope.tools):
            seen.add(key)
            yield UngrantedTool(document.source.slice(span), span, scope.listed.key.span)


def _told(document: PromptDocument, scope: AgentScope) -> Iterator[tuple[str, str, Span]]:
    text, start = document.text, document.body.start
    if document.format != FORMAT_NAME:
        if document.format == "prompty":
            for match in _FUNCTION.finditer(text, start):
                if not _is_denied(text, match):
                    yield match["name"], "", Span(*match.span("name"))
        return
    if scope.consumer == "VS Code":
        code = code_spans(text, start)
        for match in _HASH.finditer(text, start):
            if not in_code(code, match.start()):
                server, _, name = match["name"].rpartition("/")
                yield name, server, Span(*match.span("name"))
        return
    fences = [
        s for s in code_spans(text, start) if text.startswith(("```", "~~~", "<!--"), s.start)
    ]
    found = [
        (match["tool"], match["server"], Span(*match.span()))
        for match in _MCP.finditer(text, start)
    ]
    known = profile_named(document.dialect).tools
    for match in _CLAUDE.finditer(text, start):
        group = match.lastgroup or "bare"
        if match[group] in known and not _is_denied(text, match):
            found.append((match[group], "", Span(*match.span(group))))
    for name, server, span in sorted(found, key=lambda each: each[2]):
        if not any(fence.start <= span.start < fence.end for fence in fences):
            yield name, server, span


def _is_denied(text: str, match: re.Match[str]) -> bool:
    sentence = sentence_around(text, *match.span())
    return bool(_DENIED.search(text, sentence.start, match.start()))


def _is_granted(name: str, server: str, tools: tuple[GrantedTool, ...]) -> bool:
    lowered = _SAME.get(name.lower(), name.lower())
    for tool in tools:
        granted = _SAME.get(tool.name.lower(), tool.name.lower())
        if granted == lowered or granted.rpartition("/")[2] == lowered:
            return True
        if server and (
            granted == server.lower()
            or (granted.startswith(f"{server.lower()}/") and granted.endswith("*"))
        ):
            return True
        if (
            tool.name == ALL
            and tool.server
            and (
                server.lower() == tool.server.lower()
                or (not server and lowered == tool.server.lower())
            )
        ):
            return True
    return False
