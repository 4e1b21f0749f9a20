"""A prompt that was found, as an answer shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promptwell.domain.prompts.search.found_words import FoundWords, found_words, hits_in
from promptwell.domain.prompts.search.nearness import similarity
from promptwell.domain.prompts.search.snippet import snippet

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.domain.prompts.search.chunks import Chunk
    from promptwell.domain.prompts.search.fusion import Fused
    from promptwell.domain.prompts.search.query import Query
    from promptwell.services.context import Transaction

WORDS, MEANING = "words", "meaning"
"""The two rankings of a search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the best passage stands: offsets in the file, who speaks there, and under which headings."""

    start: int
    end: int
    role: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a prompt was found.

    `words` says for each word where it stands (`name`, `tags`, `description`, `path`, `about`, or
    the role of a message), `missing` which words are nowhere. `similarity` is the cosine of the query
    and the passage that is nearest to it. `word_rank` and `meaning_rank` are its places in both rankings.
    """

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    similarity: float | None = None
    word_rank: int | None = None
    meaning_rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A prompt that was found.

    `score` is 1 for what leads every ranking. In `snippet` words of the query stand between `**`.
    """

    name: str
    path: str
    score: float
    snippet: str
    line: int
    place: Place | None = None
    why: Why | None = None


@dataclass(frozen=True)
class Shown:
    """The hits of a page; `compared` tells whether all that was shown could be compared by meaning."""

    hits: tuple[Hit, ...]
    compared: bool = True


def show(
    rows: Transaction,
    query: Query,
    found: Sequence[Fused],
    *,
    full: bool,
    vector: bytes = b"",
    model: str = "",
) -> Shown:
    """The hits of a page, each at the passage that shows best why it was found.

    Args:
        rows: the store.
        query: what was asked.
        found: the prompts, in order.
        full: with place and explanation.
        vector: of the query, where meaning was searched.
        model: whose vector it is.
    """
    ids = [each.key for each in found]
    records = rows.search.fitting(query, ids)
    chunks = rows.chunks.of_each(ids)
    vectors: Mapping[str, bytes] = {}
    if vector:
        keys = dict.fromkeys(chunk.key for held in chunks.values() for chunk in held)
        vectors = rows.embeddings.get(model, list(keys))
    texts = rows.contents.get_each({record.content for record in records.values()})
    hits: list[Hit] = []
    compared = True
    for each in found:
        record = records.get(each.key)
        if record is None:  # it was deleted since
            continue
        held = chunks.get(each.key, ())
        near = [similarity(vector, vectors.get(chunk.key, b"")) for chunk in held] if vector else []
        compared = compared and (
            not vector or not held or any(chunk.key in vectors for chunk in held)
        )
        text = texts.get(record.content, "")
        hits.append(_hit(text, query, each, record, held, near, full=full))
    return Shown(tuple(hits), compared)


def _hit(
    content: str,
    query: Query,
    found: Fused,
    record: PromptRecord,
    chunks: Sequence[Chunk],
    near: Sequence[float],
    *,
    full: bool,
) -> Hit:
    words = found_words(query, record, chunks)
    best = _best_chunk(words, chunks, near)
    if best is None:
        text, line, place = record.description or record.name, 1, None
    else:
        text, line = best.text, _line(query, content, best)
        place = Place(start=best.start, end=best.end, role=best.role, section=best.title)
    why = Why(
        words=words.places,
        missing=words.missing,
        similarity=round(max(near), 4) if near else None,
        word_rank=found.ranks.get(WORDS),
        meaning_rank=found.ranks.get(MEANING),
    )
    return Hit(
        name=record.name,
        path=record.path,
        score=round(found.score, 4),
        snippet=snippet(text, hits_in(query, text)),
        line=line,
        place=place if full else None,
        why=why if full else None,
    )


def _best_chunk(words: FoundWords, chunks: Sequence[Chunk], near: Sequence[float]) -> Chunk | None:
    """The chunk with the most words of the query, else the nearest one; of equals what is said."""
    if not chunks:
        return None
    order = sorted(
        range(len(chunks)),
        key=lambda at: (
            -words.counts[at],
            -near[at] if near else 0,
            chunks[at].part == "description",
            at,
        ),
    )
    return chunks[order[0]]


def _line(query: Query, content: str, chunk: Chunk) -> int:
    """The line, counted from 1, of the first word that was found, else of the passage."""
    hits = hits_in(query, content[chunk.start : chunk.end])
    start = chunk.start + min((first for first, _ in hits), default=0)
    before = content[:start]
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1
