"""Render a prompt of the workspace: its values, its partials, its messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from promptwell.errors import FileProblem, RenderError
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.conflict_markers import unsettled_line
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.foreign import owner_of
from promptwell.language.syntax.load import front_matter_data
from promptwell.language.syntax.render import (
    Rendered,
    RenderedMessage,
    RenderLimits,
    Segment,
    UndefinedUse,
)
from promptwell.language.syntax.rendering.request import Renderer, RenderRequest
from promptwell.services.input_values import input_values
from promptwell.services.partial_texts import PartialTexts

# Their loaders skip the blank lines behind the front matter.
_TRIMMED = frozenset({"prompty", "dotprompt"})
# Placeholders that are read, and that nothing here fills in.
_UNRENDERED = frozenset({"f-string", "github-models", "semantic-kernel"})
# A name computed in a loop may lead to one partial after the other.
_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class RenderedPrompt:
    """A prompt as it would be sent, and what a reader should know about it.

    `undefined` are names without a value; their `template` is the path of the file they stand
    in, `line` and `offset` count in that file. `values` are those it was rendered with.
    """

    path: str
    text: str
    messages: tuple[RenderedMessage, ...]
    segments: tuple[Segment, ...]
    undefined: tuple[UndefinedUse, ...]
    warnings: tuple[str, ...]
    values: Mapping[str, Any]


def render_prompt(
    project: Project,
    renderer: Renderer,
    prompt: str | PromptDocument,
    values: Mapping[str, Any],
    *,
    examples: bool = False,
    limits: RenderLimits | None = None,
    now: datetime | None = None,
) -> RenderedPrompt:
    """Render a prompt file, or the text of one that is being edited.

    Inputs without a value take the v1 `sample` or their default; with `examples` also their
    example or the first row of a dataset that the prompt names. Includes, imports and
    parents are looked up in the workspace and nowhere else; `${env:}` is never resolved.

    Raises:
        FileProblem: there is no such file in the workspace.
        LoadError: the front matter is no YAML, or a required input has no value.
        RenderError: the template is at fault, a value is refused or a limit is reached;
            the message begins with the file and line.
    """
    document = project.document(prompt) if isinstance(prompt, str) else prompt
    if document is None:
        raise FileProblem(f"{prompt}: there is no such file in the workspace, or it can't be read")
    owner = owner_of(document.path, project.associations)
    if owner:
        raise RenderError(f"{document.path}: a file of {owner}, which its own tools render")
    _refuse_unrendered(document)
    _refuse_unsettled(document.path, document.file.text)
    inputs = input_values(project, document, values, examples=examples)
    partials = PartialTexts(project, document.path)
    for path, text in partials.texts.items():
        _refuse_unsettled(path, text, path)
    start = _start(document)
    request = RenderRequest(
        _template(document, start),
        inputs.values,
        document.engine,
        document.dialect,
        kinds=inputs.kinds,
        strict=_is_strict(document),
        limits=limits or RenderLimits(),
        now=now,
    )
    rendered = _render(renderer, request, partials, document, start)
    warnings = [*inputs.warnings, *rendered.notes]
    warnings += _missing(rendered, document)
    warnings += _unused(document, partials, values)
    return RenderedPrompt(
        document.path,
        rendered.text,
        rendered.messages,
        rendered.segments,
        _undefined(rendered, document, start, inputs.kinds),
        tuple(warnings),
        inputs.values,
    )


def _refuse_unrendered(document: PromptDocument) -> None:
    """Say of what is read but can't be rendered why not, before a half of it is shown as the whole.

    Raises:
        RenderError: always, for such a document.
    """
    why = ""
    if document.is_container and document.embedded:
        why = "this file holds prompts in its texts, which are not rendered"
    elif (
        document.embedding is not None
        or document.engine in _UNRENDERED
        or document.format == "semantic-kernel"
        or (document.engine == "handlebars" and document.dialect != "dotprompt")
    ):
        why = f"a template of {document.engine} in this format is not rendered"
    if why:
        raise RenderError(f"{document.path}: {why}; convert the prompt to `.prompty` first")


def _refuse_unsettled(path: str, text: str, template: str = "") -> None:
    """Say of a text in which a merge left its marks that it says two things at once."""
    line = unsettled_line(text)
    if line is not None:
        raise RenderError(
            f"{path}:{line}: a conflict of a merge is left here, so the prompt says two things at once; "
            "settle it first",
            reason="conflict",
            template=template,
            line=line,
        )


def _start(document: PromptDocument) -> int:
    """Where the template begins."""
    start, end = document.body
    if document.format in _TRIMMED and document.front_matter is not None:
        while start < end and document.text[start].isspace():
            start += 1
    return start


def _template(document: PromptDocument, start: int) -> str:
    text = document.text[start : document.body.end]
    if document.format == "dotprompt" and document.front_matter is not None:
        text = text.rstrip()
    # Prompty reads files with universal line ends; for Jinja it makes no difference.
    return text.replace("\r\n", "\n").replace("\r", "\n") if document.engine == "mustache" else text


def _is_strict(document: PromptDocument) -> bool:
    """Whether role lines may come from the template alone: in v2 unless the file says otherwise."""
    if document.dialect != "prompty-v2":
        return False
    template = front_matter_data(document).get("template")
    written = template.get("format") if isinstance(template, dict) else None
    return not (isinstance(written, dict) and written.get("strict") is False)


def _render(
    renderer: Renderer,
    request: RenderRequest,
    partials: PartialTexts,
    document: PromptDocument,
    start: int,
) -> Rendered:
    for _ in range(_MOST_ROUNDS):
        request = replace(request, partials=partials.texts, links=partials.links)
        try:
            rendered = renderer.render(request)
        except RenderError as error:
            if error.reason == "partial" and partials.add([(error.template, error.name)]):
                continue
            raise _placed(error, document, start, partials) from None
        if not rendered.missing or not partials.add(rendered.missing):
            return rendered
    raise RenderError(
        f"{document.path}: more than {_MOST_ROUNDS} partials have names that are computed while "
        "rendering: name them as plain text",
        reason="partial",
    )


def _placed(
    error: RenderError, document: PromptDocument, start: int, partials: PartialTexts
) -> RenderError:
    message = error.message
    if error.reason == "limit" and "end" in message:
        circle = partials.cycle()
        if circle:
            message = f"partials bring each other in without end: {' -> '.join(circle)}"
    line = error.line
    if line is not None and not error.template:
        line += document.source.line_number(start)
    path = error.template or document.path
    place = f"{path}:{line}" if line is not None else path
    return RenderError(
        f"{place}: {message}",
        reason=error.reason,
        template=path,
        line=line,
        name=error.name,
    )


def _undefined(
    rendered: Rendered,
    document: PromptDocument,
    start: int,
    declared: Mapping[str, str],
) -> tuple[UndefinedUse, ...]:
    found = []
    for use in rendered.undefined:
        # Asking whether an optional input has a value is how a prompt copes with its absence.
        if use.how == "test" and (use.attribute or use.name in declared):
            continue
        if use.template:
            found.append(use)
            continue
        line = use.line + document.source.line_number(start) if use.line is not None else None
        offset = use.offset + start if use.offset is not None else None
        found.append(replace(use, template=document.path, line=line, offset=offset))
    return tuple(found)


def _missing(rendered: Rendered, document: PromptDocument) -> list[str]:
    return [
        f"{asker or document.path}: the partial '{name}' is not there and was left out"
        for asker, name in rendered.missing
    ]


def _unused(
    document: PromptDocument, partials: PartialTexts, given: Mapping[str, Any]
) -> list[str]:
    """One warning for each value given that neither the prompt nor its partials mention."""
    texts = [document.text, *partials.texts.values()]
    unused = [
        name
        for name in given
        if not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for text in texts)
    ]
    return [f"a value for '{name}' is given, but the prompt has no such input" for name in unused]
