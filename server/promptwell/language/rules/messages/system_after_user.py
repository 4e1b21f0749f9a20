"""The rule system-after-user."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.semantics.conversation import certain_messages

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_TURNS = frozenset({"user", "assistant"})


class SystemAfterUser(Rule):
    """A system message after the conversation has begun.

    ## What it does

    Reports a `system` or `developer` message that comes after a `user` or `assistant` message.
    Messages inside conditions and loops are not counted, since nobody can tell whether they come.
    A `system` message with a `name` is an example turn and stays silent.

    ## Why is this bad?

    Providers differ in what they do with it: some move all system messages to the front, some refuse
    the request, some treat it as part of the conversation. The same prompt then means different things.

    ## Example

    ```prompty
    user:
    {{ question }}
    system:
    Answer in one sentence.
    ```

    ```prompty
    system:
    Answer in one sentence.
    user:
    {{ question }}
    ```
    """

    group = "messages"
    severity = "hint"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the system messages that come late."""
        if len(model.messages) < 2:
            return
        first_turn = None
        for message in certain_messages(model):
            if message.role in _TURNS:
                first_turn = first_turn or message
            elif message.role in ("system", "developer") and first_turn is not None:
                if any(key == "name" for key, _ in message.attributes):
                    continue
                text = (
                    f"this {message.role} message comes after the first {first_turn.role} message"
                )
                related = (Related(first_turn.name_span, f"the first {first_turn.role} message"),)
                yield Finding(message.name_span, text, (), related)
