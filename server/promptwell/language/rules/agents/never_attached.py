"""The rule never-attached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.agent_keys import profile_of
from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.syntax.document import PromptDocument


class NeverAttached(Rule):
    """Instructions that their tool reads only where somebody names them.

    ## What it does

    Reports a rule of Cursor that has no `globs`, no `description` and no `alwaysApply: true`, and
    instructions for VS Code that have neither `applyTo` nor `description`.

    ## Why is this bad?

    By these keys the tool decides when to put the text before the model. Without any, the file looks
    as if it counted and is read only where somebody writes its name into the chat. That can be what
    you want, so this is a hint.

    In real files it is rare: 6 of 192 instructions files of a collection, none of 263 rules of Cursor.

    ## Example

    ```md path=.cursor/rules/style.mdc
    ---
    description:
    globs:
    alwaysApply: false
    ---
    Prefer `type` to `interface`.
    ```

    ```md path=.cursor/rules/style.mdc
    ---
    description:
    globs: **/*.ts
    alwaysApply: false
    ---
    Prefer `type` to `interface`.
    ```
    """

    group = "agents"
    severity = "hint"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the beginning of a file whose keys say nowhere when it is to be read."""
        document = model.document
        profile = profile_of(document)
        if profile is None or not profile.attached_by or not document.text.strip():
            return
        if not any(_says_something(document, key) for key in profile.attached_by):
            *others, last = (f"`{key}`" for key in profile.attached_by)
            keys = f"{', '.join(others)} and {last}"
            message = f"{profile.tool} reads this only where somebody names it: {keys} say nothing"
            yield Finding(_beginning(document), message)


def _says_something(document: PromptDocument, key: str) -> bool:
    value = document.root.get(key)
    if value is None:
        return False
    if value.kind in ("mapping", "sequence"):
        return bool(value.items or value.entries)
    return value.value not in (None, False) and bool(str(value.value).strip())


def _beginning(document: PromptDocument) -> Span:
    if document.front_matter is not None:
        return Span(document.front_matter.span.start, document.front_matter.span.start + 3)
    return document.source.line_span(document.source.line_number(_first_letter(document)))


def _first_letter(document: PromptDocument) -> int:
    return len(document.text) - len(document.text.lstrip())
