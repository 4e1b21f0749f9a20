"""The rule dropped-block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.semantics.handlebars.vocabulary import vocabulary_of
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.syntax.templates.jinja.tree import Block


class DroppedBlock(Rule):
    """A block of a helper that takes none, so that its text never reaches the model.

    ## What it does

    Reports `{{#role "system"}} ... {{/role}}` and the blocks of `history`, `media`, `section`, `json`,
    `lookup` and `log` in `.prompt` files.

    ## Why is this bad?

    These helpers write something where they stand and know nothing of a block: Dotprompt drops all that
    stands in it, without a word. The system message is empty.

    ## In real files

    3 of 39 samples of Dotprompt's own write `{{#role}}`, two of them as examples of what works. Dotprompt's
    package leaves all of their text out.

    ## Example

    ```yaml path=greeting.prompt
    {{#role "system"}}
    Be kind.
    {{/role}}
    {{role "user"}}
    Hello!
    ```

    ```yaml path=greeting.prompt
    {{role "system"}}
    Be kind.
    {{role "user"}}
    Hello!
    ```

    ## Fix

    Takes the `#` and the end tag away. It is unsafe: from then on the model reads the text.
    """

    group = "messages"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the blocks whose text is dropped."""
        if model.document.engine != "handlebars":
            return
        vocabulary = vocabulary_of(model.document)
        if vocabulary.plugins:
            return  # what becomes of such a block differs between .NET and Python
        helpers = vocabulary.helpers
        for block in model.document.template.blocks():
            helper = helpers.get(block.tag)
            if helper is not None and not helper.is_block:
                yield _finding(model, block)


def _finding(model: SemanticModel, block: Block) -> Finding:
    opening = block.branches[0].island
    name = block.tag
    message = f"what this block of `{name}` holds is dropped: the helper takes no block"
    mark = model.document.text.find("#", opening.span.start, opening.span.end)
    edits = [TextEdit(Span(mark, mark + 1), "")] if mark >= 0 else []
    if block.end is not None:
        edits.append(TextEdit(block.end.span, ""))
    fixes: tuple[Fix, ...] = ()
    if len(block.branches) == 1 and len(edits) == 2:
        fixes = (Fix(f"Write `{name}` without a block", tuple(edits), safe=False),)
    return Finding(opening.span, message, fixes)
