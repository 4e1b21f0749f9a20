"""How far an engine is that makes vectors of what prompts say by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorMaking:
    """What became of it: `done` of `total` passages that had no vector have one now.

    `waiting` is what begins in a moment, `stopped` what somebody stopped: it goes on after the next
    change. `problem` says why it is `failed`.
    """

    state: Literal["waiting", "running", "done", "stopped", "failed"]
    done: int = 0
    total: int = 0
    problem: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether vectors are being made, or will be in a moment."""
        return self.state in ("waiting", "running")
