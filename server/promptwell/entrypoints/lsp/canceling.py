"""Long work that the client shows and the user can cancel there."""

from __future__ import annotations

import logging

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.progress import Progress

log = logging.getLogger(__name__)


class Canceling:
    """The work that is under way, by what the client calls it."""

    def __init__(self, connection: Connection) -> None:
        self._shown: dict[int | str, Progress] = {}
        connection.on_notification(types.WINDOW_WORK_DONE_PROGRESS_CANCEL, self._cancel)

    def add(self, progress: Progress) -> None:
        """Work begins."""
        self._shown[progress.token] = progress

    def discard(self, progress: Progress) -> None:
        """Work is over."""
        self._shown.pop(progress.token, None)

    def _cancel(self, params: types.WorkDoneProgressCancelParams) -> None:
        """Ends work that the user does not want to wait for; what is finished of it stays."""
        progress = self._shown.get(params.token)
        if progress is not None:
            log.info("%s was canceled", progress.title.lower())
            progress.wanted = False
