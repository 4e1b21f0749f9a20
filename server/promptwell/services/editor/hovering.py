"""What is shown over a place, and what an expression there would write."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from promptwell.errors import RenderError
from promptwell.language.detectors.secrets.hiding import without_secrets
from promptwell.language.features.hover import Hover
from promptwell.language.features.hover import hover as hover_at
from promptwell.language.features.markdown import block, code
from promptwell.language.features.previews import preview_at
from promptwell.language.syntax.rendering.budget import RenderLimits
from promptwell.language.syntax.rendering.request import Renderer, RenderRequest
from promptwell.language.text.source import Span
from promptwell.services.editor.checking import diagnose
from promptwell.services.editor.reading import model_at
from promptwell.services.partial_texts import PartialTexts
from promptwell.services.workspace import Snapshot

# A hover shows a few lines: what takes more than this is not worth waiting for.
_LIMITS = RenderLimits(
    values=200_000, steps=20_000, output=20_000, text=100_000, built=1_000_000, items=20_000
)
_MOST_LINES = 12
_LONGEST = 120


class Tried(NamedTuple):
    """An expression to try out: what to render, and the place it stands at."""

    request: RenderRequest
    span: Span


def hover(snapshot: Snapshot, path: str, offset: int) -> Hover | None:
    """What is known of the thing at an offset, as Markdown."""
    model = model_at(snapshot, path, offset)
    if model is None:
        return None
    findings = partial(diagnose, snapshot, path)
    fields = snapshot.root.rule_settings(path).metadata
    found = hover_at(snapshot.project, model, offset, snapshot.tokenizers, findings, fields)
    if found is None:
        return None
    return found._replace(text=without_secrets(found.text, model.document.file.text))


def to_try(snapshot: Snapshot, path: str, offset: int) -> Tried | None:
    """The expression at an offset with the example values of its names, where all are known."""
    model = model_at(snapshot, path, offset)
    found = preview_at(snapshot.project, model, offset) if model else None
    if found is None:
        return None
    partials = PartialTexts(snapshot.project, path)
    request = RenderRequest(
        found.template,
        found.values,
        partials=partials.texts,
        links=partials.links,
        limits=_LIMITS,
    )
    return Tried(request, found.span)


def tried(renderer: Renderer, request: RenderRequest) -> str:
    """What an expression writes with example values, as Markdown; "" where it can't be told.

    May take as long as the renderer lets it. A secret among the values is not shown.
    """
    return without_secrets(_written(renderer, request), *map(str, request.values.values()))


def _written(renderer: Renderer, request: RenderRequest) -> str:
    try:
        rendered = renderer.render(request)
    except RenderError:
        return ""  # rules tell what is wrong with a template; a hover only leaves the line out
    text = rendered.text.strip()
    if rendered.undefined or rendered.missing or not text:
        return ""
    lines = text.split("\n")
    if len(lines) == 1 and len(text) <= _LONGEST:
        return f"With example values: {code(text)}"
    shown = "\n".join(lines[:_MOST_LINES])
    return f"With example values:\n\n{block(shown)}"


def with_value(found: Hover | None, wanted: Tried, value: str) -> Hover | None:
    """A hover that tells the value of an expression as well, where one is known."""
    if not value:
        return found
    return Hover(found.span, f"{found.text}\n\n{value}") if found else Hover(wanted.span, value)
