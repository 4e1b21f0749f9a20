"""The chunks of prompts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from promptwell.adapters.storage.rows.chunk_reading import NAMES, chunks_of
from promptwell.adapters.storage.search.filter_conditions import of_root
from promptwell.adapters.storage.search.index import SearchIndex
from promptwell.adapters.storage.tables import chunks, prompts
from promptwell.domain.prompts.search.chunks import Chunk

# Both databases take far more values in one statement than this.
_AT_ONCE = 500


class SqlChunks:
    """`ChunkRows` in a database."""

    def __init__(self, connection: Connection, root: int, index: SearchIndex) -> None:
        self._connection = connection
        self._root = root
        self._index = index
        self.written = False
        """Whether chunks were written, which may want vectors."""

    def replace(self, of_prompts: Mapping[str, Sequence[Chunk]]) -> None:
        """Let prompts, by identity, have these chunks and no others."""
        ids = list(of_prompts)
        for begin in range(0, len(ids), _AT_ONCE):
            self._connection.execute(
                delete(chunks).where(chunks.c.prompt_id.in_(ids[begin : begin + _AT_ONCE]))
            )
        rows = [
            {
                "prompt_id": prompt,
                "ordinal": ordinal,
                **{name: getattr(chunk, name) for name in NAMES},
            }
            for prompt, of_prompt in of_prompts.items()
            for ordinal, chunk in enumerate(of_prompt)
        ]
        if rows:
            self._connection.execute(insert(chunks), rows)
            self.written = True
        self._index.changed(ids)

    def of(self, prompt: str) -> Sequence[Chunk]:
        """The chunks of a prompt, in the order of its text."""
        return chunks_of(self._connection, [prompt]).get(prompt, [])

    def of_each(self, of_prompts: Sequence[str]) -> Mapping[str, Sequence[Chunk]]:
        """The chunks of some prompts, by identity; nothing for a prompt that has none."""
        return chunks_of(self._connection, of_prompts)

    def with_key(self, keys: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """The prompts, living ones, that have the chunk of a key."""
        found: dict[str, list[str]] = {}
        for begin in range(0, len(keys), _AT_ONCE):
            rows = self._connection.execute(
                select(chunks.c.key, chunks.c.prompt_id)
                .distinct()
                .where(
                    chunks.c.key.in_(keys[begin : begin + _AT_ONCE]),
                    prompts.c.id == chunks.c.prompt_id,
                    of_root(self._root),
                    prompts.c.deleted.is_(None),
                )
                .order_by(chunks.c.key, chunks.c.prompt_id)
            )
            for row in rows:
                found.setdefault(row.key, []).append(row.prompt_id)
        return found
