"""The tool that tells what differs between versions of a prompt, or between two prompts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from annotated_types import Len

from promptwell_mcp.calling import Call
from promptwell_mcp.texts import fenced, one_line, shortened
from promptwell_mcp.tools.fields import PROMPT, PromptName, Ref
from promptwell_mcp.tools.tool import Tool
from promptwell_mcp.untrusted import shown

# More changes than that are another prompt, of which the lines tell more.
MOST_CHANGES = 100
# About 5,000 tokens of lines.
MOST_CHARACTERS = 20_000

_AMOUNTS = {
    "tokens_before": "tokens_before",
    "tokens_after": "tokens_after",
    "dollars_before": "cost_before",
    "dollars_after": "cost_after",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared."""

    prompt: PromptName = field(metadata=PROMPT)
    a: Ref = field(
        default="",
        metadata={
            "description": "before: version number, label, branch, git ref, `working`; empty for the last version"
        },
    )
    b: Ref = field(default="", metadata={"description": "after, likewise; empty for the file"})
    other: Annotated[str, Len(max_length=1000)] = field(
        default="", metadata={"description": "another prompt; b is of it then"}
    )
    lines: bool = field(
        default=False, metadata={"description": "also the lines, as a unified diff"}
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One change of structure: `part` is an input, the model, a message; `how` is added, removed, renamed ..."""

    part: str
    how: str
    name: str = ""
    aspect: str = ""
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """How two texts differ. What has a default is left out where it has that."""

    before: str
    after: str
    summary: tuple[str, ...] = field(metadata={"description": "all changes in words"})
    changes: tuple[Change, ...]
    tokens_before: int = 0
    tokens_after: int = 0
    dollars_before: float = field(default=0, metadata={"description": "to read it once"})
    dollars_after: float = 0
    lines: str = ""
    notes: tuple[str, ...] = ()


def compare_prompts(call: Call, asked: Asked) -> Compared:
    """Tell what changed between two versions of a prompt, or differs between two prompts.

    Use it to review an edit or a branch, or to choose between similar prompts. It says what changes
    mean: inputs, model, messages, tools, tokens, cost. Without a and b: the last version and the
    file as it is now. get_prompt lists versions. Example: prompt="reply", a="production", or
    prompt="a.prompty", other="b.prompty".
    """
    refs = [asked.a, asked.b or "working"] if asked.a or asked.b or asked.other else []
    if refs and not asked.a:
        refs[0] = "working" if asked.other else _last(call, asked.prompt)
    found = call(
        "diff",
        {
            "prompt": asked.prompt,
            "refs": refs,
            "other": asked.other,
            "unified": asked.lines,
        },
    )
    unified = shown(found["unified"])
    said = [sentence for each in found["prompts"] for sentence in _sentences(each)]
    changes = [_change(each, one) for each in found["prompts"] for one in each["changes"]]
    return Compared(
        _side(found["old"]),
        _side(found["new"]),
        tuple(said[:MOST_CHANGES]),
        tuple(changes[:MOST_CHANGES]),
        **{name: _total(found["prompts"], of) for name, of in _AMOUNTS.items()},
        lines=shortened(unified.text, MOST_CHARACTERS),
        notes=(*_notes(found, len(changes)), *unified.notes),
    )


def _last(call: Call, prompt: str) -> str:
    """The number of the last version, which `diff` compares with the file alone by itself."""
    return str(call("version.show", {"prompt": prompt})["ref"])


def _sentences(prompt: Mapping[str, Any]) -> list[str]:
    lead = f"{prompt['name']}: " if prompt["name"] else ""
    return [one_line(lead + shown(each).text, 400) for each in prompt["sentences"]]


def _change(prompt: Mapping[str, Any], change: Mapping[str, Any]) -> Change:
    name = one_line(shown(change["name"]).text)
    return Change(change["part"], change["how"], name, change["aspect"], prompt["name"])


def _total(prompts: Iterable[Mapping[str, Any]], amount: str) -> Any:
    """What the prompts that changed come to; 0 where it did not change, or is not known."""
    return sum(each[amount] or 0 for each in prompts)


def _side(side: Mapping[str, Any]) -> str:
    return f"{side['path']}@{side['ref']}" if side["ref"] else "nothing"


def _notes(found: Mapping[str, Any], changes: int) -> list[str]:
    notes = []
    if changes > MOST_CHANGES:
        notes.append(f"the first {MOST_CHANGES} of {changes} changes; lines=true tells all")
    if not found["prompts"] and not found["hunks"]:
        notes.append(
            "the text is the same, but a model gets something else: what it brings in was changed"
            if found["same_meaning"] is False
            else "no difference; get_prompt lists the versions there are to compare"
        )
    elif found["same_meaning"]:
        notes.append("a model gets the same from both")
    return notes


def tell(compared: Compared) -> str:
    """What both sides are, a line for each change, and the lines in a fence."""
    lines = [f"{compared.before} -> {compared.after}"]
    lines += [f"- {each}" for each in compared.summary]
    lines += [f"note: {each}" for each in compared.notes]
    if compared.lines:
        lines += ["lines:", fenced(compared.lines)]
    return "\n".join(lines)


TOOL = Tool("Compare prompts", "diff", compare_prompts, tell)
