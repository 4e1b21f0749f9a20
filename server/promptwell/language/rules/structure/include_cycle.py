"""The rule include-cycle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.paths import relative_to

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_KINDS = frozenset({"include", "import", "from", "extends", "partial"})


class IncludeCycle(Rule):
    """A template that brings itself in again.

    ## What it does

    Reports an `{% include %}`, `{% import %}`, `{% from %}` or `{% extends %}` through which the file
    comes back to itself, directly or over others. The related places show the way.

    Inside `{% if %}` or `{% for %}` an include of itself may end by itself, as it does for a
    tree; it is a hint there and a warning elsewhere.

    ## Why is this bad?

    Rendering runs in a circle until Python's recursion limit stops it.

    ## In real files

    None of 2,300 files of whole repositories has one; two samples that Dotprompt's project keeps have it on
    purpose.

    ## Example

    `rules.j2`:

    ```jinja
    {% include "tone.j2" %}
    ```

    `tone.j2`:

    ```jinja
    Be kind. {% include "rules.j2" %}
    ```

    Take the circle out:

    ```jinja
    Be kind.
    ```
    """

    group = "structure"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each reference that closes a circle."""
        path = model.document.path
        for reference in model.references:
            if reference.kind not in _KINDS or reference.dynamic:
                continue
            trail = context.project.cycle(path, reference)
            if trail is None:
                continue
            root = context.project.files.root(path)
            way = " -> ".join(f"`{relative_to(each, root)}`" for each in trail)
            may_end = reference.kind in ("include", "partial") and _is_guarded(model, reference)
            severity: Severity = "hint" if may_end else "warning"
            message = f"this brings the file in again: {way}"
            yield Finding(reference.span, message, (), tuple(_steps(trail, context)), severity)


def _steps(trail: list[str], context: RuleContext) -> Iterator[Related]:
    for current, following in pairwise(trail[1:]):
        for reference, target in context.project.targets(current):
            if target == following:
                yield Related(reference.span, f"brings in `{reference.target}`", current)
                break


def _is_guarded(model: SemanticModel, reference: Reference) -> bool:
    island = reference.island
    return island is not None and any(
        block.tag in ("if", "for", "unless", "each", "with") and block.span.covers(island.span)
        for block in model.document.template.blocks()
    )
