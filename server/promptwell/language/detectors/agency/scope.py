"""What one file lets its agent do: which tools, whether the list is a limit, and who is asked."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.detectors.agency.capability import Capability
from promptwell.language.detectors.agency.granted_tools import (
    GrantedTool,
    prompt_tools,
    server_tools,
    tools_in_entry,
)
from promptwell.language.detectors.commands.command import SERVER_KEYS
from promptwell.language.detectors.kept import kept_per_document
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.agents.profile import Profile
from promptwell.language.syntax.formats.agents.profiles import FORMAT_NAME, profile_named
from promptwell.language.syntax.formats.mcp_config import FORMAT_NAME as SETTINGS
from promptwell.language.syntax.yaml.node import YamlEntry

_DENIES = ("disallowedTools", "disallowed-tools")
_PROMPTS = frozenset({"prompty", "dotprompt"})


class AgentScope(NamedTuple):
    """The tools of one file.

    `listed` is the key that lists them; None where there is no list, and the agent has whatever its
    session has. With `limits` the agent has these and no others. With `preapproves` they may be used
    without asking anybody. `consumer` is the tool that reads the file, as its profile calls it.
    """

    tools: tuple[GrantedTool, ...] = ()
    listed: YamlEntry | None = None
    limits: bool = False
    preapproves: bool = False
    consumer: str = ""

    def that_can(self, capability: Capability) -> tuple[GrantedTool, ...]:
        """The tools that can do something."""
        return tuple(tool for tool in self.tools if capability in tool.capabilities)


NOTHING = AgentScope()


@kept_per_document
def agent_scope(document: PromptDocument) -> AgentScope:
    """What a file lets its agent do; nothing for a file that says nothing about tools."""
    if document.format == FORMAT_NAME:
        return _of_agent_file(document, profile_named(document.dialect))
    if document.format == SETTINGS:
        return _of_settings(document)
    if document.format in _PROMPTS:
        tools = tuple(prompt_tools(document.header))
        if tools:
            return AgentScope(tools, document.header.entry("tools"), limits=True)
    return NOTHING


def _of_settings(document: PromptDocument) -> AgentScope:
    """What the settings of an AI tool allow: the servers it starts, and what Claude Code needn't ask about."""
    tools: list[GrantedTool] = []
    permissions = document.root.get("permissions")
    allowed = permissions.entry("allow") if permissions is not None else None
    if allowed is not None:
        tools += tools_in_entry(document, allowed, profile_named("claude-command"))
    for key in SERVER_KEYS:
        servers = document.root.get(key)
        if servers is not None and servers.kind == "mapping":
            tools += server_tools(document, servers)
    return AgentScope(
        tuple(tools),
        allowed,
        preapproves=allowed is not None,
        consumer="the tool of these settings",
    )


def _of_agent_file(document: PromptDocument, profile: Profile) -> AgentScope:
    entries = document.root.entries
    key = next((each for each, kind in profile.names.items() if _grants(each, kind)), None)
    listed = document.root.entry(key) if key else None
    tools: list[GrantedTool] = []
    if listed is not None and listed.value.kind != "missing":
        tools += tools_in_entry(document, listed, profile)
    denied = {
        tool.name.lower()
        for entry in entries
        if entry.name in _DENIES
        for tool in tools_in_entry(document, entry, profile)
        if tool.limit is None
    }
    for entry in entries:
        if entry.name in SERVER_KEYS:
            tools += server_tools(document, entry.value)
    return AgentScope(
        tuple(tool for tool in tools if tool.name.lower() not in denied),
        listed,
        limits=key == "tools" and listed is not None,
        preapproves=key == "allowed-tools",
        consumer=profile.tool,
    )


def _grants(key: str, kind: str) -> bool:
    return kind == "tool" and key not in _DENIES
