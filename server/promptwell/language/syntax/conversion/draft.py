"""A managed prompt on its way: what every source is read into before it is written as Prompty v2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

OPTIONS: Mapping[str, str] = {
    "max_tokens": "maxOutputTokens",
    "maxTokens": "maxOutputTokens",
    "max_completion_tokens": "maxOutputTokens",
    "maxCompletionTokens": "maxOutputTokens",
    "max_output_tokens": "maxOutputTokens",
    "maxOutputTokens": "maxOutputTokens",
    "temperature": "temperature",
    "top_p": "topP",
    "topP": "topP",
    "top_k": "topK",
    "topK": "topK",
    "frequency_penalty": "frequencyPenalty",
    "frequencyPenalty": "frequencyPenalty",
    "presence_penalty": "presencePenalty",
    "presencePenalty": "presencePenalty",
    "seed": "seed",
    "stop": "stopSequences",
    "stop_sequences": "stopSequences",
    "stopSequences": "stopSequences",
    "parallel_tool_calls": "allowMultipleToolCalls",
    "reasoning_effort": "reasoningEffort",
    "reasoningEffort": "reasoningEffort",
}
"""What Prompty calls the options that other formats have under these names."""

_KIND_OF = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)


class Refusal(NamedTuple):
    """Why a prompt can't be converted, and the text that is at fault ("" for all of it)."""

    reason: str
    text: str = ""


class Turn(NamedTuple):
    """One message: its role, and its text as a template of Prompty's own language."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One prompt, in the words of Prompty v2.

    Args:
        name: its name, also that of its file.
        turns: its messages.
        inputs: its inputs, as Prompty writes them in a list.
        lost: what the source says and Prompty has no place for, one sentence each.
        refusals: why it can't be converted.
        title: the name to show to people, where it is another one.
        description, model, outputs, tools, metadata: the front matter's keys of these names.
        engine: `jinja2` or `mustache`.
    """

    name: str
    turns: tuple[Turn, ...] = ()
    inputs: tuple[Mapping[str, Any], ...] = ()
    lost: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    description: str = ""
    model: Mapping[str, Any] = field(default_factory=dict)
    outputs: tuple[Mapping[str, Any], ...] = ()
    tools: tuple[Mapping[str, Any], ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    engine: str = "jinja2"
    title: str = ""


def options_of(written: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """A model's options in Prompty's words, and the names of those that Prompty has none for.

    The latter are among the `additionalProperties`, which Prompty hands to the provider.
    """
    known: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for name, value in written.items():
        option = OPTIONS.get(name)
        if value is None:
            continue
        if option == "stopSequences":
            value = value if isinstance(value, list) else [value]
        if option:
            known[option] = value
        else:
            others[name] = value
    if others:
        known["additionalProperties"] = others
    return known, list(others)


def inputs_of(
    declared: Iterable[Mapping[str, Any]], used: Iterable[str]
) -> tuple[Mapping[str, Any], ...]:
    """The inputs that are declared, then those that are only used: texts, as far as anybody knows."""
    found = {str(each["name"]): each for each in declared}
    for name in used:
        found.setdefault(name, {"name": name, "kind": "string"})
    return tuple(found.values())


def typed(name: str, value: Any) -> dict[str, Any]:
    """An input of the kind that a value has."""
    kind = next((kind for of, kind in _KIND_OF if isinstance(value, of)), "string")
    found: dict[str, Any] = {"name": name, "kind": kind}
    if kind == "array":
        first = value[0] if value else ""
        item = typed("", first)["kind"]
        found["items"] = {"kind": "object" if item == "array" else item}
    return found
