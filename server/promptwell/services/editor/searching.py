"""Names of all folders that fit what somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from promptwell.language.features.workspace_symbols import FoundSymbol, best, workspace_symbols
from promptwell.language.semantics.containers import file_of
from promptwell.language.semantics.paths import relative_to
from promptwell.services.workspace import Snapshot


class SearchResult(NamedTuple):
    """A name, and its file as a person in its folder would write it."""

    found: FoundSymbol
    shown_path: str


def search(snapshots: Iterable[tuple[str, Snapshot]], query: str) -> list[SearchResult]:
    """The names that fit a query in all folders, the best first; each snapshot with its folder."""
    found: list[FoundSymbol] = []
    folders: dict[str, str] = {}
    for folder, snapshot in snapshots:
        for each in workspace_symbols(snapshot.project, query):
            if each.path not in folders or folders[each.path] == folder:
                path = file_of(snapshot.project, each.path)
                folders[each.path] = folders[path] = folder
                found.append(each._replace(path=path))
    return [
        SearchResult(each, relative_to(each.path, folders[each.path]) if folders[each.path] else "")
        for each in best(found)
    ]
