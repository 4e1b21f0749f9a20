"""Asks the client to ask again, where what it shows may no longer be right."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal

from lsprotocol import types

from promptwell.entrypoints.lsp.session import Session

Shown = Literal["diagnostics", "semantic_tokens", "inlay_hint", "code_lens", "folding_range"]

_METHODS: dict[Shown, str] = {
    "diagnostics": types.WORKSPACE_DIAGNOSTIC_REFRESH,
    "semantic_tokens": types.WORKSPACE_SEMANTIC_TOKENS_REFRESH,
    "inlay_hint": types.WORKSPACE_INLAY_HINT_REFRESH,
    "code_lens": types.WORKSPACE_CODE_LENS_REFRESH,
    "folding_range": types.WORKSPACE_FOLDING_RANGE_REFRESH,
}
_PROVIDERS: dict[Shown, str] = {
    "diagnostics": types.TEXT_DOCUMENT_DIAGNOSTIC,
    "semantic_tokens": types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL,
    "inlay_hint": types.TEXT_DOCUMENT_INLAY_HINT,
    "code_lens": types.TEXT_DOCUMENT_CODE_LENS,
    "folding_range": types.TEXT_DOCUMENT_FOLDING_RANGE,
}

_PAUSE = 0.1


class Refresher:
    """Sends `workspace/.../refresh`, once for many changes, to clients that understand it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: dict[Shown, asyncio.Task[None]] = {}
        self._again: set[Shown] = set()

    def ask(self, *shown: Shown, unless: Callable[[], bool] = lambda: False) -> None:
        """Have something asked for again a little later, unless there is no need any more by then."""
        for each in shown:
            if not self._session.can("workspace", each, "refresh_support"):
                continue
            if not self._session.connection.answers(_PROVIDERS[each]):
                continue
            if each in self._waiting:
                self._again.add(each)
                continue
            work = self._refresh(each, unless)
            task = self._session.connection.start(work, _METHODS[each])
            self._waiting[each] = task
            task.add_done_callback(lambda _, done=each: self._waiting.pop(done, None))  # type: ignore[misc]

    def all(self) -> None:
        """Have everything asked for again whose answer depends on settings, other files or tokenizers."""
        self.ask("semantic_tokens", "inlay_hint", "code_lens", "folding_range")

    async def _refresh(self, shown: Shown, unless: Callable[[], bool]) -> None:
        while True:
            await asyncio.sleep(_PAUSE)
            self._again.discard(shown)
            if not unless():
                await self._session.connection.request(_METHODS[shown], None)
            if shown not in self._again:
                return
