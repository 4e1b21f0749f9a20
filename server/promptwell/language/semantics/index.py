"""Which files a workspace has, and what each refers to; most of it known without reading them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.name_scopes import NAMED_FILES, possible_names
from promptwell.language.semantics.partial_loader import ByName, partials_by_name
from promptwell.language.semantics.summarize import summarize
from promptwell.language.semantics.summary import LINKS, FileSummary, SummaryTable

_REFERS = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\b|\{\{~?#?>")


def may_refer(text: str) -> bool:
    """Whether a template may bring in another, to be told without reading it."""
    return _REFERS.search(text) is not None


class Reader(Protocol):
    """What the index asks of the project that it belongs to."""

    def model(self, path: str) -> SemanticModel | None:
        """What a file means, or None where there is none."""

    def known_model(self, path: str) -> SemanticModel | None:
        """What a file means, if it was read before."""

    def text(self, path: str) -> str | None:
        """A file's text, or None where there is none."""

    def exists(self, path: str) -> bool:
        """Whether there is a file of any kind, or a folder."""

    def candidates(self, path: str, reference: Reference) -> list[str]:
        """The paths that a reference may mean, in the order in which they are tried."""

    def targets(self, path: str) -> list[tuple[Reference, str]]:
        """The templates that a file includes, imports or extends and that exist."""

    def is_suite(self, path: str) -> bool:
        """Whether a file's path says that it holds promptfoo's settings."""


