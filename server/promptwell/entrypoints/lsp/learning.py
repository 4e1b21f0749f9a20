"""Finds out in the background which prompt files each folder has and what is in them."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from promptwell.entrypoints.lsp.progress import Progress
from promptwell.entrypoints.lsp.session import Session
from promptwell.services.workspace import Root

log = logging.getLogger(__name__)

_HEADWAY = 0.1


@dataclass
class _Look:
    """One look through a folder. `again` asks for another one when it is over."""

    task: asyncio.Task[None]
    begun: float
    again: bool = False


class Learning:
    """What is being learned of each folder. `learned` is called whenever more is known than before."""

    def __init__(self, session: Session, learned: Callable[[], None]) -> None:
        self._session = session
        self._learned = learned
        self._looks: dict[int, _Look] = {}

    def begin(self, root: Root) -> None:
        """Look through a folder; once more where that is under way, since it has changed meanwhile."""
        look = self._looks.get(id(root))
        if look is not None and not look.task.done():
            look.again = True
            return
        task = self._session.connection.start(self._learn(root), "reading the workspace")
        self._looks[id(root)] = _Look(task, asyncio.get_running_loop().time())

    async def wait(self, root: Root, seconds: float | None = None) -> None:
        """Wait until a folder is known, at most until so many seconds after the look began.

        A large folder takes longer than a person waits for an answer.
        """
        look = self._looks.get(id(root))
        if look is None or look.task.done():
            return
        if seconds is not None:
            seconds -= asyncio.get_running_loop().time() - look.begun
            if seconds <= 0:
                return
        await asyncio.wait([look.task], timeout=seconds)

    async def _learn(self, root: Root) -> None:
        # The documents that the client opens with come first, and they wait for the rules.
        await self._session.analyst.rules()
        await asyncio.sleep(_HEADWAY)
        session = self._session
        shows = session.can("window", "work_done_progress")
        progress = Progress(session.connection, "Reading prompt files", shown=shows)
        session.canceling.add(progress)
        look = self._looks[id(root)]
        try:
            fits = False
            while progress.wanted and (look.again or not fits):
                look.again = False
                fits = await self._look(root, progress)
        except Exception:
            # What is shown must follow the settings even where the workspace could not be read.
            log.exception("%s could not be read", root.path)
        finally:
            progress.wanted = False
            progress.end()
            session.canceling.discard(progress)
        if not session.can("workspace", "did_change_watched_files", "dynamic_registration"):
            session.workspace.look_again()
        self._learned()

    async def _look(self, root: Root, progress: Progress) -> bool:
        """Take over one step after the other; False where what is found does not fit any more."""
        begun = time.perf_counter()
        steps = self._session.workspace.learn(root, lambda: progress.wanted)
        total = 0
        while (step := await self._session.analyst.aside(lambda: next(steps, None))) is not None:
            if not step.take():
                return False
            total = step.total
            progress.report(step.done, step.total)
        # What is known of files stays: looking through it for garbage again and again takes time.
        gc.freeze()
        log.info("%s: read %d files in %.1f s", root.path, total, time.perf_counter() - begun)
        return True
