"""The rule unclosed-tag."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.unbalanced_tags import unbalanced_tags
from promptwell.language.rules.base import Finding, Rule, RuleContext

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class UnclosedTag(Rule):
    """A section tag whose other half is missing.

    ## What it does

    Reports a tag such as `<rules>` or `</rules>` that has a line to itself and whose other half
    stands nowhere in the prompt. Code, comments and HTML that closes itself stay silent.

    ## Why is this bad?

    The section has no end, or no beginning. What follows `<document>` then belongs to the document,
    your instructions included.

    ## Example

    ```jinja
    <document>
    The text.
    Sum up the document.
    ```

    ```jinja
    <document>
    The text.
    </document>
    Sum up the document.
    ```
    """

    group = "wording"
    severity = "hint"
    on_by_default = False

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each tag without its other half."""
        for tag in unbalanced_tags(model.document):
            if tag.closes:
                message = f"`</{tag.name}>` closes a section that is never opened"
            else:
                message = f"`<{tag.name}>` opens a section that is never closed by `</{tag.name}>`"
            yield Finding(tag.span, message)
