"""The tools that a file grants, one by one: by the front matter of agent files, and by Prompty and Dotprompt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.detectors.agency import claude_tools, vscode_tools
from promptwell.language.detectors.agency.capability import NONE, Capabilities, ToolTable
from promptwell.language.detectors.agency.named_tools import ALL, capabilities_of_name
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.embedding import content_span
from promptwell.language.syntax.formats.agents.profile import Profile
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.source import Span

# A tool and what stands in parentheses behind it. Blanks part tools as commas do.
_TOOL = re.compile(r"(?P<name>[^\s,()\[\]'\"]+)(?:\((?P<limit>[^()\r\n]*)\))?")
_MCP = re.compile(r"mcp__(?P<server>.+?)(?:__(?P<tool>.+))?\Z")
EVERY = frozenset({"*", "all", "**"})


class GrantedTool(NamedTuple):
    """One tool that a file grants.

    `name` is the tool's own name, `*` for all of a server's; `server` is the MCP server that it
    comes from, "" for none. `limit` is what stands in parentheses behind it, None without them.
    `described` tells whether the file says what the tool does. `approval` is what the file says of
    asking somebody before a call: `always`, `never`, `specify`, or "".
    """

    name: str
    span: Span
    capabilities: Capabilities
    server: str = ""
    limit: str | None = None
    described: bool = False
    approval: str = ""

    @property
    def asks(self) -> bool:
        """Whether somebody is asked before each call."""
        return self.approval == "always"

    @property
    def written(self) -> str:
        """The name as people know it: with its server before it."""
        return f"{self.server}/{self.name}" if self.server else self.name


def tools_in_entry(
    document: PromptDocument, entry: YamlEntry, profile: Profile
) -> Iterator[GrantedTool]:
    """The tools under a key of an agent file's front matter, as its tool takes the value."""
    table = vscode_tools.TABLE if profile.tool == "VS Code" else claude_tools.TABLE
    for node in entry.value.items or (entry.value,):
        if node.kind == "alias":
            # `tools: *` is no YAML, and yet the tools take it for all of them.
            yield _agent_tool(ALL, None, node.span, table)
        elif node.kind == "scalar" and isinstance(node.value, str):
            place = content_span(document.text, node)
            whole = document.source.slice(place)
            if profile.tool == "VS Code" and entry.value.items:
                yield _agent_tool(whole, None, place, table)
                continue
            for match in _TOOL.finditer(document.text, *place):
                yield _agent_tool(match["name"], match["limit"], Span(*match.span()), table)


def server_tools(document: PromptDocument, servers: YamlNode) -> Iterator[GrantedTool]:
    """The tools of MCP servers whose settings stand in the front matter, or that are only named there."""
    for name, node, span in _servers(servers):
        listed = node.get("tools") if node.kind == "mapping" else None
        if listed is None or not listed.items:
            yield GrantedTool(ALL, span, capabilities_of_name(ALL, name), name)
            continue
        for item in listed.items:
            tool = item.text()
            if tool:
                place = content_span(document.text, item)
                yield GrantedTool(tool, place, capabilities_of_name(tool, name), name)


def prompt_tools(root: YamlNode) -> Iterator[GrantedTool]:
    """The tools of a Prompty or Dotprompt file: functions by name, and servers with what they may offer."""
    tools = root.get("tools") or root.get("model", "parameters", "tools")
    if tools is None:
        return
    for entry in tools.entries:
        yield from _prompt_tool(entry.name, entry.key.span, entry.value)
    for item in tools.items:
        function = item.get("function") or item
        name = function.get("name") if function.kind == "mapping" else function
        if name is not None and name.text():
            yield from _prompt_tool(name.text() or "", name.span, function)


def _agent_tool(name: str, limit: str | None, span: Span, table: ToolTable) -> GrantedTool:
    if name.lower() in EVERY:
        return GrantedTool(ALL, span, frozenset(), limit=limit)
    known = table.of(name)
    if known is not None:
        return GrantedTool(name, span, known, limit=limit)
    mcp = _MCP.match(name)
    if mcp:
        server, tool = mcp["server"], mcp["tool"] or ALL
    elif table is claude_tools.TABLE:
        # Claude Code has no other tools: a name that it doesn't know grants nothing.
        return GrantedTool(name, span, NONE, limit=limit)
    else:
        server, _, tool = name.rpartition("/")
    return GrantedTool(tool, span, capabilities_of_name(tool, server), server, limit)


def _servers(node: YamlNode) -> Iterator[tuple[str, YamlNode, Span]]:
    for entry in node.entries:
        yield entry.name, entry.value, entry.key.span
    for item in node.items:
        if item.text():
            yield item.text() or "", item, item.span
        for entry in item.entries:
            yield entry.name, entry.value, entry.key.span


def _prompt_tool(name: str, span: Span, node: YamlNode) -> Iterator[GrantedTool]:
    kind = node.get("kind")
    described = node.get("description") is not None or node.get("serverDescription") is not None
    if kind is None or kind.text() != "mcp":
        yield GrantedTool(name, span, capabilities_of_name(name), described=described)
        return
    named = node.get("serverName")
    server = (named.text() if named else None) or name
    mode = node.get("approvalMode", "kind") or node.get("approvalMode")
    approval = (mode.text() if mode is not None else None) or ""
    allowed = node.get("allowedTools")
    if allowed is None or not allowed.items:
        about = capabilities_of_name(ALL, f"{name} {server}")
        yield GrantedTool(ALL, span, about, server, described=described, approval=approval)
        return
    for item in allowed.items:
        tool = item.text()
        if tool:
            about = capabilities_of_name(tool, f"{name} {server}")
            yield GrantedTool(
                tool, item.span, about, server, described=described, approval=approval
            )
