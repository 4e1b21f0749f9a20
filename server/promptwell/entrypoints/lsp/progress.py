"""Tells the client how far long work has come, where it can show that."""

from __future__ import annotations

import asyncio
import itertools

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection

_EVERY = 0.2
_numbers = itertools.count(1)


class Progress:
    """One piece of work as the client shows it. `wanted` is False once the user has canceled it.

    Nothing is shown of work that is over soon: `report` begins only after `patience` seconds.
    With the `token` of a request the client waits for what is shown; else it is asked to.
    """

    def __init__(
        self,
        connection: Connection,
        title: str,
        *,
        shown: bool,
        patience: float = 0.5,
        token: int | str | None = None,
        noun: str = "files",
    ) -> None:
        self.wanted = True
        self.token = f"promptwell-{next(_numbers)}" if token is None else token
        self._asked_for = token is not None
        self._noun = noun
        self._connection = connection
        self.title = title
        self._shown = shown
        self._announced = False
        self._begun = False
        self._next = asyncio.get_running_loop().time() + patience

    def report(self, done: int, total: int | None, what: str = "") -> None:
        """So much is done; `total` is None where nobody knows how much there is."""
        now = asyncio.get_running_loop().time()
        if not self._shown or now < self._next or (total is not None and done >= total):
            return
        self._next = now + _EVERY
        if not self._announced:
            self._announced = True
            if self._asked_for:
                self._begin(total)
            else:
                # Not waited for: a client that does not answer must not hold up the work.
                announcing = self._announce(total)
                self._connection.start(announcing, types.WINDOW_WORK_DONE_PROGRESS_CREATE)
        if not self._begun:
            return
        message = f"{what}: {self._far(done, total)}" if what else self._far(done, total)
        percentage = None if total is None else done * 100 // total
        self._send(types.WorkDoneProgressReport(message=message, percentage=percentage))

    def end(self, message: str = "") -> None:
        """The work is over."""
        self.wanted = False
        if self._begun:
            self._begun = False
            self._send(types.WorkDoneProgressEnd(message=message or None))

    async def _announce(self, total: int | None) -> None:
        params = types.WorkDoneProgressCreateParams(self.token)
        await self._connection.request(types.WINDOW_WORK_DONE_PROGRESS_CREATE, params)
        if not self.wanted:
            return  # the work was over sooner than the answer came
        self._begin(total)

    def _begin(self, total: int | None) -> None:
        self._begun = True
        self._send(
            types.WorkDoneProgressBegin(
                self.title,
                cancellable=True,
                message=self._far(0, total),
                percentage=None if total is None else 0,
            )
        )

    def _far(self, done: int, total: int | None) -> str:
        of = str(done) if total is None else f"{done}/{total}"
        return f"{of} {self._noun}".rstrip()

    def _send(self, value: object) -> None:
        plain = self._connection.plain(value)
        self._connection.notify(types.PROGRESS, types.ProgressParams(self.token, plain))
