"""The groups of rules, which settings and comments may name in place of rules."""

from __future__ import annotations

SECURITY_GROUPS = ("injection", "hidden", "secrets", "privacy", "agency", "content")
"""The groups whose rules are about security; `promptwell scan` runs these."""

GROUPS = (
    *("variables", "structure", "messages", "cost"),
    *SECURITY_GROUPS,
    *("quality", "files", "wording", "agents"),
)
