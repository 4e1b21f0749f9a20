"""Vectors of what prompts say, for the search by meaning."""

from __future__ import annotations

from dataclasses import dataclass, field

from promptwell.domain.prompts.ports import EmbeddingRow
from promptwell.domain.prompts.search.vector_index import VectorEntry
from promptwell.services.context import Context

_BATCH = 128
"""So many passages are embedded and kept at once: what is done stays when the rest is cancelled."""

_SPARED = 2_000
"""At least so many vectors stay of passages that no prompt has: who goes back to another branch of git, or
undoes a change, need not have them made again. They may be as many as those that prompts have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedRequest:
    """All that has no vector yet gets one, unless it is to be left alone."""

    stop: bool = field(
        default=False,
        metadata={
            "description": "make none, and have the engine make none by itself until prompts change again"
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedResult:
    """What was done: `embedded` passages are new, `known` ones had a vector, `forgotten` ones stood in no prompt."""

    model: str
    embedded: int
    forgotten: int
    vectors: int
    known: int = 0


def embed(context: Context, request: EmbedRequest) -> EmbedResult:
    """Make vectors of what prompts say, for the search by meaning.

    Needs the extra `semantic`. Each passage is embedded once for a model, wherever it stands; what was
    embedded before is not done again, and a run that was cancelled goes on where it ended. An engine does
    it by itself when prompts change (setting `search.embed-by-itself`); this does it at once, in its place.
    """
    context.meaning.take_over()
    if request.stop:
        vectors = context.meaning.vectors().count()
        return EmbedResult(
            model=context.meaning.embedder().model, embedded=0, forgotten=0, vectors=vectors
        )
    return make_vectors(context)


def make_vectors(context: Context, at_once: int = _BATCH) -> EmbedResult:
    """Make a vector of each passage that has none, so many at a time."""
    embedder = context.meaning.embedder()
    vectors = context.meaning.vectors()
    with context.store.reading(context.root) as rows:
        total = rows.embeddings.missing_count(embedder.model)
        known = rows.embeddings.known_count(embedder.model)
    done, after = 0, ""
    context.progress(0, total, "making vectors")
    while True:
        with context.store.reading(context.root) as rows:
            batch = rows.embeddings.missing(embedder.model, at_once, after)
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
    context.meaning.spared(known, done)
    with context.store.writing(context.root) as rows:
        forgotten = rows.embeddings.prune(max(_SPARED, known + done))
    return EmbedResult(
        model=embedder.model,
        embedded=done,
        forgotten=forgotten,
        vectors=vectors.count(),
        known=known,
    )
