"""Rows that can't be right, though the database itself is whole."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Connection, Select, exists, func, select

from promptwell.adapters.storage.tables import contents, embeddings, prompts, versions

_AT_ONCE = 200
_NAMED = 5
"""How many prompts a fault names; more are only counted."""


def row_faults(connection: Connection) -> Iterator[str]:
    """What is wrong with the rows, one sentence each."""
    changed = [digest for digest, held in _contents(connection) if digest != held]
    if changed:
        used = select(prompts.c.path).where(prompts.c.content.in_(changed[:_AT_ONCE]))
        yield (
            f"{len(changed)} kept texts are not what they were: {_named(connection, used)}; "
            "the files themselves are as you left them"
        )
    textless = ~exists().where(contents.c.digest == prompts.c.content)
    missing = select(prompts.c.path).where(textless)
    if connection.execute(missing.limit(1)).first():
        yield f"prompts without the text that they had: {_named(connection, missing)}"
    lost = ~exists().where(contents.c.digest == versions.c.content)
    forgotten = select(prompts.c.path).where(prompts.c.id == versions.c.prompt_id, lost)
    if connection.execute(forgotten.limit(1)).first():
        yield f"prompts with versions whose text is gone: {_named(connection, forgotten)}"
    odd = select(func.count()).where(func.length(embeddings.c.vector) % 4 != 0)
    if count := connection.scalar(odd.select_from(embeddings)):
        yield f"{count} vectors are cut off; make them anew: promptwell index rebuild"


def _contents(connection: Connection) -> Iterator[tuple[str, str]]:
    rows = connection.execute(
        select(contents.c.digest, contents.c.bytes).execution_options(yield_per=_AT_ONCE)
    )
    for row in rows:
        yield row.digest, sha256(row.bytes).hexdigest()


def _named(connection: Connection, paths: Select[str]) -> str:
    found = list(connection.scalars(paths.distinct().order_by(prompts.c.path).limit(_NAMED + 1)))
    more = ", and more" if len(found) > _NAMED else ""
    return ", ".join(found[:_NAMED]) + more if found else "no prompt has them now"
