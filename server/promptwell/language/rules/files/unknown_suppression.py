"""The rule unknown-suppression."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.groups import GROUPS
from promptwell.language.rules.registry import all_rules
from promptwell.language.syntax.suppressions import suppressions
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.nearest import nearest

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class UnknownSuppression(Rule):
    """A comment that hides a rule that does not exist.

    ## What it does

    Reports a name in the brackets of `promptwell: ignore[...]` that is neither a rule nor a group.

    ## Why is this bad?

    Such a name hides nothing. It is a slip, or the rule has another name now, and the finding that
    it was to hide is still reported.

    ## Example

    ```jinja
    {# promptwell: ignore[vague-trem] #}
    ```
    ```jinja
    {# promptwell: ignore[vague-term] #}
    ```

    ## Fix

    The fix writes the nearest name. It is unsafe, as it may be another one that was meant.
    """

    group = "files"
    severity = "hint"
    large_files = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the names that hide nothing."""
        entries = suppressions(model.document).entries
        if not entries:
            return
        known = {"all", *GROUPS, *(rule.id() for rule in all_rules())}
        for entry in entries:
            for named in entry.order.named:
                if named.name in known:
                    continue
                close = nearest(named.name, known)
                way_out = f"; did you mean `{close}`?" if close else ""
                fixes: tuple[Fix, ...] = ()
                if close:
                    edit = TextEdit(named.span, close)
                    fixes = (Fix(f"Change to `{close}`", (edit,), safe=False),)
                yield Finding(
                    named.span, f"there is no rule or group `{named.name}`{way_out}", fixes
                )
