"""How tools reach the operations: by name, with plain data, wherever these run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Progress(Protocol):
    """How an operation tells how far it is."""

    def __call__(self, done: int, total: int | None = None, what: str = "") -> None:
        """Say it.

        Raises:
            Cancelled: the agent no longer wants the result.
        """


class Call(Protocol):
    """Runs one operation of the catalogue for the agent; it may take a while."""

    def __call__(self, name: str, asked: Mapping[str, Any], /) -> Any:
        """The operation's result as plain data.

        Raises:
            PromptwellError: it could not be done; the message says why and what to do.
        """


class Operations(Protocol):
    """Where operations run: the engine, or this process. Safe to use from several threads."""

    def __call__(self, name: str, asked: Mapping[str, Any], progress: Progress, /) -> Any:
        """The result of an operation as plain data.

        Raises:
            PromptwellError: it could not be done; the message says why and what to do.
        """
