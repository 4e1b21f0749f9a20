"""Diagnostics sent to the client: soon after an edit, once for many, never for an old text."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from lsprotocol import types

from promptwell.entrypoints.lsp.analyst import AT_ONCE
from promptwell.entrypoints.lsp.convert.diagnostics import to_diagnostic
from promptwell.entrypoints.lsp.documents import MOST_CHARACTERS
from promptwell.entrypoints.lsp.positions import Positions
from promptwell.entrypoints.lsp.session import Session
from promptwell.language.rules.base import Diagnostic
from promptwell.language.text.source import SourceText, Span
from promptwell.services.editor import checking, reading
from promptwell.services.workspace import Root, Snapshot

log = logging.getLogger(__name__)

PAUSE = 0.03
"""How long an edit waits for the next one, in seconds, while somebody types."""

SILENCE = 0.2
"""After so many seconds without an edit the next one does not wait."""

MOST_DIAGNOSTICS = 200
_PATIENCE = 1.0
_UNTIL_READING = 0.4


class Publisher:
    """Checks documents and publishes what is wrong in them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._edited: dict[str, float] = {}
        self._learning: dict[int, asyncio.Task[None]] = {}
        self._found: dict[str, tuple[Positions, list[Diagnostic]]] = {}
        self._depends: dict[str, frozenset[str]] = {}
        self._settings_files: set[str] = set()
        self._saved: set[str] = set()

    # When.

    def edited(self, path: str) -> None:
        """A document has a new text: check it and, if it is shared, those that share it."""
        now = asyncio.get_running_loop().time()
        pause = PAUSE if now - self._edited.get(path, -SILENCE) < SILENCE else 0.0
        self._edited[path] = now
        self._saved.discard(path)
        self._start(path, pause, others=True)

    def opened(self, path: str) -> None:
        """A document was opened."""
        self._look_again()
        self._saved.discard(path)
        self._start(path, 0.0, others=True)

    def saved(self, path: str) -> None:
        """A document was saved: now there is time for every rule."""
        self._look_again()
        self._saved.add(path)
        self._start(path, 0.0, others=False)

    def closed(self, path: str, uri: str) -> None:
        """A document was closed: its findings stay only if it is a file of a folder."""
        workspace = self._session.workspace
        self._edited.pop(path, None)
        root = workspace.snapshot(path).root
        if workspace.folder_of(path) is None or root.read(path) is None:
            self.forget(path, uri)
        else:
            self._saved.add(path)
            self._start(path, 0.0, others=True)

    def changed(self, paths: Iterable[str]) -> None:
        """Files were changed on disk: check whatever depends on them."""
        changed = set(paths)
        for path in self.shown():
            if path in changed or not changed.isdisjoint(self._depends.get(path, ())):
                self._start(path, PAUSE, others=False)

    def all(self) -> None:
        """Check everything that is shown: settings or folders have changed."""
        self._depends.clear()
        for path in self.shown():
            self._start(path, 0.0, others=False)

    def forget(self, path: str, uri: str = "") -> None:
        """Show nothing more of a file, under the URI that its client gave it."""
        task = self._tasks.pop(path, None)
        if task is not None:
            task.cancel()
        self._depends.pop(path, None)
        if self._found.pop(path, None) is not None:
            self._send(path, None, [], uri)

    def shown(self) -> list[str]:
        """The files of which findings are shown or about to be."""
        return list(dict.fromkeys([*self._session.documents.paths(), *self._found]))

    def learn(self, root: Root) -> None:
        """Find out in the background which prompt files a root has, then check what is shown."""
        task = self._learning.pop(id(root), None)
        if task is not None:
            task.cancel()
        work = self._learn(root)
        self._learning[id(root)] = self._session.connection.start(work, "reading the workspace")

    def diagnostics(self, path: str, positions: Positions) -> list[Diagnostic] | None:
        """The findings that were published for this very text; None where there are none yet."""
        found = self._found.get(path)
        return found[1] if found and found[0] is positions else None

    # How.

    def _start(self, path: str, pause: float, *, others: bool) -> None:
        running = self._tasks.get(path)
        if running is not None and not running.done():
            running.cancel()
        work = self._check(path, pause, others)
        self._tasks[path] = self._session.connection.start(work, f"the check of {path}")

    async def _check(self, path: str, pause: float, others: bool) -> None:
        await self._pause(path, pause)
        session = self._session
        snapshot = session.workspace.snapshot(path)
        learning = self._learning.get(id(snapshot.root))
        if learning is not None and not learning.done():
            # Who uses a partial is part of what is said of it, so the first answer waits a little.
            await asyncio.wait([learning], timeout=_PATIENCE)
            snapshot = session.workspace.snapshot(path)
        document = session.documents.get(path)
        if document is not None and document.positions is None:
            self._send(path, document.version, [_too_large()])
            return
        positions = document.positions if document else None
        if positions is None:
            positions = session.positions_of(snapshot)(path)
        try:
            found, depends = await self._ask(snapshot, path, positions)
        except Exception:
            # What was shown belongs to another text, and a check that breaks must not stay silent.
            log.exception("%s could not be checked", path)
            found, depends = [_broken()], frozenset()
        if session.documents.get(path) is not document:
            return  # a newer text has come: its own check is on the way
        self._found[path] = (positions, found)
        affected = self._affected(path, depends) if others else []
        self._depends[path] = depends
        of = session.positions_of(snapshot)
        shown = [
            to_diagnostic(each, path, lambda p: positions if p == path else of(p), session.uri)
            for each in _most_severe(found)
        ]
        self._send(path, document.version if document else None, shown)
        self._show_settings(snapshot)
        for other in affected:
            self._start(other, 0.0, others=False)

    async def _pause(self, path: str, pause: float) -> None:
        """Wait for the next edit, and use the wait: once it lasts, the text is read already."""
        if not pause:
            await asyncio.sleep(0)
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + pause
        await asyncio.sleep(pause * _UNTIL_READING)
        document = self._session.documents.get(path)
        if document is not None and len(document.text) <= AT_ONCE:
            snapshot = self._session.workspace.snapshot(path)
            await self._session.analyst.ask(snapshot, 0, lambda: reading.read(snapshot, path))
        await asyncio.sleep(max(0.0, end - loop.time()))

    async def _ask(
        self, snapshot: Snapshot, path: str, positions: Positions
    ) -> tuple[list[Diagnostic], frozenset[str]]:
        size = len(positions.source)
        limit = snapshot.root.large_file_limit(path)
        in_a_hurry = size > limit and path not in self._saved

        def question() -> tuple[list[Diagnostic], frozenset[str]]:
            found = checking.diagnose(snapshot, path, large_file=in_a_hurry)
            return found, reading.dependencies(snapshot, path)

        return await self._session.analyst.ask(snapshot, size, question)

    def _look_again(self) -> None:
        """Notice what changed on disk where the client does not watch files."""
        if not self._session.can("workspace", "did_change_watched_files", "dynamic_registration"):
            changed = self._session.workspace.look_again()
            if changed:
                self.changed(changed)

    def _affected(self, path: str, depends: frozenset[str]) -> list[str]:
        """The other files shown that depend on a file, before or after its change."""
        return [
            other
            for other in self.shown()
            if other != path and (path in self._depends.get(other, ()) or other in depends)
        ]

    async def _learn(self, root: Root) -> None:
        await asyncio.sleep(0)
        fits = False
        for _ in range(3):
            work = self._session.workspace.learn(root)
            take_over = await self._session.analyst.aside(work)
            fits = take_over()
            if fits:
                break
        self._session.workspace.look_again()
        self.all()

    def _show_settings(self, snapshot: Snapshot) -> None:
        """Publish what is wrong in settings files on those files."""
        found = snapshot.root.settings_diagnostics()
        base = snapshot.root.path.rstrip("/") + "/"
        for path in [each for each in self._settings_files if each.startswith(base)]:
            if path not in found:
                self._settings_files.discard(path)
                self._send(path, None, [])
        for path, (text, diagnostics) in found.items():
            if not path:
                for diagnostic in diagnostics:
                    log.warning("in the editor's settings: %s", diagnostic.message)
                continue
            self._settings_files.add(path)
            positions = Positions(SourceText(text), self._session.documents.encoding)
            shown = [
                to_diagnostic(each, path, lambda _, at=positions: at, self._session.uri)  # type: ignore[misc]
                for each in diagnostics
            ]
            self._send(path, None, shown)

    def _send(
        self,
        path: str,
        version: int | None,
        diagnostics: list[types.Diagnostic],
        uri: str = "",
    ) -> None:
        params = types.PublishDiagnosticsParams(
            uri or self._session.uri(path), diagnostics, version
        )
        self._session.connection.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)


_RANK = {"error": 0, "warning": 1, "information": 2, "hint": 3}


def _most_severe(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """At most so many as an editor can show, the most severe of them, in the order of the text."""
    if len(diagnostics) <= MOST_DIAGNOSTICS:
        return diagnostics
    worst = sorted(diagnostics, key=lambda each: _RANK[each.severity])[:MOST_DIAGNOSTICS]
    return sorted(worst, key=lambda each: each.span)


def _too_large() -> types.Diagnostic:
    start = types.Position(0, 0)
    return types.Diagnostic(
        types.Range(start, start),
        f"not checked: the file has more than {MOST_CHARACTERS:,} characters",
        severity=types.DiagnosticSeverity.Information,
        code="unreadable-file",
        source="promptwell",
    )


def _broken() -> Diagnostic:
    message = "could not be checked: a fault of Promptwell; its log says where it happened"
    return Diagnostic("unreadable-file", "files", "error", Span(0, 0), message)
