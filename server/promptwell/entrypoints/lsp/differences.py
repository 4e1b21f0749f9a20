"""What open documents are compared with while a client shows differences; bases are read once, off the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from promptwell.domain.versions.line_ends import line_end_of
from promptwell.entrypoints.lsp.analyst import Analyst
from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.documents import OpenDocuments
from promptwell.entrypoints.lsp.uris import is_file
from promptwell.entrypoints.lsp.worker import Worker
from promptwell.errors import NotFoundError, PromptwellError
from promptwell.services.editor import changes

if TYPE_CHECKING:  # the feature is loaded when it is first asked
    from promptwell.services.versions.following import Base, Followed

BASE_CHANGED = "promptwell/baseChanged"

# A look costs less than a millisecond, and who commits waits for the drawing to empty.
_LOOKS_EVERY = 0.25


@dataclass
class _Kept:
    """A document that is followed: what with, what tells that this moved, and how it stood last.

    `line_end` is the one that the base was given; `encoding` is that of its model when it was last asked for,
    False before that.
    """

    root: str
    against: str
    line_end: str
    stamp: object
    followed: Followed
    encoding: str | Literal[False] | None = False


class Differences:
    """The documents whose differences a client shows, each with one base."""

    def __init__(self, connection: Connection, analyst: Analyst, documents: OpenDocuments) -> None:
        self._connection = connection
        self._analyst = analyst
        self._documents = documents
        self._kept: dict[str, _Kept] = {}
        self._wanted: set[str] = set()
        self._reading: dict[tuple[str, str], asyncio.Task[tuple[object, Base]]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def follow(self, path: str, root: str, against: str, text: str) -> Followed:
        """Compare a document with a base from now on; what differs in this text of it.

        Raises:
            PromptwellError: there is no such base; the message says what there is.
        """
        self._wanted.add(path)
        kept = self._kept.get(path)
        end = line_end_of(text)
        if kept is None or kept.against != against or (end and end != kept.line_end):
            stamp, base = await self._base(path, root, against, text)
            followed = await self._analyst.ask(len(text), lambda: changes.begin(base, text))
            if path in self._wanted:  # else it was hidden meanwhile
                self._kept[path] = _Kept(root, against, end, stamp, followed)
                self._look()
            return followed
        before = kept.followed
        followed = await self._analyst.ask(len(text), lambda: before.now(text))
        if kept.followed is before:  # else the base has moved meanwhile, and the client is told so
            kept.followed = followed
        return followed

    async def base(self, path: str, root: str, against: str, text: str) -> Base:
        """What a document is compared with, or would be."""
        kept = self._kept.get(path)
        if kept is not None and kept.against == against:
            return kept.followed.base
        return (await self._base(path, root, against, text))[1]

    def encoding(self, path: str, *, anew: bool, find: Callable[[], str | None]) -> str | None:
        """The encoding of a followed document's model. The whole text is read for it, so who types has the last one."""
        kept = self._kept.get(path)
        if kept is None:
            return find()
        if anew or kept.encoding is False:
            kept.encoding = find()
        return kept.encoding

    def shown(self, path: str, text: str) -> Followed | None:
        """What differs in a document whose differences are shown; None for any other."""
        kept = self._kept.get(path)
        return kept.followed.now(text) if kept else None

    def stop(self, path: str) -> None:
        """The differences of a document are shown no more."""
        self._wanted.discard(path)
        self._kept.pop(path, None)
        if not self._kept and self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def _base(self, path: str, root: str, against: str, text: str) -> tuple[object, Base]:
        """Read a base, once for all who ask meanwhile."""
        key = path, against
        task = self._reading.get(key)
        if task is None:
            task = asyncio.ensure_future(self._read(path, root, against, text))
            self._reading[key] = task
            task.add_done_callback(lambda _: self._reading.pop(key, None))
        return await asyncio.shield(task)

    async def _read(self, path: str, root: str, against: str, text: str) -> tuple[object, Base]:
        from promptwell.bootstrap.difference_bases import base_of, stamp_of

        require_file(path)

        def work() -> tuple[object, Base]:
            stamp = stamp_of(
                path, root, against
            )  # before the reading: what moves meanwhile is seen later
            return stamp, base_of(path, root, against, text)

        return await self._analyst.aside(work)

    def _look(self) -> None:
        if self._looking is None:
            self._looking = self._connection.start(self._look_on(), "looking at what Git has now")

    async def _look_on(self) -> None:
        """Look whether a commit, a branch or a tag has moved, as long as something is followed."""
        looker = Worker("lsp-bases")
        try:
            while True:
                await asyncio.sleep(_LOOKS_EVERY)
                for path in await looker.run(partial(_moved, tuple(self._kept.items()))):
                    await self._renew(path)
        finally:
            looker.close()

    async def _renew(self, path: str) -> None:
        kept = self._kept.get(path)
        if kept is None:
            return
        try:
            text = kept.followed.inline.buffer
            stamp, base = await self._base(path, kept.root, kept.against, text)
        except PromptwellError:
            # The ref went: whoever asks next is told so.
            self.stop(path)
        else:
            kept.stamp = stamp
            if base == kept.followed.base:
                return
            before = kept.followed
            size = len(before.inline.buffer)
            kept.followed = await self._analyst.ask(size, lambda: before.against(base))
        document = self._documents.get(path)
        if document is not None:
            params = {"textDocument": {"uri": document.uri}, "against": kept.against}
            self._connection.notify(BASE_CHANGED, params)


def _moved(kept: Iterable[tuple[str, _Kept]]) -> list[str]:
    from promptwell.bootstrap.difference_bases import stamp_of

    return [path for path, each in kept if stamp_of(path, each.root, each.against) != each.stamp]


def require_file(path: str) -> None:
    """Refuse a document that exists in the editor alone.

    Raises:
        NotFoundError: it is no file.
    """
    if not is_file(path):
        raise NotFoundError(
            "this document is no file yet, so there is nothing to compare it with; save it first"
        )
