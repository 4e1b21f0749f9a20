"""The rule unportable-key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.agent_keys import reader_of
from promptwell.language.rules.base import Finding, Rule, RuleContext

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class UnportableKey(Rule):
    """A key that one reader of the file wants and another one refuses.

    ## What it does

    Reports keys of a SKILL.md that Claude Code or VS Code added to the Agent Skills specification.
    Skills in `.claude/skills` are Claude Code's alone, so there it stays silent. Keys that you list
    under `keys` stay silent, too.

    ## Why is this bad?

    Validators of the specification refuse a skill with any other key. Where the skill is published or
    checked by them, it is left out; where only one tool reads it, the key is fine.

    ## Example

    ```md path=skills/deploy/SKILL.md
    ---
    name: deploy
    description: Deploys the service
    disable-model-invocation: true
    ---
    ```

    ```md path=skills/deploy/SKILL.md
    ---
    name: deploy
    description: Deploys the service
    ---
    ```

    ## Options

    `keys`: names of keys that your own tools read.
    """

    group = "agents"
    severity = "information"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the keys that another reader of the file refuses."""
        profile = reader_of(model.document, context.project)
        for other in profile.elsewhere if profile else ():
            for entry in model.document.root.entries:
                if entry.name in other.keys and entry.name not in context.settings.keys:
                    message = f"{other.reader} {other.effect} because of `{entry.name}`"
                    yield Finding(entry.key.span, message)
