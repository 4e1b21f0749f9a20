"""Everything one rendering needs, as one value that can be handed to another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from promptwell.language.syntax.document import Engine
from promptwell.language.syntax.rendering.budget import DEFAULT_LIMITS, RenderLimits
from promptwell.language.syntax.rendering.result import Rendered


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """The arguments of `render_template`; see there."""

    template: str
    values: Mapping[str, Any]
    engine: Engine = "jinja2"
    dialect: str = "plain"
    partials: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[tuple[str, str], str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    strict_inputs: frozenset[str] = frozenset()
    limits: RenderLimits = DEFAULT_LIMITS
    now: datetime | None = None


class Renderer(Protocol):
    """What renders: a process of its own for templates that nobody vouches for."""

    def render(self, request: RenderRequest) -> Rendered:
        """Render a template.

        Raises:
            RenderError: the template is at fault, a value is refused or a limit is reached.
        """


def render_request(request: RenderRequest) -> Rendered:
    """Render here, in this process: the counted limits hold, those on time and memory don't.

    Raises:
        RenderError: see `render_template`.
    """
    from promptwell.language.syntax.render import render_template

    return render_template(
        request.template,
        request.values,
        engine=request.engine,
        dialect=request.dialect,
        partials=request.partials,
        links=request.links,
        kinds=request.kinds,
        strict=request.strict,
        strict_inputs=request.strict_inputs,
        limits=request.limits,
        now=request.now,
    )
