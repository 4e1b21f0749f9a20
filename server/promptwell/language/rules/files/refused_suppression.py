"""The rule refused-suppression."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.groups import GROUPS
from promptwell.language.rules.registry import rule_named
from promptwell.language.syntax.suppressions import suppressions

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.syntax.suppressions import Suppression


class RefusedSuppression(Rule):
    """A comment that hides what the policy does not let it hide.

    ## What it does

    Reports a comment that would hide a rule against `[security.policy]` of the settings: the policy
    requires the rule, or wants an end within some days, or wants a reason. The comment does not
    hide that rule; what else it names stays hidden. For a comment that hides everything it is a hint.

    Nothing hides or turns off this rule where there is a policy.

    ## Why is this bad?

    The comment looks as if the finding was dealt with. It was not: the team's policy goes before it.

    ## Example

    ```toml
    [security.policy]
    longest-suppression = 90
    reason-required = true
    ```
    ```jinja
    {# promptwell: ignore[invisible-text] #}
    ```
    Say until when and why:
    ```jinja
    {# promptwell: ignore[invisible-text] until 2026-03-01 -- the sample shows the attack #}
    ```
    """

    group = "files"
    severity = "warning"
    large_files = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the names in comments that the policy does not let them hide."""
        policy, today = context.settings.policy, context.settings.today
        if not policy.says_something:
            return
        for entry in suppressions(model.document).entries:
            if entry.expired(today):
                continue
            if "all" in entry.names:
                yield from _of_everything(entry, context)
            for named in entry.order.named:
                group = _group_of(named.name)
                reason = policy.refusal(entry, named.name, group, today) if group else ""
                if reason:
                    message = f"`{named.name}` is not hidden: {reason}"
                    yield Finding(named.span, message)


def _of_everything(entry: Suppression, context: RuleContext) -> Iterator[Finding]:
    policy, today = context.settings.policy, context.settings.today
    if policy.required:
        names = ", ".join(f"`{name}`" for name in sorted(policy.required))
        yield Finding(entry.order.span, f"{names} stay: the policy requires them", severity="hint")
    reason = policy.refusal(entry, "", "", today, security=True)
    if reason:
        message = f"this hides no rule about security: {reason}"
        yield Finding(entry.order.span, message, severity="hint")


def _group_of(name: str) -> str:
    """The group of a rule, or of itself; "" where there is no such rule."""
    if name in GROUPS:
        return name
    rule = rule_named(name)
    return rule.group if rule else ""
