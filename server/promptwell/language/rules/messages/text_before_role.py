"""The rule text-before-role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.visible_text import extends_another, literal_parts
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

# Their tools say whose text that is: the user's, in PromptL the system's.
_SAID = frozenset({"dotprompt", "litellm", "promptl"})


class TextBeforeRole(Rule):
    """Text before the first role marker.

    ## What it does

    In a file with role markers, reports text that stands before the first of them. Comments, `set`,
    macros and imports write nothing there and stay silent; so does a template that extends
    another one.

    In `.prompty` files it is information: the text becomes a system message of its own. In other
    templates it is a hint, since the application decides.

    ## Why is this bad?

    It reads like a heading or a note, and the model gets it as its first instruction. Some readers
    of role markers refuse such a prompt.

    ## Example

    ```prompty
    Answers questions about our shop.

    user:
    {{ question }}
    ```

    ```prompty
    system:
    You answer questions about our shop.

    user:
    {{ question }}
    ```

    ## Fix

    Writes `system:` above the text, which says what happens anyway. It is safe.
    """

    group = "messages"
    severity = "information"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the first text before the first marker."""
        document = model.document
        messages = document.messages
        if len(messages) < 2 or not messages[0].implicit or messages[1].implicit:
            return
        if extends_another(document) or document.dialect in _SAID:
            return
        part = next(literal_parts(document, messages[0].content), None)
        if part is None:
            return
        source = document.source
        line = source.line_span(source.line_number(part.start))
        span = Span(part.start, min(part.end, line.end))
        severity: Severity | None = None
        fixes: tuple[Fix, ...] = ()
        if document.format == "prompty":
            message = "text before the first role becomes a system message"
            eol = "\r\n" if "\r\n" in document.text[:2000] else "\n"
            edit = TextEdit(Span(document.body.start, document.body.start), f"system:{eol}")
            fixes = (Fix("Write `system:` above it", (edit,)),)
        else:
            message = "text before the first role: the application decides what becomes of it"
            severity = "hint"
        yield Finding(span, message, fixes, severity=severity)
