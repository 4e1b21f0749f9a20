"""The operation that renders a prompt of the repository."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from promptwell.errors import LoadError, UsageError
from promptwell.services.context import Context
from promptwell.services.prompts.seeing import SeenPrompt, seen_prompt
from promptwell.services.versions.running import RunVersion, version_of_run

if TYPE_CHECKING:
    from promptwell.language.semantics.project import Project
    from promptwell.language.syntax.rendering.result import UndefinedUse
    from promptwell.services.rendering import RenderedPrompt


@dataclass(frozen=True, slots=True)
class RenderPromptRequest:
    """What to render, and with which values."""

    prompt: str = field(
        metadata={"description": "the prompt's name or path, or NAME@REF", "is": "prompt"}
    )
    variables: Mapping[str, Any] = field(
        default_factory=dict, metadata={"description": "values of its inputs by their names"}
    )


@dataclass(frozen=True, slots=True)
class UndefinedName:
    """A name that the template uses and that has no value; lines and columns from 1."""

    name: str
    path: str
    line: int | None
    column: int | None


@dataclass(frozen=True, slots=True)
class RenderPromptResult:
    """A prompt's messages as they would be sent.

    A message has `role` and `content`, which is a text, or a list of parts where there are images
    or files in it. `version` is what was rendered, for what is measured of it; where it is None
    `notes` say why.
    """

    path: str
    messages: tuple[Mapping[str, Any], ...]
    undefined: tuple[UndefinedName, ...] = field(
        metadata={"description": "names without a value, which were left empty"}
    )
    warnings: tuple[str, ...]
    version: RunVersion | None = None
    notes: tuple[str, ...] = ()


def render(context: Context, request: RenderPromptRequest) -> RenderPromptResult:
    """Render a prompt with values for its inputs: the messages as they would be sent.

    Inputs without a value take their default. Environment variables are never filled in, and
    includes come from the workspace only. Who renders a prompt is about to run it: what it says is
    recorded as a version, unless one says it already.
    """
    # What renders is loaded by those who render.
    from promptwell.services.prompts.inputs import inputs_of, told
    from promptwell.services.rendering import render_prompt

    reader = context.reader()
    seen = seen_prompt(context, reader, request.prompt, "rendering")
    place, texts = seen.place, _texts(context, seen)
    project = reader.project([place], texts)
    try:
        rendered = render_prompt(
            project, reader.renderer, place, dict(request.variables), now=context.now()
        )
    except LoadError as error:
        if error.reason != "input":
            raise
        inputs = told(inputs_of(project, place))
        raise UsageError(
            f"{reader.shown(place)}: the required input `{error.name}` has no value; "
            f"give it among the variables. Inputs: {inputs}"
        ) from None
    shown = reader.shown
    version, note = _run(context, seen, texts)
    return RenderPromptResult(
        path=shown(rendered.path),
        messages=tuple(message.plain() for message in rendered.messages),
        undefined=tuple(
            UndefinedName(use.name, shown(use.template), use.line, column_of(use, project))
            for use in rendered.undefined
        ),
        warnings=tuple(
            _relative(each, rendered, shown(rendered.path)) for each in rendered.warnings
        ),
        version=version,
        notes=(note,) if note else (),
    )


def _texts(context: Context, seen: SeenPrompt) -> Mapping[str, str]:
    """What the prompt's file says, read once: what is rendered is what is recorded."""
    if seen.record is None or seen.at is not None:
        return seen.texts
    return {seen.place.partition("#")[0]: context.files.read(seen.record.file)}


def _run(
    context: Context, seen: SeenPrompt, texts: Mapping[str, str]
) -> tuple[RunVersion | None, str]:
    """The version that was rendered, or why there is none."""
    if seen.record is None:
        return None, "no version was recorded of this run: the index can't read the file"
    return version_of_run(context, seen.record, next(iter(texts.values())), seen.at)


def column_of(use: UndefinedUse, project: Project) -> int | None:
    """The column of a name, from 1; None where it is not known."""
    document = project.document(use.template)
    if document is None or use.offset is None:
        return None
    return document.source.line_column(use.offset)[1] + 1


def _relative(warning: str, rendered: RenderedPrompt, shown: str) -> str:
    return warning.replace(rendered.path, shown)
