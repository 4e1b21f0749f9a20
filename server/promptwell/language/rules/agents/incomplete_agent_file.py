"""The rule incomplete-agent-file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.agent_keys import reader_of
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.semantics.agent_names import plain_name
from promptwell.language.syntax.document import FrontMatter, PromptDocument
from promptwell.language.syntax.formats.agents.profile import Need
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class IncompleteAgentFile(Rule):
    """An agent file without what its tool needs to list it.

    ## What it does

    Reports skills and agents without front matter, and those whose `name` or `description` is missing
    or empty where their tool needs it. It is an **error** where the tool leaves the file out, and a
    warning where it makes something up instead.

    ## Why is this bad?

    A skill or an agent is chosen by its description. Without one it is never chosen, or isn't there
    at all, and no tool says so.

    ## Example

    ```md path=.claude/agents/reviewer.md
    ---
    name: reviewer
    tools: Read, Grep
    ---
    You review code.
    ```

    ```md path=.claude/agents/reviewer.md
    ---
    name: reviewer
    description: Reviews changes before they are merged
    tools: Read, Grep
    ---
    You review code.
    ```

    ## Fix

    Where there is no front matter, the fix begins one. The description is yours to write.
    """

    group = "agents"
    severity = "error"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield what is missing: the front matter, or each key that must be there."""
        document = model.document
        profile = reader_of(document, context.project)
        if profile is None or not profile.needs:
            return
        front_matter = document.front_matter
        if front_matter is None:
            yield _without_front_matter(document, profile.needs)
            return
        for need in profile.needs:
            value = document.root.get(need.key)
            if value is None:
                message = f"the front matter has no `{need.key}`: {need.effect}"
                yield Finding(_opening(front_matter), message, severity=need.severity)
            elif _says_nothing(value):
                entry = document.root.entry(need.key)
                span = entry.key.span if entry else value.span
                yield Finding(span, f"`{need.key}` is empty: {need.effect}", severity=need.severity)


def _without_front_matter(document: PromptDocument, needs: tuple[Need, ...]) -> Finding:
    first = document.source.line_span(0)
    keys = " and ".join(f"`{need.key}`" for need in needs)
    message = f"there is no front matter with {keys}: {needs[0].effect}"
    eol = "\r\n" if "\r\n" in document.text[:2000] else "\n"
    named = {"name": plain_name(document.path)}
    lines = [
        "---",
        *(f"{need.key}: {named.get(need.key, '')}".rstrip() for need in needs),
        "---",
    ]
    start = 1 if document.text.startswith("\ufeff") else 0
    edit = TextEdit(Span(start, start), eol.join([*lines, ""]))
    fixes = (Fix("Begin the front matter", (edit,), safe=False),)
    return Finding(Span(start, max(first.end, start)), message, fixes, severity=needs[0].severity)


def _opening(front_matter: FrontMatter) -> Span:
    return Span(front_matter.span.start, front_matter.span.start + 3)


def _says_nothing(value: YamlNode) -> bool:
    if value.kind in ("mapping", "sequence"):
        return not (value.entries or value.items)
    return value.value is None or not str(value.value).strip()
