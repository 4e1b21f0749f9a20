"""The repository's prompts as MCP prompts: a user picks one in the client and fills in its inputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from promptwell_mcp.calling import Call
from promptwell_mcp.texts import message_text, one_line
from promptwell_mcp.untrusted import shown

# One page: clients that read no further have the important ones.
PAGE = 50

# Clients send every value as text; these are read as JSON where they are.
_TEXT_KINDS = frozenset({"string", "image", "file", "audio", "enum", "any", ""})


@dataclass(frozen=True, slots=True)
class Argument:
    """One input, as a client asks for it."""

    name: str
    description: str
    required: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A prompt, as a client lists it."""

    name: str
    title: str
    description: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A message of a rendered prompt; the protocol knows users and assistants only."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A prompt filled in: where it is from, which version it is, and its messages."""

    path: str
    version: Mapping[str, Any] | None
    turns: tuple[Turn, ...]

    @property
    def about(self) -> str:
        """Its path and version."""
        return f"{self.path}, version {self.version['number']}" if self.version else self.path


def offers(call: Call, cursor: str) -> tuple[list[Offer], str]:
    """A page of prompts, the important ones first, and the cursor of the next page."""
    page = call("prompt.offered", {"limit": PAGE, "cursor": cursor})
    return [_offer(each) for each in page["prompts"]], page["next_cursor"]


def filled_in(call: Call, name: str, arguments: Mapping[str, str]) -> FilledIn:
    """A prompt filled in with what the user gave."""
    inputs = _inputs(call, name)
    kinds = {each["name"]: each["kind"] for each in inputs}
    given = {key: _value(text, kinds.get(key, "")) for key, text in arguments.items() if text != ""}
    rendered = call("prompt.render", {"prompt": name, "variables": given})
    turns = (
        Turn("assistant" if each["role"] == "assistant" else "user", shown(message_text(each)).text)
        for each in rendered["messages"]
    )
    return FilledIn(rendered["path"], rendered["version"], tuple(turns))


def values(call: Call, name: str, argument: str, typed: str) -> list[str]:
    """The values that an input may have and that begin as typed."""
    inputs = _inputs(call, name)
    known: list[str] = next((each["values"] for each in inputs if each["name"] == argument), [])
    return [value for value in known if value.casefold().startswith(typed.casefold())]


def _inputs(call: Call, name: str) -> list[dict[str, Any]]:
    found = call("prompt.inputs", {"prompts": [name]})["prompts"][0]
    inputs: list[dict[str, Any]] = found["inputs"]
    return inputs


def _offer(prompt: Mapping[str, Any]) -> Offer:
    arguments = tuple(
        Argument(each["name"], _about(each), each["required"]) for each in prompt["inputs"]
    )
    about = one_line(prompt["description"]) or f"The prompt {prompt['path']}"
    if prompt["status"] == "deprecated":
        about = f"(deprecated) {about}"
    return Offer(prompt["call_name"], prompt["name"] or prompt["path"], about, arguments)


def _about(one: Mapping[str, Any]) -> str:
    """What an input is for, with its kind where that is not text."""
    parts = [one_line(one["description"])]
    if one["kind"] not in _TEXT_KINDS:
        parts.append(f"{one['kind']}, as JSON")
    return "; ".join(part for part in parts if part)


def _value(text: str, kind: str) -> Any:
    if kind in _TEXT_KINDS:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
