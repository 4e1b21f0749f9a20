"""The rule foreign-key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.agent_keys import other_spelling, profile_of
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class ForeignKey(Rule):
    """A key spelled as another tool, or an earlier version, spells it.

    ## What it does

    Reports keys of an agent file that its own tool doesn't read while it reads the same thing under
    another name: `user-invokable` for `user-invocable`, `allowed-tools` in an agent of Claude Code,
    `globs` in instructions for VS Code. Keys that you list under `keys` stay silent, and so does
    `tools` where no tool of the file's reader is among its values.

    ## Why is this bad?

    Each tool has its own names for the same things and ignores all others without a word. What the
    key says doesn't happen.

    ## Example

    ```md path=.github/agents/planner.agent.md
    ---
    description: Plans changes
    user-invokable: false
    ---
    Write a plan.
    ```

    ```md path=.github/agents/planner.agent.md
    ---
    description: Plans changes
    user-invocable: false
    ---
    Write a plan.
    ```

    ## Fix

    Renames the key. It is unsafe: from then on the key counts.

    ## Options

    `keys`: names of keys that your own tools read.
    """

    group = "agents"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the keys that another tool reads under this name."""
        profile = profile_of(model.document)
        if profile is None or model.document.front_matter is None:
            return
        root = model.document.root
        for entry in root.entries:
            name = other_spelling(model.document, entry.name)
            if name is None or entry.name in context.settings.keys:
                continue
            if root.entry(name) is not None:
                # Both stand there, for two tools: the file says what it means to this one.
                continue
            message = f"`{entry.name}` is not read here by {profile.tool}; `{name}` is"
            edit = TextEdit(entry.key.span, name)
            fixes = (Fix(f"Rename to `{name}`", (edit,), safe=False),)
            yield Finding(entry.key.span, message, fixes)