class Index:
    """The files of a workspace. A file is *fresh* when it is not, or no longer, what the table says."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.known: dict[str, None] = {}
        self.table = SummaryTable()
        self._fresh: dict[str, None] = {}
        self._summaries: dict[str, FileSummary] = {}
        # What the table's files refer to depends on which files there are.
        self._users: dict[str, tuple[str, ...]] = {}
        self._exists: dict[str, bool] = {}
        self._targets: dict[tuple[str, int, str], str | None] = {}
        self._suites: tuple[str, ...] | None = None
        self._partials: ByName | None = None
        # What fresh files bring in, and the same turned round; a file in `_unread` was not looked at
        # since it changed, so that a keystroke costs one file and not the whole workspace.
        self._brings_in: dict[str, tuple[str, ...]] = {}
        self._brought_by: dict[str, dict[str, None]] = {}
        self._unread: dict[str, None] = {}
        # The same for the names that fresh files may have.
        self._may_have: dict[str, tuple[str, ...]] = {}
        self._maybe_named: dict[str, dict[str, None]] = {}
        self._unnamed: dict[str, None] = {}

    def after(self, reader: Reader) -> Index:
        """The same index for a later project; this one stays as it is."""
        later = Index(reader)
        later.known = self.known
        later.table = self.table
        later._fresh = dict(self._fresh)
        later._summaries = dict(self._summaries)
        later._users = dict(self._users)
        later._exists = dict(self._exists)
        later._targets = dict(self._targets)
        later._suites = self._suites
        later._partials = self._partials
        later._brings_in = dict(self._brings_in)
        later._brought_by = dict(self._brought_by)
        later._unread = dict(self._unread)
        later._may_have = dict(self._may_have)
        later._maybe_named = dict(self._maybe_named)
        later._unnamed = dict(self._unnamed)
        return later

    # What it is told.

    def set_known(self, paths: Iterable[str]) -> None:
        """These are the files of the workspace; nothing is known of them beyond the table."""
        self.known = dict.fromkeys(paths)
        self._brings_in.clear()
        self._brought_by.clear()
        self._files_came_or_went()
        for path in (*self.known, *self._fresh):
            if path in self._fresh or path not in self.table.summaries:
                self._is_fresh(path)

    def take(
        self,
        summaries: Mapping[str, FileSummary],
        others: Iterable[str] = (),
        gone: Iterable[str] = (),
    ) -> None:
        """Take over what was found of some files as they are now.

        `others` are files that exist and have no summary that fits; `gone` are there no longer.
        """
        self.table = self.table.over(summaries, gone)
        self.known = {**self.known, **dict.fromkeys(summaries), **dict.fromkeys(others)}
        for path in gone:
            self.known.pop(path, None)
        for path in (*summaries, *gone):
            self._fresh.pop(path, None)
            self._unread.pop(path, None)
            self._unnamed.pop(path, None)
            self._summaries.pop(path, None)
            self._forget_links(path)
            self._forget_names(path)
        for path in others:
            self._is_fresh(path)
        self._files_came_or_went()

    def read(self, path: str) -> None:
        """A file was read that the workspace may not have had."""
        if path not in self.known and path not in self._fresh:
            self._is_fresh(path)
            self._suites = self._partials = None

    def changed(self, path: str) -> None:
        """A file has another text, or came or went."""
        self._summaries.pop(path, None)
        if path in self.known or path in self._fresh:
            self._is_fresh(path)
        if path not in self.known or self._reader.text(path) is None:
            self._files_came_or_went()

    def forget(self, path: str) -> None:
        """A prompt in another file is no longer what it was: nothing is known of it until it is read."""
        for table in (self._fresh, self._unread, self._unnamed, self._summaries):
            table.pop(path, None)
        self._forget_links(path)
        self._forget_names(path)

    # What may be asked.

    def summary(self, path: str) -> FileSummary | None:
        """What the other files need to know of a file, or None where there is none."""
        if path not in self._fresh:
            summary = self.table.summaries.get(path)
            if summary is not None:
                return summary
        summary = self._summaries.get(path)
        if summary is None:
            model = self._reader.model(path)
            if model is None:
                return None
            summary = self._summaries[path] = summarize(model)
        return summary

    def known_summary(self, path: str) -> FileSummary | None:
        """The newest summary of a file that can be had without reading it."""
        if path in self._fresh:
            model = self._reader.known_model(path)
            if path in self._summaries or model is not None:
                return self.summary(path)
        return self.table.summaries.get(path)

    @property
    def fresh(self) -> Collection[str]:
        """The files that are not, or no longer, what the table says."""
        return self._fresh.keys()

    def has(self, path: str) -> bool:
        """Whether the table says what a file is now."""
        return path not in self._fresh and path in self.table.summaries

    def references(self, path: str) -> tuple[Reference, ...]:
        """What a file refers to. Those of a file that was not read have no `island`."""
        if self.has(path):
            return tuple(link.reference for link in self.table.summaries[path].links)
        model = self._reader.model(path)
        return model.references if model else ()

    @property
    def suites(self) -> tuple[str, ...]:
        """The files with promptfoo's settings."""
        if self._suites is None:
            every = dict.fromkeys((*self.known, *self._fresh))
            self._suites = tuple(path for path in every if self._reader.is_suite(path))
        return self._suites

    def partials(self, coming: Iterable[str] = ()) -> ByName:
        """The partials of the workspace by name, with some that are still to come."""
        if self._partials is None:
            self._partials = partials_by_name(dict.fromkeys((*self.known, *self._fresh)))
        added = partials_by_name(coming)
        more = {name: (*self._partials.get(name, ()), *paths) for name, paths in added.items()}
        return {**self._partials, **more} if more else self._partials

    def names_partials_by_path(self) -> bool:
        """Whether any file brings a partial in by a path such as `parts/card`."""
        known = dict.fromkeys((*self.table.summaries, *self._fresh))
        return any(
            each.kind == "partial" and "/" in each.target
            for path in known
            if path.endswith(".prompt")
            for each in self.references(path)
        )

    def users(self, path: str) -> list[str]:
        """Files of the workspace that include, import or extend a file."""
        while self._unread:
            user = next(iter(self._unread))
            del self._unread[user]
            self._read_links(user)
        indexed = self._users.get(path)
        if indexed is None:
            indexed = self._users[path] = tuple(self._naming(path, LINKS))
        found = {user: None for user in indexed if user not in self._fresh}
        return list({**found, **self._brought_by.get(path, {})})

    def maybe_named(self, name: str) -> Iterator[str]:
        """All agent files and prompts that may have a name, and few others."""
        while self._unnamed:
            path = next(iter(self._unnamed))
            del self._unnamed[path]
            self._read_names(path)
        yield from (each for each in self.table.maybe_named(name) if each not in self._fresh)
        yield from self._maybe_named.get(name, ())

    def naming(self, path: str) -> list[str]:
        """Files of the workspace that name a file in any way: as a template, as data, as text."""
        found = {user: None for user in self._naming(path) if user not in self._fresh}
        for user in self._fresh:
            if any(self._means(user, each, path) for each in self.references(user)):
                found[user] = None
        return list(found)

    def target(self, user: str, reference: Reference) -> str | None:
        """The file that a reference means, by what is known of which files there are."""
        place = (user, reference.span.start, reference.target)
        if place not in self._targets:
            candidates = self._reader.candidates(user, reference)
            self._targets[place] = next(filter(self.exists, candidates), None)
        return self._targets[place]

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder, by what is known; asked once until files come or go."""
        exists = self._exists.get(path)
        if exists is None:
            exists = self._exists[path] = self._reader.exists(path)
        return exists

    # How it is found out.

    def _naming(self, path: str, kinds: frozenset[str] | None = None) -> Iterator[str]:
        """The files that the table says to refer to a file, fresh or not."""
        for user in self.table.naming(path):
            references = [link.reference for link in self.table.summaries[user].links]
            if any(
                (kinds is None or each.kind in kinds) and self._means(user, each, path)
                for each in references
            ):
                yield user

    def _means(self, user: str, reference: Reference, path: str) -> bool:
        """Whether a reference leads to a file, and to none that would be tried before it."""
        for candidate in self._reader.candidates(user, reference):
            if candidate == path:
                return True
            if self.exists(candidate):
                return False
        return False

    def _read_links(self, user: str) -> None:
        self._forget_links(user)
        text = self._reader.text(user)
        if text is None or not may_refer(text):
            return
        targets = tuple(dict.fromkeys(target for _, target in self._reader.targets(user)))
        self._brings_in[user] = targets
        for target in targets:
            # The inner tables are shared with earlier indexes, see `after`.
            self._brought_by[target] = {**self._brought_by.get(target, {}), user: None}

    def _forget_links(self, user: str) -> None:
        for target in self._brings_in.pop(user, ()):
            left = self._brought_by[target]
            self._brought_by[target] = {each: None for each in left if each != user}

    def _is_fresh(self, path: str) -> None:
        self._fresh[path] = self._unread[path] = self._unnamed[path] = None

    def _read_names(self, path: str) -> None:
        self._forget_names(path)
        if path.lower().endswith(NAMED_FILES):
            names = tuple(dict.fromkeys(possible_names(path, self._reader.text(path) or "")))
            self._may_have[path] = names
            for name in names:
                # The inner tables are shared with earlier indexes, see `after`.
                self._maybe_named[name] = {**self._maybe_named.get(name, {}), path: None}

    def _forget_names(self, path: str) -> None:
        for name in self._may_have.pop(path, ()):
            left = self._maybe_named[name]
            self._maybe_named[name] = {each: None for each in left if each != path}

    def _files_came_or_went(self) -> None:
        self._users.clear()
        self._exists.clear()
        self._targets.clear()
        self._suites = self._partials = None
