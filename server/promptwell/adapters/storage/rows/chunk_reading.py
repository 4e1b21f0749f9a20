"""Chunks as they are read, whoever asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import Connection, select

from promptwell.adapters.storage.tables import chunks
from promptwell.domain.prompts.search.chunks import Chunk

NAMES = tuple(field.name for field in fields(Chunk))
# Both databases take far more values in one statement than this.
_AT_ONCE = 500


def chunks_of(connection: Connection, of_prompts: Sequence[str]) -> dict[str, list[Chunk]]:
    """The chunks of some prompts in their order."""
    found: dict[str, list[Chunk]] = {}
    columns = [chunks.c[name] for name in NAMES]
    for begin in range(0, len(of_prompts), _AT_ONCE):
        rows = connection.execute(
            select(chunks.c.prompt_id, *columns)
            .where(chunks.c.prompt_id.in_(of_prompts[begin : begin + _AT_ONCE]))
            .order_by(chunks.c.prompt_id, chunks.c.ordinal)
        )
        for prompt, *values in rows:
            found.setdefault(prompt, []).append(Chunk(*values))
    return found
