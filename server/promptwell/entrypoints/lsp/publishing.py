"""When documents are checked, and how the client hears of it: told, or asked to ask.

A client that pulls diagnostics and can be asked to pull again is told nothing: it would show every
finding twice. A client that can't be asked again (Neovim 0.11) would never hear of what an edit of
a partial does to its users, so it is told, and pulling is not offered to it. What is wrong in
settings files is always told, as no client asks about them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from itertools import chain

from lsprotocol import types

from promptwell.entrypoints.lsp.analyst import AT_ONCE
from promptwell.entrypoints.lsp.findings import Checks, Findings
from promptwell.entrypoints.lsp.learning import Learning
from promptwell.entrypoints.lsp.positions import Positions
from promptwell.entrypoints.lsp.refreshing import Refresher
from promptwell.entrypoints.lsp.session import Session
from promptwell.entrypoints.lsp.settings_faults import SettingsFaults
from promptwell.language.rules.base import Diagnostic
from promptwell.services.editor import reading
from promptwell.services.workspace import Root

_TEST_FILES = (".yaml", ".yml", ".json", ".jsonl", ".ndjson", ".csv", ".tsv")

PAUSE = 0.016
"""How long an edit waits for the next one, in seconds, while somebody types.

Nobody types two keys within it; what an editor changes at once, such as at many cursors, is answered once.
"""

SILENCE = 0.2
"""After so many seconds without an edit the next one does not wait."""

_PATIENCE = 1.0
_UNTIL_READING = 0.3


class Publisher:
    """Has documents checked when they change, and lets the client know."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._learning = Learning(session, self.all)
        self._settings_faults = SettingsFaults(session, self._tell)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._edited: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._shown: dict[str, str] = {}
        self._changes = 0
        self._changed = asyncio.Event()
        self.on_change: Callable[[set[str] | None], None] = _nobody
        """Called with the files that have changed; None for all."""
        self.on_affected: Callable[[set[str]], None] = _nobody
        """Called with files that have not changed, but whose findings may be others than before."""
        self.checks = Checks(session, self._ready)
        self.refresher = Refresher(session)

    # When.

    def edited(self, path: str) -> None:
        """A document has a new text: check it and, if it is shared, those that share it."""
        now = asyncio.get_running_loop().time()
        pause = PAUSE if now - self._edited.get(path, -SILENCE) < SILENCE else 0.0
        self._edited[path] = now
        self._due[path] = now + pause
        self.checks.settle(path, saved=False)
        self._start(path, pause)

    def opened(self, path: str) -> None:
        """A document was opened."""
        self._look_again()
        self.checks.settle(path, saved=False)
        self._start(path, 0.0)

    def saved(self, path: str) -> None:
        """A document was saved: now there is time for every rule."""
        self._look_again()
        self.checks.settle(path, saved=True)
        self._start(path, 0.0)

    def closed(self, path: str, uri: str) -> None:
        """A document was closed: its findings stay only if it is a file of a folder."""
        workspace = self._session.workspace
        self._edited.pop(path, None)
        self._due.pop(path, None)
        root = workspace.snapshot(path).root
        if self._session.pulls:
            self._shown.pop(path, None)
            self._recheck([path])
        elif workspace.folder_of(path) is None or root.read(path) is None:
            self.forget(path, uri)
        else:
            self._start(path, 0.0)

    def changed(self, paths: Iterable[str]) -> None:
        """Files were changed on disk: check whatever depends on them."""
        self._recheck(paths, PAUSE)

    def all(self) -> None:
        """Check everything that is shown: settings, folders, tokenizers or the index have changed."""
        self.checks.forget_all()
        self._note_change(None)
        self.refresher.all()
        for path in self.shown():
            self._begin(path, 0.0)

    def forget(self, path: str, uri: str = "") -> None:
        """Show nothing more of a file, under the URI that its client gave it."""
        task = self._tasks.pop(path, None)
        if task is not None:
            task.cancel()
        shown = self._shown.pop(path, None)
        self._recheck([path])
        if shown is not None and not self._session.pulls:
            self._tell(path, None, [], uri)

    def shown(self) -> list[str]:
        """The files of which findings are shown or about to be."""
        return list(dict.fromkeys([*self._session.documents.paths(), *self._shown]))

    def learn(self, root: Root) -> None:
        """Find out in the background which prompt files a root has, then check what is shown."""
        self._learning.begin(root)

    def diagnostics(self, path: str, positions: Positions) -> list[Diagnostic] | None:
        """The findings in this very text, if they are known already."""
        found = self.checks.known(path)
        document = found.document if found else None
        return found.diagnostics if found and document and document.positions is positions else None

    # What a client asks.

    async def settled(self, path: str) -> Findings:
        """What is wrong in a document, once nobody has typed in it for a moment."""
        loop = asyncio.get_running_loop()
        while (left := self._due.get(path, 0.0) - loop.time()) > 0:  # noqa: ASYNC110  # see `edited`
            await asyncio.sleep(left)
        return await self.checks.of(path)

    async def related(self, path: str, findings: Findings) -> dict[str, Findings]:
        """The findings of other open documents, as far as those of this one changed them."""
        found = {}
        for other in self._session.documents.paths():
            known = self.checks.known(other)
            if other == path or not (
                other in findings.depends or known is None or path in known.depends
            ):
                continue
            now = await self.checks.of(other)
            if self._shown.get(other, "") != now.result_id:
                found[other] = now
        return found

    def told(self, path: str, findings: Findings) -> None:
        """The client has got these findings of a document."""
        self._shown[path] = findings.result_id

    async def learned(self, root: Root) -> None:
        """Wait until the prompt files of a root are known."""
        await self._learning.wait(root)

    @property
    def moment(self) -> int:
        """A number that grows whenever something changes that findings depend on."""
        return self._changes

    async def change_after(self, moment: int) -> None:
        """Wait until something has changed since a moment."""
        while self._changes <= moment:
            self._changed.clear()
            await self._changed.wait()

    # How.

    def _start(self, path: str, pause: float) -> None:
        """Check a file whose text has changed, and then what depends on it."""
        affected = self.checks.forget([path])
        self._note_change({path})
        self._refresh_lenses([path])
        self._begin(path, pause, affected)

    def _recheck(self, paths: Iterable[str], pause: float = 0.0) -> None:
        """Check the files shown that depend on others which have changed."""
        changed = set(paths)
        workspace = self._session.workspace
        alike = (reading.namesakes(workspace.snapshot(path), path) for path in changed)
        affected = self.checks.forget(changed) | self.checks.forget_only(chain(*alike))
        self._note_change(changed)
        self._refresh_lenses(changed)
        for path in self.shown():
            if path in affected:
                self._begin(path, pause)

    def _refresh_lenses(self, paths: Iterable[str]) -> None:
        """A prompt's lens counts the tests that other files hold."""
        if any(path.lower().endswith(_TEST_FILES) for path in paths):
            self.refresher.ask("code_lens")

    def _begin(self, path: str, pause: float, affected: Iterable[str] = ()) -> None:
        running = self._tasks.get(path)
        if running is not None and not running.done():
            running.cancel()
        work = self._check(path, pause, affected)
        self._tasks[path] = self._session.connection.start(work, f"the check of {path}")

    async def _check(self, path: str, pause: float, affected: Iterable[str]) -> None:
        await self._pause(path, pause)
        found = await self.checks.of(path)
        if self._session.documents.get(path) is not found.document:
            return  # a newer text has come: its own check is on the way
        self._show(path, found)
        self._settings_faults.show(self._session.workspace.snapshot(path))
        if affected:
            # A partial's findings depend on its users, and a user's on its partials.
            self.on_affected({*found.depends})
            others = {*affected, *self.checks.forget_only(found.depends)} - {path}
            for other in self.shown():
                if other in others:
                    self._begin(other, 0.0)

    def _show(self, path: str, found: Findings) -> None:
        if self._session.pulls:
            if self._shown.get(path, found.result_id) != found.result_id:
                self.refresher.ask("diagnostics", unless=self._is_up_to_date)
            return
        self._shown[path] = found.result_id
        self._tell(path, found.version, found.items)

    def _is_up_to_date(self) -> bool:
        """Whether the client has the findings of every document as far as they are known."""
        for path, shown in self._shown.items():
            known = self.checks.known(path)
            if known is not None and known.result_id != shown:
                return False
        return True

    def _note_change(self, changed: set[str] | None) -> None:
        self._changes += 1
        self._changed.set()
        self.on_change(changed)

    async def _ready(self, path: str) -> None:
        """Who uses a partial is part of what is said of it, so a first answer waits a little."""
        snapshot = self._session.workspace.snapshot(path)
        document = self._session.documents.get(path)
        is_short = document is not None and len(document.text) <= AT_ONCE
        if not is_short or reading.depends_on_users(snapshot, path):
            await self._learning.wait(snapshot.root, _PATIENCE)

    async def _pause(self, path: str, pause: float) -> None:
        """Wait for the next edit, and use the wait: once it lasts, the text is read already."""
        if not pause:
            await asyncio.sleep(0)
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + pause
        await asyncio.sleep(pause * _UNTIL_READING)
        document = self._session.documents.get(path)
        if document is not None:
            size, analyst = len(document.text), self._session.analyst
            view = analyst.view(self._session.workspace.snapshot(path), size)
            await analyst.ask(size, lambda: reading.read(view, path))
        await asyncio.sleep(max(0.0, end - loop.time()))

    def _look_again(self) -> None:
        """Notice what changed on disk where the client does not watch files."""
        if not self._session.can("workspace", "did_change_watched_files", "dynamic_registration"):
            changed = self._session.workspace.look_again()
            if changed:
                self.changed(changed)

    def _tell(
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


def _nobody(_changed: set[str] | None) -> None:
    """Nobody keeps anything."""
