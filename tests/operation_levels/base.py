"""What a way in does for a case."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol


class RefusedCall(NamedTuple):
    """A call that was refused. `kind` is "" where the way in does not tell it."""

    kind: str
    message: str


class OpenWorkspace(Protocol):
    """A workspace, opened through a way in."""

    def call(self, operation: str, asked: dict[str, Any]) -> Any:
        """The answer as plain data, or a `RefusedCall`."""

    def close(self) -> None:
        """Let it go."""
