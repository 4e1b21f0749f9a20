"""Vectors of what prompts say, for the search by meaning."""

from __future__ import annotations

from dataclasses import dataclass

from promptwell.domain.prompts.ports import EmbeddingRow
from promptwell.domain.prompts.search.vector_index import VectorEntry
from promptwell.services.context import Context

_BATCH = 128
"""So many passages are embedded and kept at once: what is done stays when the rest is cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedRequest:
    """Nothing is asked: all that has no vector yet gets one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedResult:
    """What was done: `embedded` passages are new, `forgotten` ones stood in no prompt any more."""

    model: str
    embedded: int
    forgotten: int
    vectors: int


def embed(context: Context, request: EmbedRequest) -> EmbedResult:
    """Make vectors of what prompts say, for the search by meaning.

    Needs the extra `semantic`. Each passage is embedded once for a model, wherever it stands; what was
    embedded before is not done again, and a run that was cancelled goes on where it ended.
    """
    embedder = context.meaning.embedder()
    vectors = context.meaning.vectors()
    with context.store.reading(context.root) as rows:
        total = rows.embeddings.missing_count(embedder.model)
    done, after = 0, ""
    context.progress(0, total, "making vectors")
    while True:
        with context.store.reading(context.root) as rows:
            batch = rows.embeddings.missing(embedder.model, _BATCH, after)
        if not batch:
            break
        after = batch[-1][0]
        made = embedder.embed([text for _, text in batch])
        with context.store.writing(context.root) as rows:
            rows.embeddings.put(
                embedder.model,
                [EmbeddingRow(key, vector) for (key, _), vector in zip(batch, made, strict=True)],
            )
        # The store first: what the index lacks is filled in from it when it is opened.
        vectors.add(
            [VectorEntry(key, vector) for (key, _), vector in zip(batch, made, strict=True)]
        )
        done += len(batch)
        context.progress(done, max(total, done), "making vectors")
    with context.store.writing(context.root) as rows:
        forgotten = rows.embeddings.prune()
    return EmbedResult(
        model=embedder.model, embedded=done, forgotten=forgotten, vectors=vectors.count()
    )
