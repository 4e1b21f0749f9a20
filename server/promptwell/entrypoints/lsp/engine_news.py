"""Files that changed are told to an engine that runs, so that what it finds is what is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.engine import tell_running_engine
from promptwell.errors import PromptwellError
from promptwell.services.operations import OPERATIONS

log = logging.getLogger(__name__)

_INDEX = "index"
_QUIET_SECONDS = 1.0
# So many files are another branch: the engine looks through the whole workspace then.
_MANY = 500


class EngineNews:
    """What changed since it was last told; told once nothing has changed for a second."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._changed: dict[str, set[str]] = {}
        self._waiting: asyncio.TimerHandle | None = None

    def changed(self, root: str, paths: Iterable[str]) -> None:
        """Files of a root were made, changed or removed."""
        base = root.rstrip("/") + "/"
        inside = {path.removeprefix(base) for path in paths if path.startswith(base)}
        if not inside or _INDEX not in OPERATIONS:
            return
        self._changed.setdefault(root, set()).update(inside)
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = asyncio.get_running_loop().call_later(_QUIET_SECONDS, self._tell)

    def _tell(self) -> None:
        changed, self._changed = self._changed, {}
        for root, paths in changed.items():
            self._connection.start(_tell(root, sorted(paths)), "telling the engine what changed")


async def _tell(root: str, paths: list[str]) -> None:
    try:
        asked = {"paths": paths} if len(paths) <= _MANY else {}
        runs = await tell_running_engine(root, _INDEX, asked)
        log.info(
            "changed files: %d, %s", len(paths), "told the engine" if runs else "no engine runs"
        )
    except PromptwellError as error:
        log.info("the engine was not told of %d files: %s", len(paths), error)
