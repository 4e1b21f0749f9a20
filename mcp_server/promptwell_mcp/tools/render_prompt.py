"""The tool that renders a prompt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from promptwell_mcp.calling import Call
from promptwell_mcp.texts import fenced, message_text, shortened
from promptwell_mcp.tools.fields import PROMPT, PromptName
from promptwell_mcp.tools.tool import Tool
from promptwell_mcp.untrusted import shown


@dataclass(frozen=True, slots=True)
class Asked:
    """What to render."""

    prompt: PromptName = field(metadata=PROMPT)
    variables: Mapping[str, Any] = field(
        default_factory=dict,
        metadata={"description": 'values by input name, e.g. {"topic": "tides", "count": 3}'},
    )


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it would be sent."""

    role: str
    content: str = field(metadata={"description": "an image is [image: ...]"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """The messages, and what to know about them."""

    path: str
    messages: tuple[Message, ...]
    undefined: tuple[str, ...] = field(
        metadata={"description": "names without a value, left empty: file:line: name"}
    )
    warnings: tuple[str, ...]
    version: int = 0
    version_id: str = ""


def render_prompt(call: Call, asked: Asked) -> Rendered:
    """Fill a prompt's template with values and return the messages as they would be sent to a model.

    Use it to use a prompt with real values; get_prompt reads the template itself. Inputs that are left
    out take their default; a required one without is an error that lists all. Nothing is sent to a
    model. The answer names the version, which is recorded; "reply@production" renders an older one.
    Example: prompt="prompts/reply.prompty", variables={"customer": "Ann", "tone": "calm"}.
    """
    result = call("prompt.render", {"prompt": asked.prompt, "variables": dict(asked.variables)})
    version = result["version"]
    roles = [each["role"] or "user" for each in result["messages"]]
    texts = [shown(message_text(each)) for each in result["messages"]]
    notes = dict.fromkeys(note for each in texts for note in each.notes)
    return Rendered(
        result["path"],
        tuple(map(Message, roles, (shortened(each.text) for each in texts))),
        tuple(map(_where, result["undefined"])),
        (*result["warnings"], *notes, *result["notes"]),
        version["number"] if version else 0,
        version["id"] if version else "",
    )


def _where(use: Mapping[str, Any]) -> str:
    line = f":{use['line']}" if use["line"] is not None else ""
    return f"{use['path']}{line}: {use['name'] or 'an expression'}"


def tell(rendered: Rendered) -> str:
    """The messages one after the other, each in a fence, then what to know."""
    version = f" (version {rendered.version}, {rendered.version_id})" if rendered.version else ""
    lines = [f"{rendered.path}{version} renders to {len(rendered.messages)} message(s):"]
    lines += [f"\n{each.role}:\n{fenced(each.content)}" for each in rendered.messages]
    if rendered.undefined:
        lines.append(f"\nWithout a value, left empty: {'; '.join(rendered.undefined)}")
    lines += [f"warning: {each}" for each in rendered.warnings]
    return "\n".join(lines)


TOOL = Tool("Render a prompt", "prompt.render", render_prompt, tell)
