"""What is wrong in all files of the workspace, told as far as the client does not know it yet."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from promptwell.entrypoints.lsp.findings import converted, result_id
from promptwell.entrypoints.lsp.positions import Positions
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.session import Session
from promptwell.services.editor import checking, reading
from promptwell.services.workspace import Snapshot

# Files that are checked with one copy of a project: more would keep more of them in memory.
_BATCH = 40

# So long files are checked in one go, in seconds; a message that comes meanwhile waits for it in part.
_GO = 0.01

Report = dict[str, Any]
"""One item of the answer, as plain JSON: there may be thousands."""


class _Known(NamedTuple):
    """What is kept of a closed file: enough to say that nothing has changed."""

    result_id: str
    depends: frozenset[str]


class WorkspaceReport:
    """The reports on open documents and on the prompt files of all folders."""

    def __init__(self, session: Session, publisher: Publisher) -> None:
        self._session = session
        self._publisher = publisher
        self._known: dict[str, _Known] = {}
        self._changed_at: dict[str, int] = {}
        self._all_changed_at = 0
        publisher.on_change = self._forget
        publisher.on_affected = self._forget_only

    async def reports(self, previous: Mapping[str, str]) -> AsyncIterator[list[Report]]:
        """The reports by and by; `previous` are the result ids that the client has, by path."""
        seen = set(self._session.documents.paths())
        yield [await self._open(path, previous.get(path)) for path in seen]
        for root in self._session.workspace.roots():
            await self._publisher.learned(root)
            paths = await self._session.analyst.aside(root.prompt_files)
            closed = [each for each in paths if each not in seen]
            seen.update(closed)
            for batch in _batches(closed):
                reports = await self._closed(batch, previous)
                if reports:
                    yield reports
        yield [
            self._full(path, None, "", [])
            for path, old in previous.items()
            if path not in seen and old
        ]

    async def _open(self, path: str, previous: str | None) -> Report:
        found = await self._publisher.settled(path)
        if found.result_id == previous:
            return self._unchanged(path, found.version, previous)
        items = self._session.connection.plain(found.items)
        return self._full(path, found.version, found.result_id, items)

    async def _closed(self, batch: Sequence[str], previous: Mapping[str, str]) -> list[Report]:
        reports = []
        news = []
        for path in batch:
            known = self._known.get(path)
            if known is not None and known.result_id == previous.get(path):
                reports.append(self._unchanged(path, None, known.result_id))
            else:
                news.append(path)
        if not news:
            return reports
        moment = self._publisher.moment
        # What was read of thousands of files is not to be kept, so each batch has its own copy.
        view = self._session.workspace.snapshot(news[0]).passing_copy()
        left = iter(news)
        while checked := await self._session.analyst.in_pauses(lambda: self._checked(view, left)):
            for path, known, items in checked:
                if self._is_as_it_was(moment, path, known):
                    self._known[path] = known
                if known.result_id == previous.get(path):
                    reports.append(self._unchanged(path, None, known.result_id))
                else:
                    reports.append(self._full(path, None, known.result_id, items))
        return reports

    def _is_as_it_was(self, moment: int, path: str, known: _Known) -> bool:
        """Whether nothing that a file depends on has changed since a moment."""
        return self._all_changed_at <= moment and all(
            self._changed_at.get(each, 0) <= moment for each in (path, *known.depends)
        )

    def _checked(self, view: Snapshot, paths: Iterator[str]) -> list[tuple[str, _Known, Any]]:
        """As many of the files as are checked in a little while. Runs in a thread."""
        encoding = self._session.documents.encoding

        def positions(path: str) -> Positions:
            return Positions(reading.source(view, path), encoding)

        checked = []
        end = time.monotonic() + _GO
        for path in paths:
            found = checking.diagnose(view, path)
            items = converted(found, path, positions, self._session.uri)
            known = _Known(result_id(items), reading.dependencies(view, path))
            checked.append((path, known, self._session.connection.plain(items)))
            if time.monotonic() > end:
                break
        return checked

    def _forget(self, changed: set[str] | None) -> None:
        """Check files anew of which a dependency has changed; all where it is not known what has."""
        if changed is None:
            self._all_changed_at = self._publisher.moment
            self._known.clear()
            return
        self._changed_at.update(dict.fromkeys(changed, self._publisher.moment))
        for path in [
            path
            for path, known in self._known.items()
            if path in changed or not changed.isdisjoint(known.depends)
        ]:
            del self._known[path]

    def _forget_only(self, paths: set[str]) -> None:
        for path in paths:
            self._known.pop(path, None)

    def _full(self, path: str, version: int | None, identity: str, items: list[Any]) -> Report:
        report = {
            "kind": "full",
            "uri": self._session.uri(path),
            "version": version,
            "items": items,
        }
        return {**report, "resultId": identity} if identity else report

    def _unchanged(self, path: str, version: int | None, identity: str) -> Report:
        return {
            "kind": "unchanged",
            "uri": self._session.uri(path),
            "version": version,
            "resultId": identity,
        }


def _batches(paths: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(paths)
    while batch := list(islice(rest, _BATCH)):
        yield batch
