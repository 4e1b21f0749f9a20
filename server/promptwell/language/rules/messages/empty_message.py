"""The rule empty-message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.semantics.partials import is_partial_file
from promptwell.language.semantics.visible_text import writes_nothing
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.syntax.document import Message


class EmptyMessage(Rule):
    """A role without anything said.

    ## What it does

    Reports a message that holds only blank lines and comments. A message made of an output, a loop, a
    condition or an include is not empty. Neither is a final `assistant:`, which asks the model to go on
    from there, nor the role at the end of a partial (`_style.prompt`): what brings it in goes on.

    ## Why is this bad?

    Several providers refuse a message without content, and the others make something up.
    Usually the text was moved away, or the line was meant to be ordinary text.

    ## Example

    ```prompty
    system:

    user:
    {{ question }}
    ```

    ```prompty
    user:
    {{ question }}
    ```

    ## Fix

    Removes the role line. It is unsafe: the conversation has a message less.
    """

    group = "messages"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the messages that say nothing."""
        document = model.document
        last = document.messages[-1] if document.messages else None
        for message in document.messages:
            if message.implicit or (message is last and _may_end(message, document.path)):
                continue
            if writes_nothing(document, message.content):
                text = f"the {message.role} message is empty" if message.role else "empty message"
                yield Finding(_place(message), text, _fixes(model, message))


def _may_end(message: Message, path: str) -> bool:
    # Whoever brings a partial in goes on with its last message.
    return message.role == "assistant" or is_partial_file(path)


def _place(message: Message) -> Span:
    return message.name_span if message.name_span.end > message.name_span.start else message.marker


def _fixes(model: SemanticModel, message: Message) -> tuple[Fix, ...]:
    source = model.document.source
    if model.document.embedding is not None:
        return ()  # its role is a value of the file
    line = source.line_span(source.line_number(message.marker.start))
    if not line.covers(message.marker) or source.slice(line).strip().endswith("}"):
        return ()
    edit = TextEdit(Span(line.start, message.content.end), "")
    if source.slice(message.content).strip():
        return ()
    return (Fix(f"Remove `{message.role}:`", (edit,), safe=False),)
