"""Versions learn the commits that their texts came into, once Git's last commit is another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from promptwell.services.context import Context

if TYPE_CHECKING:
    from promptwell.domain.versions.version import Version
    from promptwell.services.context import Transaction


def learn_commits(context: Context, *, quickly: bool = False) -> None:
    """Let versions that were committed since the last look have their commits.

    Where Git's last commit is the one of the last look, only versions that were never looked for are; `quickly`
    leaves those to another time, since all of the past is looked through for them. Where a commit was made
    anew (amended, rebased) its versions get the new one.
    """
    heads = context.git.heads()
    if not heads:
        return
    with context.store.reading(context.root) as rows:
        before = rows.versions.git_heads()
        moved = heads != before
        if quickly and not (moved and before):
            return
        older = rows.versions.uncommitted(sought=True) if moved else ()
        fresh = () if quickly else rows.versions.uncommitted(sought=False)
        saved = rows.versions.committed() if moved else ()
        if not moved and not fresh:
            return
        places = _places(rows, (*older, *fresh, *saved))
    learned = _found(context, older, places, tuple(before.values()))
    learned |= _found(context, fresh, places)
    if saved and not context.git.follows(before):
        learned |= _made_anew(context, saved, places)
    with context.store.writing(context.root) as rows:
        for identity, commit in learned.items():
            rows.versions.learn(identity, commit=commit)
        rows.versions.put_git_heads(heads, [each.id for each in fresh])


def _places(rows: Transaction, versions: Iterable[Version]) -> dict[str, tuple[str, ...]]:
    """The files in which each version may be committed: what it was called, and what it is called now."""
    now: dict[str, str] = {}
    found: dict[str, tuple[str, ...]] = {}
    for each in versions:
        if each.prompt not in now:
            record = rows.prompts.by_id(each.prompt)
            now[each.prompt] = record.file if record is not None else ""
        files = (each.path.partition("#")[0], now[each.prompt])
        found[each.id] = tuple(dict.fromkeys(filter(None, files)))
    return found


def _found(
    context: Context,
    versions: Iterable[Version],
    places: Mapping[str, tuple[str, ...]],
    since: tuple[str, ...] = (),
) -> dict[str, str]:
    """The commits of versions, by their identity."""
    wanted: dict[str, set[str]] = {}
    for each in versions:
        for file in places[each.id]:
            wanted.setdefault(file, set()).add(each.blob_id)
    commits = context.git.commits(wanted, since) if wanted else {}
    return {
        each.id: commits[file, each.blob_id]
        for each in versions
        for file in places[each.id]
        if (file, each.blob_id) in commits
    }


def _made_anew(
    context: Context, saved: Iterable[Version], places: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """The new commits of versions whose commits the last commit no longer comes from."""
    commits: dict[str, set[str]] = {}
    for each in saved:
        commits.setdefault(places[each.id][-1], set()).add(each.commit)
    lost = context.git.lost(commits)
    return _found(context, [each for each in saved if each.commit in lost], places)
