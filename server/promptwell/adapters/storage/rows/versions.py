"""The versions of prompts and their branches."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, select, update

from promptwell.adapters.storage.rows.insertion import insert_or_replace
from promptwell.adapters.storage.tables import (
    branches,
    contents,
    files,
    prompts,
    roots,
    version_metrics,
    version_parents,
    versions,
)
from promptwell.domain.versions.version import Branch, Cause, Version

_ELSEWHERE = frozenset({"prompt", "parents", "metrics"})
_NAMES = tuple(each.name for each in fields(Version) if each.name not in _ELSEWHERE)
_COLUMNS = (versions.c.prompt_id, *(versions.c[name] for name in _NAMES))
# Both databases take far more values in one statement than this.
_AT_ONCE = 500
_MOST_ALIKE = 50


class SqlVersions:
    """`VersionRows` in a database."""

    def __init__(self, connection: Connection, root: int) -> None:
        self._connection = connection
        self._root = root

    def hold(self, prompt: str) -> None:
        """Let nobody else add versions of a prompt until this transaction ends."""
        held = select(prompts.c.id).where(prompts.c.id == prompt)
        # SQLite has one writer at a time, and leaves this word out.
        self._connection.execute(held.with_for_update())

    def by_id(self, id: str) -> Version | None:  # noqa: A002  # the word for it
        """The version of that identity."""
        return self._one(versions.c.id == id)

    def by_number(self, prompt: str, number: int) -> Version | None:
        """The version of a prompt of that number."""
        return self._one(versions.c.prompt_id == prompt, versions.c.number == number)

    def with_text(self, prompt: str, text: str) -> Version | None:
        """The newest version of a prompt with a text identity."""
        return self._one(versions.c.prompt_id == prompt, versions.c.text_id == text)

    def each_with_text(self, prompt: str, text: str) -> Sequence[Version]:
        """The versions of a prompt with a text identity, the newest first: what they include may differ."""
        return self._all(
            versions.c.prompt_id == prompt, versions.c.text_id == text, limit=_MOST_ALIKE
        )

    def now_called(self, path: str, text: str) -> str:
        """What a living prompt of the root is called now that was called so, and had a text identity; "" for none."""
        living = (prompts.c.root_id == self._root, prompts.c.deleted.is_(None))
        so = versions.alias()
        was_so = exists().where(so.c.prompt_id == prompts.c.id, so.c.path == path)
        found = self._connection.scalars(
            select(prompts.c.path)
            .join(versions, versions.c.prompt_id == prompts.c.id)
            .where(versions.c.text_id == text, *living, was_so)
            .distinct()
            .limit(2)
        ).all()
        return found[0] if len(found) == 1 else ""

    def select(self, prompt: str, before: int, limit: int) -> Sequence[Version]:
        """The versions of a prompt, the newest number first: those below a number, or all for 0."""
        below = (versions.c.number < before,) if before else ()
        return self._all(versions.c.prompt_id == prompt, *below, limit=limit)

    def graph(self, prompt: str) -> Mapping[str, Sequence[str]]:
        """The parents of all versions of a prompt, in the order of their numbers."""
        mine = versions.c.prompt_id == prompt
        ids = self._connection.scalars(
            select(versions.c.id).where(mine).order_by(versions.c.number)
        )
        found: dict[str, list[str]] = {each: [] for each in ids}
        rows = self._connection.execute(
            select(version_parents.c.version_id, version_parents.c.parent_id)
            .where(version_parents.c.version_id == versions.c.id, mine)
            .order_by(version_parents.c.version_id, version_parents.c.ordinal)
        )
        for row in rows:
            found[row.version_id].append(row.parent_id)
        return found

    def last_number(self, prompt: str) -> int:
        """The highest number of a prompt's versions; 0 for none."""
        last = select(func.max(versions.c.number)).where(versions.c.prompt_id == prompt)
        return self._connection.scalar(last) or 0

    def has_children(self, id: str) -> bool:  # noqa: A002  # the word for it
        """Whether a version is the parent of another one."""
        found = select(version_parents.c.version_id).where(version_parents.c.parent_id == id)
        return self._connection.scalar(found.limit(1)) is not None

    def insert(self, of_prompts: Iterable[Version]) -> None:
        """Add versions, parents first; those that are there stay."""
        given = list(of_prompts)
        known = self._known([each.id for each in given])
        added = [each for each in given if each.id not in known]
        if added:
            self._connection.execute(insert(versions), [_row(each) for each in added])
        parents = [
            {"version_id": each.id, "ordinal": ordinal, "parent_id": parent}
            for each in added
            for ordinal, parent in enumerate(each.parents)
        ]
        if parents:
            self._connection.execute(insert(version_parents), parents)
        for each in added:
            self.measure(each.id, each.metrics)

    def remove(self, ids: Collection[str]) -> None:
        """Forget versions; children of theirs come from their parents then."""
        for each in ids:
            parents = self._parents([each]).get(each, [])
            children = self._connection.scalars(
                select(version_parents.c.version_id).where(version_parents.c.parent_id == each)
            )
            for child in list(children):
                self._replace_parent(child, each, parents)
            self._connection.execute(delete(versions).where(versions.c.id == each))

    def adopt(self, id: str, parents: Sequence[str]) -> None:  # noqa: A002  # the word for it
        """Let a version that came from nothing come from these."""
        self._put_parents(id, parents)

    def learn(
        self,
        id: str,  # noqa: A002  # the word for it
        *,
        semantic_id: str = "",
        commit: str = "",
        message: str = "",
        cause: Cause | None = None,
    ) -> None:
        """Add what became known about a version later."""
        known = {
            "semantic_id": semantic_id,
            "commit": commit,
            "message": message,
            "cause": cause,
        }
        values = {name: value for name, value in known.items() if value}
        if values:
            self._connection.execute(update(versions).where(versions.c.id == id).values(values))

    def uncommitted(self, *, sought: bool) -> Sequence[Version]:
        """The versions of the root's living prompts that have no commit: those that were looked for, or the others."""
        return self._living(versions.c.commit == "", versions.c.sought == sought)

    def committed(self) -> Sequence[Version]:
        """The versions of the root's living prompts that were saved, and then committed."""
        return self._living(versions.c.commit != "", versions.c.cause != "import")

    def git_heads(self) -> Mapping[str, str]:
        """The last commits of the root's repositories when versions were looked for among them."""
        held = self._connection.scalar(select(roots.c.git_look).where(roots.c.id == self._root))
        return json.loads(held) if held else {}

    def put_git_heads(self, heads: Mapping[str, str], sought: Collection[str] = ()) -> None:
        """Remember them, and which versions were looked for."""
        mine = update(roots).where(roots.c.id == self._root)
        self._connection.execute(mine.values(git_look=json.dumps(dict(heads), sort_keys=True)))
        ids = list(sought)
        for begin in range(0, len(ids), _AT_ONCE):
            some = versions.c.id.in_(ids[begin : begin + _AT_ONCE])
            self._connection.execute(update(versions).where(some).values(sought=True))

    def measure(self, id: str, metrics: Mapping[str, float]) -> None:  # noqa: A002
        """Attach metrics to a version, in the place of those of the same names."""
        insert_or_replace(
            self._connection,
            version_metrics,
            [{"version_id": id, "name": name, "value": each} for name, each in metrics.items()],
        )

    def branches(self, prompt: str) -> Sequence[Branch]:
        """The branches of a prompt by name."""
        rows = self._connection.execute(
            select(branches).where(branches.c.prompt_id == prompt).order_by(branches.c.name)
        )
        return [
            Branch(prompt=row.prompt_id, name=row.name, head=row.head, current=row.current)
            for row in rows
        ]

    def put_branch(self, branch: Branch) -> None:
        """Let a branch be so; where it is the current one the others are not."""
        if branch.current:
            self._connection.execute(
                update(branches)
                .where(branches.c.prompt_id == branch.prompt, branches.c.name != branch.name)
                .values(current=False)
            )
        row = {
            "prompt_id": branch.prompt,
            "name": branch.name,
            "head": branch.head,
            "current": branch.current,
        }
        insert_or_replace(self._connection, branches, [row])

    def remove_branch(self, prompt: str, name: str) -> None:
        """Forget a branch; its versions stay."""
        self._connection.execute(
            delete(branches).where(branches.c.prompt_id == prompt, branches.c.name == name)
        )

    def older(self, before: datetime) -> Sequence[Version]:
        """The versions of all prompts of the root from before a time, by prompt and number."""
        mine = select(prompts.c.id).where(prompts.c.root_id == self._root)
        rows = self._connection.execute(
            select(*_COLUMNS)
            .where(versions.c.prompt_id.in_(mine), versions.c.time < before)
            .order_by(versions.c.prompt_id, versions.c.number)
        )
        return self._whole(rows.all())

    def prune_texts(self) -> int:
        """Forget the kept texts that no version, prompt or file has any more; how many there were."""
        used = [
            exists().where(table.c.content == contents.c.digest)
            for table in (versions, prompts, files)
        ]
        unused = [~each for each in used]
        return self._connection.execute(delete(contents).where(*unused)).rowcount

    def _living(self, *conditions: ColumnElement[bool]) -> list[Version]:
        living = (prompts.c.root_id == self._root, prompts.c.deleted.is_(None))
        rows = self._connection.execute(
            select(*_COLUMNS)
            .join(prompts, prompts.c.id == versions.c.prompt_id)
            .where(*living, *conditions)
            .order_by(versions.c.prompt_id, versions.c.number)
        )
        return self._whole(rows.all())

    def _one(self, *conditions: ColumnElement[bool]) -> Version | None:
        found = self._all(*conditions, limit=1)
        return found[0] if found else None

    def _all(self, *conditions: ColumnElement[bool], limit: int) -> list[Version]:
        rows = self._connection.execute(
            select(*_COLUMNS).where(*conditions).order_by(versions.c.number.desc()).limit(limit)
        )
        return self._whole(rows.all())

    def _whole(self, rows: Sequence[Any]) -> list[Version]:
        """Versions with their parents and metrics."""
        ids = [row.id for row in rows]
        parents, metrics = self._parents(ids), self._metrics(ids)
        return [
            Version(
                prompt=row.prompt_id,
                parents=tuple(parents.get(row.id, ())),
                metrics=metrics.get(row.id, {}),
                **{name: getattr(row, name) for name in _NAMES},
            )
            for row in rows
        ]

    def _known(self, ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for begin in range(0, len(ids), _AT_ONCE):
            some = ids[begin : begin + _AT_ONCE]
            found.update(
                self._connection.scalars(select(versions.c.id).where(versions.c.id.in_(some)))
            )
        return found

    def _parents(self, ids: Sequence[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for begin in range(0, len(ids), _AT_ONCE):
            rows = self._connection.execute(
                select(version_parents.c.version_id, version_parents.c.parent_id)
                .where(version_parents.c.version_id.in_(ids[begin : begin + _AT_ONCE]))
                .order_by(version_parents.c.version_id, version_parents.c.ordinal)
            )
            for row in rows:
                found.setdefault(row.version_id, []).append(row.parent_id)
        return found

    def _metrics(self, ids: Sequence[str]) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = {}
        for begin in range(0, len(ids), _AT_ONCE):
            rows = self._connection.execute(
                select(version_metrics)
                .where(version_metrics.c.version_id.in_(ids[begin : begin + _AT_ONCE]))
                .order_by(version_metrics.c.version_id, version_metrics.c.name)
            )
            for row in rows:
                found.setdefault(row.version_id, {})[row.name] = row.value
        return found

    def _replace_parent(self, child: str, gone: str, instead: Sequence[str]) -> None:
        before = self._parents([child])[child]
        after: list[str] = []
        for each in before:
            after += [one for one in (instead if each == gone else [each]) if one not in after]
        mine = version_parents.c.version_id == child
        self._connection.execute(delete(version_parents).where(mine))
        self._put_parents(child, after)

    def _put_parents(self, child: str, parents: Sequence[str]) -> None:
        rows = [
            {"version_id": child, "ordinal": ordinal, "parent_id": parent}
            for ordinal, parent in enumerate(parents)
        ]
        if rows:
            self._connection.execute(insert(version_parents), rows)


def _row(version: Version) -> dict[str, Any]:
    return {"prompt_id": version.prompt, **{name: getattr(version, name) for name in _NAMES}}
