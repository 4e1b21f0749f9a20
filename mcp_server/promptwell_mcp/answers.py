"""From a tool call to its answer: what is asked is read, the tool runs, and faults are told to the agent."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from promptwell.errors import Cancelled, NotFoundError, PromptwellError, UsageError
from promptwell.language.text.nearest import nearest
from promptwell_mcp.calling import Call
from promptwell_mcp.schemas import adapter
from promptwell_mcp.tools import TOOLS
from promptwell_mcp.tools.tool import Tool
from promptwell_mcp.untrusted import well_formed, well_formed_data

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool says: the same as text and as data; a fault has no data."""

    text: str
    data: dict[str, Any] | None = None


def answer(name: str, given: Mapping[str, Any], call: Call) -> Answer:
    """Run a tool. What goes wrong is an answer as well, in words that say what to do next.

    Raises:
        Cancelled: the agent no longer wants the answer.
    """
    try:
        tool = _tool(name)
        result = tool.function(call, read(tool, given))
    except Cancelled:
        raise
    except PromptwellError as error:
        return Answer(well_formed(explained(error)))
    except Exception as failure:  # noqa: BLE001  # a broken tool must not end the server
        _log.exception("the tool %s failed", name)
        return Answer(
            f"{name} could not finish ({type(failure).__name__}): a fault of promptwell, not of the "
            "call. What it was is in the log of the server, on standard error"
        )
    # Done before the data is dumped, which no text that is none survives.
    data = well_formed_data(adapter(tool.given).dump_python(result, exclude_defaults=True))
    return Answer(well_formed(tool.tell(result)), data)


def explained(error: PromptwellError) -> str:
    """An error's message, and the call that leads on where there is one."""
    if isinstance(error, NotFoundError):
        said = str(error)
        end = "" if said.endswith(("?", ".")) else "."
        # What else is looked for and not found is a version.
        way_out = (
            "Call search_prompts or list_prompts to find it"
            if "there is no prompt" in said
            else "get_prompt lists the versions that there are"
        )
        return f"{said}{end} {way_out}"
    return str(error)


def read(tool: Tool, given: Mapping[str, Any]) -> Any:
    """What a tool is asked.

    Raises:
        UsageError: the arguments do not fit; the message names each and what is wanted.
    """
    properties = adapter(tool.asked).json_schema()["properties"]
    known = list(properties)
    for name in given:
        if name not in known:
            close = nearest(name, known)
            way_out = f"did you mean `{close}`?" if close else f"it takes: {', '.join(known)}"
            raise UsageError(f"{tool.name} has no argument `{name}`; {way_out}")
    try:
        return adapter(tool.asked).validate_python(
            {name: _unquoted(value, properties[name]) for name, value in given.items()}
        )
    except ValidationError as error:
        faults = (
            f"`{'.'.join(map(str, each['loc']))}`: {each['msg'][:1].lower()}{each['msg'][1:]}"
            for each in error.errors(include_url=False, include_input=False)
        )
        raise UsageError(f"{tool.name}: {'; '.join(faults)}") from None


def _unquoted(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value; an object that was sent as JSON text, as some models do, is read."""
    if schema.get("type") == "object" and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _tool(name: str) -> Tool:
    tool = TOOLS.get(name)
    if tool is None:
        close = nearest(name, TOOLS)
        way_out = f"did you mean `{close}`?" if close else f"there are: {', '.join(TOOLS)}"
        raise UsageError(f"there is no tool `{name}`; {way_out}")
    return tool
