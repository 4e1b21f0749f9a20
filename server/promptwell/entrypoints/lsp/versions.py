"""A save becomes a version of the prompt, once the workspace has a store; until then nothing starts."""

from __future__ import annotations

import asyncio
import logging
from secrets import token_hex

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.engine import call_engine
from promptwell.errors import NotFoundError, PromptwellError

log = logging.getLogger(__name__)

_RECORD = "version.record"


class SavedVersions:
    """Has the engine record what is saved, one save after the other and in their order.

    Each gives the text of its own: by the time it is recorded another editor may have saved another one.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._session = token_hex(8)
        self._one_by_one = asyncio.Lock()

    def saved(self, root: str, path: str, text: str | None) -> None:
        """A file of a root was saved; `text` is what the editor has, None where it is not open."""
        base = root.rstrip("/") + "/"
        if not root or not path.startswith(base):
            return
        work = self._record(root, path.removeprefix(base), text)
        self._connection.start(work, "recording a version")

    async def _record(self, root: str, path: str, text: str | None) -> None:
        async with self._one_by_one:
            if not await asyncio.get_running_loop().run_in_executor(None, _is_kept, root):
                return
            asked = {"prompt": path, "session": self._session}
            try:
                await call_engine(root, _RECORD, asked if text is None else {**asked, "text": text})
            except NotFoundError:
                log.debug("%s is no prompt, so no version of it is kept", path)
            except PromptwellError as error:
                log.warning("%s: no version was recorded: %s", path, error)


def _is_kept(root: str) -> bool:
    # Loaded with the first save.
    from promptwell.bootstrap.calling import keeps_versions

    return keeps_versions(root)
