"""A project: prompts that belong together, with the settings that hold for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project of a team.

    `budget` is the most US dollars that a month of its prompts may cost, None for no limit.
    `required_checks` are rules or groups of rules without a finding of which no prompt of it is
    approved. `revision` counts its changes: an update names the one it saw.
    """

    id: str
    name: str
    description: str = ""
    default_model: str = ""
    budget: float | None = None
    required_checks: tuple[str, ...] = ()
    revision: int = 1
    created: datetime
    updated: datetime
