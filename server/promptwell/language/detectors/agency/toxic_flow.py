"""Three things that are harmless apart: text by strangers comes in, something private is read, a way leads out."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.detectors.agency.capability import Capability
from promptwell.language.detectors.agency.granted_tools import GrantedTool
from promptwell.language.detectors.agency.named_tools import ALL
from promptwell.language.detectors.agency.scope import AgentScope


class ToxicFlow(NamedTuple):
    """The tools that make up the flow. `explicit` where each is granted by its own name and sends for sure."""

    entry: GrantedTool
    private: GrantedTool
    exit: GrantedTool
    explicit: bool


def toxic_flow(scope: AgentScope) -> ToxicFlow | None:
    """The flow that the tools of one agent allow, by the most explicit tool for each leg; None for none.

    Reading the workspace and running commands count for no leg: nearly every coding agent does both.
    A way out where somebody is asked each time is none.
    """
    private = _first(scope.that_can("private"), apart_from="untrusted")
    entry = _first(scope.that_can("untrusted"))
    sends = _first(tuple(tool for tool in scope.that_can("send") if not tool.asks))
    way_out = sends or _first(scope.that_can("request"))
    if private is None or entry is None or way_out is None:
        return None
    explicit = sends is not None and ALL not in (entry.name, private.name, way_out.name)
    return ToxicFlow(entry, private, way_out, explicit)


def _first(
    tools: tuple[GrantedTool, ...], apart_from: Capability | None = None
) -> GrantedTool | None:
    """One that is granted by its own name rather than with all of its server's, where there is one.

    One that can't do what it shall be told apart from comes first, so that the flow shows different tools.
    """
    return min(
        tools, key=lambda tool: (tool.name == ALL, apart_from in tool.capabilities), default=None
    )
