"""The rule expired-suppression."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.syntax.suppressions import suppressions
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.syntax.suppressions import Suppression


class ExpiredSuppression(Rule):
    """A comment that hid findings until a day that is over.

    ## What it does

    Reports a comment such as `promptwell: ignore[invisible-text] until 2026-01-31` when that day is
    over, or is none that the calendar has. From then on the comment hides nothing.

    ## Why is this bad?

    Somebody wanted the finding to come back by that day. Now it is here: mend it, or decide anew.

    ## Example

    ```jinja
    {# promptwell: ignore[vague-term] until 2020-01-31 -- until the new wording is approved #}
    Make it good.
    ```
    Mend what was hidden and delete the comment, or give it another day:
    ```jinja
    {# promptwell: ignore[vague-term] until 2099-01-31 -- until the new wording is approved #}
    Make it good.
    ```

    ## Fix

    The fix removes the words `until ...`. It is unsafe: the comment then holds for ever.
    """

    group = "files"
    severity = "warning"
    large_files = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the comments whose day is over, or is no day."""
        for entry in suppressions(model.document).entries:
            if entry.expired(context.settings.today):
                yield _finding(model, entry)


def _finding(model: SemanticModel, entry: Suppression) -> Finding:
    order = entry.order
    place = order.until_span or order.span
    written = model.document.source.slice(place)
    if order.until is None:
        message = f"`{written}` is no day such as `2027-01-31`, so this hides nothing"
        return Finding(place, message)
    before = model.document.text[: place.start].rstrip().removesuffix("until").rstrip()
    edit = TextEdit(type(place)(len(before), place.end), "")
    fix = Fix("Ignore it without an end", (edit,), safe=False)
    message = f"this held until {written}; it hides {_list(entry.names)} no more"
    return Finding(place, message, (fix,))


def _list(names: tuple[str, ...]) -> str:
    return ", ".join("anything" if name == "all" else f"`{name}`" for name in names)
