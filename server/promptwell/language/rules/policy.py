"""What a team holds to whatever a single file says: `[security.policy]` of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from promptwell.language.rules.groups import SECURITY_GROUPS
from promptwell.language.rules.severity import SEVERITIES, Severity

if TYPE_CHECKING:
    from promptwell.language.syntax.suppressions import Suppression

SUPPRESSION_RULES = frozenset({"expired-suppression", "refused-suppression", "unknown-suppression"})
"""The rules about comments that hide findings; such a comment does not hide what is said of itself."""

_TELLS_OF_POLICY = "refused-suppression"


@dataclass(frozen=True)
class Policy:
    """What no comment, setting or baseline may loosen.

    `required` are the rules and groups that can't be hidden or turned off; `floors` the least
    severity of rules and groups. A comment that hides a security rule holds only if it ends within
    `longest_suppression` days and, with `reason_required`, says why it is there.
    """

    required: frozenset[str] = frozenset()
    floors: tuple[tuple[str, Severity], ...] = ()
    longest_suppression: int | None = None
    reason_required: bool = False

    @property
    def says_something(self) -> bool:
        """Whether there is any policy at all."""
        return self != NO_POLICY

    def requires(self, rule: str, group: str) -> bool:
        """Whether a rule always runs and always reports."""
        if rule == _TELLS_OF_POLICY:
            return self.says_something  # a policy whose breaches nobody hears of is none
        return rule in self.required or group in self.required

    def at_least(self, severity: Severity, rule: str, group: str) -> Severity:
        """A severity, or the floor of its rule or group where that is more severe."""
        floors = (floor for name, floor in self.floors if name in (rule, group))
        return min((severity, *floors), key=SEVERITIES.index)

    def refusal(
        self, entry: Suppression, rule: str, group: str, today: date, *, security: bool = False
    ) -> str:
        """Why a comment does not hide a rule that it names; "" where it does.

        With `security` the rule is any of those about security.
        """
        if self.requires(rule, group):
            return "the policy requires it"
        if group not in SECURITY_GROUPS and not security:
            return ""
        order, longest = entry.order, self.longest_suppression
        if longest is not None:
            if order.until_span is None:
                return f"the policy wants an end within {longest} days, such as `until {today + timedelta(longest)}`"
            if order.until and (order.until - today).days > longest:
                return f"the policy allows {longest} days, which is `until {today + timedelta(longest)}`"
        if self.reason_required and not order.reason:
            return "the policy wants a reason: `-- why`"
        return ""


NO_POLICY = Policy()
