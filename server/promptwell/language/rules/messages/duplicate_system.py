"""The rule duplicate-system."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.semantics.conversation import certain_messages

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class DuplicateSystem(Rule):
    """Two system messages at the head of a conversation.

    ## What it does

    Reports a second `system` message before the first turn of the conversation. One that comes later
    is reported by `system-after-user`. Messages inside conditions and loops are not counted, and
    neither are those with different attributes, such as a `name`.

    ## Why is this bad?

    Some providers take only the last system message, or only the first; others join them. Half
    of the instructions may be gone.

    ## Example

    ```prompty
    system:
    You answer questions about our shop.
    system:
    Answer in one sentence.
    user:
    {{ question }}
    ```

    ```prompty
    system:
    You answer questions about our shop.
    Answer in one sentence.
    user:
    {{ question }}
    ```
    """

    group = "messages"
    severity = "hint"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the system messages that repeat an earlier one's role."""
        if len(model.messages) < 2:
            return
        first = None
        for message in certain_messages(model):
            if message.role in ("user", "assistant"):
                return
            if message.role != "system":
                continue
            if first is None:
                first = message
            elif first.attributes == message.attributes:
                related = (Related(first.name_span, "the first system message"),)
                yield Finding(message.name_span, "a second system message", (), related)
