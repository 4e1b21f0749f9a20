"""The rule circular-mention."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.semantics.agent_files import agent_references, is_agent_file
from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.paths import relative_to
from promptwell.language.syntax.formats.agents.profiles import FORMAT_NAME
from promptwell.language.syntax.parse import parse

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.semantics.project import Project

# In these, what `@path` names is put in, and so is what stands behind an `@` there.
_IMPORTING = frozenset({"claude-md", "claude-rule", "gemini-md"})
_MOST_FILES = 200


class _Step(NamedTuple):
    """A mention on the way: the file it stands in, itself, and the file it brings in."""

    path: str
    reference: Reference
    target: str


class CircularMention(Rule):
    """A file of instructions that brings itself in again.

    ## What it does

    Reports an `@path` in CLAUDE.md, GEMINI.md or a rule of Claude Code through which the file comes
    back to itself, directly or over others. The related places show the way.

    ## Why is this bad?

    The tools stop after a few rounds and say nothing. Until then the same words are put in again,
    and what lies deeper may not be put in at all.

    ## Example

    `CLAUDE.md`:

    ```md path=CLAUDE.md
    The style: @docs/style.md
    ```

    `docs/style.md`:

    ```md path=docs/style.md
    Read @../CLAUDE.md first.
    ```

    Take the circle out:

    ```md path=docs/style.md
    Use short words.
    ```
    """

    group = "agents"
    severity = "information"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each mention that closes a circle."""
        document = model.document
        if not is_agent_file(document) or document.dialect not in _IMPORTING:
            return
        told: set[str] = set()
        for first in _steps(context.project, document.path, model.references):
            if first.target in told:
                continue
            told.add(first.target)
            trail = _back(context.project, document.dialect, first)
            if trail:
                root = context.project.files.root(document.path)
                files = [document.path, *(step.target for step in trail)]
                way = " -> ".join(f"`{relative_to(each, root)}`" for each in files)
                related = tuple(
                    Related(
                        after.reference.span, f"brings in `{after.reference.target}`", after.path
                    )
                    for _, after in pairwise(trail)
                )
                message = f"this brings the file in again: {way}"
                yield Finding(first.reference.span, message, related=related)


def _steps(project: Project, path: str, references: tuple[Reference, ...]) -> Iterator[_Step]:
    for reference in references:
        target = project.resolve(path, reference) if reference.kind == "mention" else None
        if target is not None:
            yield _Step(path, reference, target)


def _back(project: Project, dialect: str, first: _Step) -> list[_Step] | None:
    """The way from a mention back to the file it stands in, or None."""
    trails = [[first]]
    seen = {first.target}
    while trails and len(seen) < _MOST_FILES:
        trail = trails.pop(0)
        current = trail[-1].target
        if current == first.path:
            return trail
        text = project.text(current)
        if text is None or "@" not in text:
            continue
        # What is put in is read as the file is into which it is put.
        document = parse(text, current, format=FORMAT_NAME, dialect=dialect)
        for step in _steps(project, current, agent_references(document)):
            if step.target == first.path:
                return [*trail, step]
            if step.target not in seen:
                seen.add(step.target)
                trails.append([*trail, step])
    return None
