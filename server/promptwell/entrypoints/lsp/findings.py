"""What is wrong in each file, found once and kept until something it depends on has changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from hashlib import blake2b
from typing import NamedTuple

from lsprotocol import types

from promptwell.entrypoints.lsp.analyst import AT_ONCE
from promptwell.entrypoints.lsp.convert.diagnostics import to_diagnostic
from promptwell.entrypoints.lsp.convert.places import PositionsOf, UriOf
from promptwell.entrypoints.lsp.documents import MOST_CHARACTERS, OpenDocument
from promptwell.entrypoints.lsp.session import Session
from promptwell.language.rules.base import Diagnostic
from promptwell.language.text.source import Span
from promptwell.services.editor import checking, reading

log = logging.getLogger(__name__)

MOST_DIAGNOSTICS = 200


class Findings(NamedTuple):
    """What was found in one text of a file, for us and as the client gets it.

    `result_id` is equal for equal `items`, whenever and however often they are found.
    """

    document: OpenDocument | None
    diagnostics: list[Diagnostic]
    items: list[types.Diagnostic]
    result_id: str
    depends: frozenset[str]

    @property
    def version(self) -> int | None:
        """The version of the text, where it is open in the editor."""
        return self.document.version if self.document else None


class Checks:
    """The findings of the files that somebody looks at.

    Args:
        session: the texts and their settings.
        ready: is awaited before a file is checked: who uses a partial is part of what is said of it.
    """

    def __init__(self, session: Session, ready: Callable[[str], Awaitable[None]]) -> None:
        self._session = session
        self._ready = ready
        self._kept: dict[str, Findings] = {}
        self._runs: dict[str, _Run] = {}
        self._saved: set[str] = set()

    async def of(self, path: str) -> Findings:
        """What is wrong in a file now. Whoever asks at the same time waits for the same check."""
        kept = self._kept.get(path)
        if kept is not None:
            return kept
        run = self._runs.get(path)
        if run is None or run.abandoned:
            run = self._runs[path] = _Run(asyncio.ensure_future(self._find(path)))
            run.task.add_done_callback(lambda task: self._keep(path, task))
        return await run.result()

    def known(self, path: str) -> Findings | None:
        """What is known to be wrong in a file, if it was checked since it last changed."""
        return self._kept.get(path)

    def settle(self, path: str, *, saved: bool) -> None:
        """A large file gets every rule once it is saved, the quick ones while it is edited."""
        if saved:
            self._saved.add(path)
        else:
            self._saved.discard(path)

    def forget(self, paths: Iterable[str]) -> set[str]:
        """Check files anew when they are next asked for, and those that depend on them; all these."""
        changed = set(paths)
        for path, kept in self._kept.items():
            if not changed.isdisjoint(kept.depends):
                changed.add(path)
        return self.forget_only(changed)

    def forget_only(self, paths: Iterable[str]) -> set[str]:
        """Check files anew when they are next asked for, and not what depends on them; these files."""
        forgotten = set(paths)
        for path in forgotten:
            self._kept.pop(path, None)
            self._runs.pop(path, None)
        return forgotten

    def forget_all(self) -> None:
        """Check everything anew: settings or folders have changed."""
        self._kept.clear()
        self._runs.clear()

    def _keep(self, path: str, task: asyncio.Task[Findings]) -> None:
        run = self._runs.get(path)
        if run is None or run.task is not task:
            return  # something has changed since it began
        del self._runs[path]
        if not task.cancelled() and task.exception() is None:
            self._kept[path] = task.result()

    async def _find(self, path: str) -> Findings:
        await self._ready(path)
        session = self._session
        document = session.documents.get(path)
        if document is not None and document.positions is None:
            return Findings(document, [], [_too_large()], "too-large", frozenset())
        snapshot = session.workspace.snapshot(path)
        own = document.positions if document else None
        positions = own or session.positions_of(snapshot)(path)
        size = len(positions.source)
        view = session.analyst.view(snapshot, size)
        in_a_hurry = (
            document is not None
            and size > view.root.large_file_limit(path)
            and path not in self._saved
        )

        if size > AT_ONCE:
            # What somebody waits for comes between: completion needs the file read, not judged.
            await session.analyst.ask(size, lambda: reading.read(view, path))

        def question() -> tuple[list[Diagnostic], frozenset[str]]:
            found = checking.diagnose(view, path, large_file=in_a_hurry)
            return found, reading.dependencies(view, path, large_file=in_a_hurry)

        try:
            await session.analyst.rules()
            found, depends = await session.analyst.ask(size, question)
        except Exception:
            # What was shown belongs to another text, and a check that breaks must not stay silent.
            log.exception("%s could not be checked", path)
            found, depends = [_broken()], frozenset()
        of = session.positions_of(view)
        items = converted(found, path, lambda p: positions if p == path else of(p), session.uri)
        return Findings(document, found, items, result_id(items), depends)


def converted(
    found: list[Diagnostic], path: str, positions_of: PositionsOf, uri_of: UriOf
) -> list[types.Diagnostic]:
    """Findings as a client gets them: at most so many as an editor can show, the most severe."""
    return [to_diagnostic(each, path, positions_of, uri_of) for each in _most_severe(found)]


def result_id(items: list[types.Diagnostic]) -> str:
    """A short text that is equal for reports which say the same."""
    parts = [
        (*_place(each.range), int(each.severity or 0), each.code, each.message, each.tags)
        for each in items
    ]
    related = [
        (number, other.location.uri, *_place(other.location.range), other.message)
        for number, each in enumerate(items)
        for other in each.related_information or ()
    ]
    fixes = [each.data for each in items]
    digest = blake2b(repr((parts, related, fixes)).encode("utf-8", "replace"), digest_size=12)
    return digest.hexdigest()


class _Run:
    """A check that is under way, and how many wait for it; `abandoned` once nobody does."""

    def __init__(self, task: asyncio.Task[Findings]) -> None:
        self.task = task
        self.abandoned = False
        self._waiting = 0

    async def result(self) -> Findings:
        self._waiting += 1
        try:
            return await asyncio.shield(self.task)
        finally:
            self._waiting -= 1
            if not self._waiting and not self.task.done():
                self.abandoned = True
                self.task.cancel()


def _place(range: types.Range) -> tuple[int, int, int, int]:  # noqa: A002  # the protocol's word
    return range.start.line, range.start.character, range.end.line, range.end.character


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
