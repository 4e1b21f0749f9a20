"""The rule text-after-history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.semantics.visible_text import literal_parts
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class TextAfterHistory(Rule):
    """Words behind `{{history}}` that the model is made to have said.

    ## What it does

    Reports text and values behind `{{history}}` in a `.prompt` file where no `{{role}}` stands between
    them.

    ## Why is this bad?

    Behind the history Dotprompt goes on with a message of the model. The user's question that stands there
    is sent as the model's own words.

    ## In real files

    3 of 39 samples of Dotprompt's own have it, and 1 of 72 files of a framework that is built on it.
    Dotprompt's package gives each of these texts the role `model`.

    ## Example

    ```yaml path=chat.prompt
    {{role "user"}}
    {{history}}
    {{question}}
    ```

    ```yaml path=chat.prompt
    {{history}}
    {{role "user"}}
    {{question}}
    ```

    ## Fix

    Writes `{{role "user"}}` behind the history. It is unsafe: it changes who speaks.
    """

    group = "messages"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the messages that only the history begins."""
        document = model.document
        if document.engine != "handlebars":
            return
        for message in document.messages:
            if not message.implicit or message.role != "model":
                continue
            span = _first_words(model, message.content)
            eol = "\r\n" if "\r\n" in document.text else "\n"
            edit = TextEdit(
                Span(message.content.start, message.content.start), f'{eol}{{{{role "user"}}}}'
            )
            fix = Fix('Write `{{role "user"}}` before it', (edit,), safe=False)
            yield Finding(span, "behind `{{history}}` the model speaks, not the user", (fix,))


def _first_words(model: SemanticModel, content: Span) -> Span:
    """The first line of what the message says."""
    source = model.document.source
    for island in model.document.template.islands_in(content):
        if island.kind == "output":
            first = island.span
            break
    else:
        first = content
    part = next(literal_parts(model.document, content), None)
    start = min(first.start, part.start) if part is not None else first.start
    line = source.line_span(source.line_number(start))
    return Span(start, max(start, min(line.end, content.end)))
