"""Keys of Prompty v1 in a v2 file, and what they are called now."""

from __future__ import annotations

from promptwell.language.detectors.front_matter_keys import StrangeKey
from promptwell.language.syntax.formats.base import format_named

_OPTIONS = {
    "max_tokens": "maxOutputTokens",
    "max_completion_tokens": "maxOutputTokens",
    "top_p": "topP",
    "top_k": "topK",
    "stop": "stopSequences",
    "frequency_penalty": "frequencyPenalty",
    "presence_penalty": "presencePenalty",
    "parallel_tool_calls": "allowMultipleToolCalls",
}


def replacement_of(strange: StrangeKey, dialect: str) -> str | None:
    """What to write in v2 for a key that only v1 has, as `code` or in words; None for other keys."""
    if dialect != "prompty-v2" or strange.idle is not None:
        return None
    name, holder = strange.entry.name, strange.schema
    if holder.name == "options":
        return f"`{_OPTIONS[name]}`" if name in _OPTIONS else None
    if name == "type" and holder.child("kind") and holder.child("enumValues"):
        return "`kind`"
    prompty = format_named("prompty")
    first = prompty.schema("prompty-v1") if prompty else None
    if first is not None and holder.name == "model":
        first = first.child("model")
    elif holder.name:
        return None
    child = first.child(name) if first else None
    return child.deprecated.removesuffix(", in Prompty v2") if child and child.deprecated else None
