"""The chunks of prompts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, bindparam, delete, insert, select

from promptwell.adapters.storage.tables import chunks as table
from promptwell.domain.prompts.search.chunks import Chunk

_NAMES = ("key", "text", "meaning", "part", "role", "title", "start", "end")


class SqlChunks:
    """`ChunkRows` in a database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, chunks: Mapping[str, Sequence[Chunk]]) -> None:
        """Let prompts, by identity, have these chunks and no others."""
        if not chunks:
            return
        self._connection.execute(
            delete(table).where(table.c.prompt_id == bindparam("of")),
            [{"of": prompt} for prompt in chunks],
        )
        rows = [
            {**asdict(chunk), "prompt_id": prompt, "ordinal": ordinal}
            for prompt, each in chunks.items()
            for ordinal, chunk in enumerate(each)
        ]
        if rows:
            self._connection.execute(insert(table), rows)

    def of(self, prompt: str) -> Sequence[Chunk]:
        """The chunks of a prompt, in the order of its text."""
        rows = self._connection.execute(
            select(*(table.c[name] for name in _NAMES))
            .where(table.c.prompt_id == prompt)
            .order_by(table.c.ordinal)
        )
        return [Chunk(*row) for row in rows]
