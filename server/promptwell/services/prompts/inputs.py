"""The inputs that prompts take, for those who are to fill them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from annotated_types import Len

from promptwell.errors import PromptwellError
from promptwell.services.context import Context
from promptwell.services.prompts.seeing import SeenPrompt, seen_prompt

if TYPE_CHECKING:
    from promptwell.language.semantics.project import Project


@dataclass(frozen=True, slots=True)
class InputsRequest:
    """The prompts that are asked about."""

    prompts: Annotated[tuple[str, ...], Len(1, 200)] = field(
        metadata={"description": "names or paths of prompts, or NAME@REF", "is": "prompt"}
    )


@dataclass(frozen=True, slots=True)
class PromptInput:
    """One input of a prompt. `values` are those that it may have, else its default and example."""

    name: str
    kind: str = field(metadata={"description": "the declared kind, or any"})
    required: bool = field(metadata={"description": "whether a rendering needs a value for it"})
    description: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InputsOfPrompt:
    """The inputs of one prompt; none, and a `problem`, where it can't be read."""

    prompt: str
    path: str
    inputs: tuple[PromptInput, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class InputsResult:
    """The inputs of each prompt, in the order asked."""

    prompts: tuple[InputsOfPrompt, ...]


def inputs(context: Context, request: InputsRequest) -> InputsResult:
    """Tell the inputs of prompts: names, kinds, descriptions, and which need a value.

    Declared inputs come in the order of the file, then names that the template uses.
    """
    reader = context.reader()
    found: dict[str, InputsOfPrompt] = {}
    seen: dict[str, SeenPrompt] = {}
    for prompt in dict.fromkeys(request.prompts):
        try:
            seen[prompt] = seen_prompt(context, reader, prompt, "reading")
        except PromptwellError as problem:  # one of many must not spoil the others
            found[prompt] = InputsOfPrompt(prompt, "", (), str(problem))
    together = reader.project(each.place for each in seen.values() if each.at is None)
    for prompt, each in seen.items():
        project = together if each.at is None else reader.project([each.place], each.texts)
        told_of = inputs_of(project, each.place)
        found[prompt] = InputsOfPrompt(prompt, reader.shown(each.place), told_of)
    return InputsResult(tuple(found[prompt] for prompt in request.prompts))


def inputs_of(project: Project, place: str) -> tuple[PromptInput, ...]:
    """The inputs of a prompt: those it declares, then the names its template uses besides.

    What is told of them holds no secret of the file.
    """
    from promptwell.language.detectors.secrets.hiding import hider
    from promptwell.language.semantics.allowed_values import allowed_values

    model = project.model(place)
    if model is None:
        return ()
    document = model.document
    hides = hider(document.text)
    allowed = allowed_values(document)
    declared = sorted(model.declared.values(), key=lambda each: each.node)
    found: dict[str, PromptInput] = {}
    for each in declared:
        values = [*allowed.get(each.name, ()), each.default, each.example]
        sampled = document.dialect == "prompty-v1" and each.has_example
        found[each.name] = PromptInput(
            each.name,
            each.kind_text or str(each.type),
            each.required or not (each.has_default or sampled),
            hides.hide(each.description),
            tuple(text for text in _texts(values) if not hides.reveals(text)),
        )
    for use in model.free_uses:
        if use.name not in found:
            found[use.name] = PromptInput(use.name, str(use.type), not use.guarded, "", ())
    return tuple(found.values())


def told(inputs: Iterable[PromptInput]) -> str:
    """The inputs in a sentence: `topic (string, required: what to explain), tone (string)`."""
    parts = []
    for each in inputs:
        about = f"{each.kind}, required" if each.required else each.kind
        parts.append(f"{each.name} ({about}{f': {each.description}' if each.description else ''})")
    return ", ".join(parts) or "none"


def _texts(values: Iterable[object]) -> Iterator[str]:
    """Plain values as they are written, each once; a reference is none."""
    seen: set[str] = set()
    for value in values:
        if isinstance(value, bool):
            value = "true" if value else "false"
        if not isinstance(value, (str, int, float)) or str(value).startswith("${"):
            continue
        if str(value) and str(value) not in seen:
            seen.add(str(value))
            yield str(value)
