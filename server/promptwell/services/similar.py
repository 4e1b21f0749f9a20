"""Prompts that are like another one, and what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from annotated_types import Interval, MaxLen

from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.prompts.search.chunks import Chunk
from promptwell.domain.prompts.search.difference import Difference, difference
from promptwell.domain.prompts.search.fusion import fuse
from promptwell.domain.prompts.search.nearness import similarity
from promptwell.domain.prompts.search.query import Query, Term
from promptwell.domain.prompts.search.shingles import Shingle, overlap, sample, shingles
from promptwell.domain.prompts.search.words import words_of
from promptwell.domain.security.permission import Permission
from promptwell.errors import PromptwellError
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_prompts
from promptwell.services.search.by_meaning import made_so_far, near_prompts
from promptwell.services.searching import parsed_filters

if TYPE_CHECKING:
    from promptwell.services.context import Transaction

_DUPLICATE_WORDING = 0.6
"""Two prompts with such a share of their wording in common are near-duplicates ..."""
_DUPLICATE_MEANING = 0.97
"""... and so are two whose passages mean as nearly the same."""

_LEAST_WORDING = 0.03
"""Prompts about different things share less of their wording than this (most of 800 real ones under 1 %) ..."""
_LEAST_MEANING = 0.5
"""... and their passages mean less nearly the same."""

_CANDIDATES = 60
_SAMPLED = 24
_TELLING_WORDS = 12
_LEAST_LENGTH = 4
_MOST_PASSAGES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarRequest:
    """Of which prompt similar ones are wanted."""

    prompt: str = field(metadata={"description": "a name, or a path in the workspace"})
    narrow: Annotated[str, MaxLen(10_000)] = field(
        default="",
        metadata={"description": "only prompts that fit these fields: tag:support -status:draft"},
    )
    limit: Annotated[int, Interval(ge=1, le=50)] = field(
        default=10, metadata={"description": "the most prompts to show"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarPrompt:
    """A prompt that is like the one that was asked about.

    `wording` is the share of their wording that both have in common, `similarity` how nearly they mean
    the same (None where that was not compared); `differs` is what to change to get from one to the other.
    """

    name: str
    path: str
    score: float
    near_duplicate: bool
    wording: float
    similarity: float | None = None
    differs: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarResult:
    """Near-duplicates first, then the most similar."""

    prompt: str
    hits: tuple[SimilarPrompt, ...]
    notes: tuple[str, ...] = ()


def similar(context: Context, request: SimilarRequest) -> SimilarResult:
    """Show the prompts that are like a prompt, and what differs.

    Near-duplicates come first: prompts that share most of their wording, or mean the same almost word for
    word. Without the extra `semantic`, prompts are compared by their words alone.
    """
    look_again(context, [request.prompt])
    with context.store.reading(context.root) as rows:
        record = find_prompt(context, rows, request.prompt)
        require_for_prompts(context, rows, [record], Permission.VIEW, "to see")
        return _Comparison(
            context, rows, record, parsed_filters(context, rows, request.narrow)
        ).run(request.limit)


@dataclass(frozen=True)
class _Likeness:
    """What another prompt has in common with the one that was asked about."""

    record: PromptRecord
    chunks: Sequence[Chunk]
    wording: float
    meaning: float | None

    @property
    def is_enough(self) -> bool:
        """Whether it is more than any two prompts have in common."""
        return self.wording >= _LEAST_WORDING or (self.meaning or 0) >= _LEAST_MEANING

    @property
    def near_duplicate(self) -> bool:
        """Whether it is nearly the same prompt."""
        return self.wording >= _DUPLICATE_WORDING or (self.meaning or 0) >= _DUPLICATE_MEANING

    @property
    def score(self) -> float:
        """How much it is, from 0 to 1."""
        # Models find most texts somewhat alike: half of the wording says more than half of the meaning.
        return max(self.wording, (self.meaning or 0) * 0.9)

    def order(self) -> tuple[bool, float, str]:
        """Near-duplicates first, then by the score."""
        return not self.near_duplicate, -self.score, self.record.path


class _Comparison:
    """A prompt beside others."""

    def __init__(
        self, context: Context, rows: Transaction, record: PromptRecord, narrow: Query
    ) -> None:
        self._context = context
        self._rows = rows
        self._record = record
        self._narrow = narrow
        self._chunks = rows.chunks.of(record.id)
        self._words = _said(self._chunks)
        self._shingles = shingles(self._words)
        self._vectors: Mapping[str, bytes] = {}
        self._model = ""
        self._notes: list[str] = []

    def run(self, limit: int) -> SimilarResult:
        """The prompts that are like it."""
        lists = {"wording": self._by_wording(), "words": self._by_words()}
        by_meaning = self._by_meaning()
        if by_meaning is not None:
            lists["meaning"] = by_meaning
        fused = [each for each in fuse(lists) if each.key != self._record.id]
        ids = [each.key for each in fused][:_CANDIDATES]
        records = self._rows.search.fitting(self._narrow, ids)
        chunks = self._rows.chunks.of_each(ids)
        vectors = self._vectors_of(chunks)
        likenesses = [
            self._likeness(records[each.key], chunks.get(each.key, ()), vectors)
            for each in fused
            if each.key in records
        ]
        found = sorted((each for each in likenesses if each.is_enough), key=_Likeness.order)
        return SimilarResult(
            prompt=self._record.path,
            hits=tuple(map(self._shown, found[:limit])),
            notes=tuple(self._notes),
        )

    def _by_wording(self) -> Sequence[str]:
        """Prompts that share some of its phrases."""
        return self._with_any(sample(self._shingles, _SAMPLED))

    def _by_words(self) -> Sequence[str]:
        """Prompts that share the words that tell most about it: of its name, and long ones that it says often."""
        named = [*words_of(self._record.name), *words_of(" ".join(self._record.tags))]
        counts: dict[str, int] = {}
        for word in self._words:
            if len(word) >= _LEAST_LENGTH:
                counts[word] = counts.get(word, 0) + 1
        telling = sorted(counts, key=lambda word: (-counts[word] * len(word), word))
        words = dict.fromkeys((*named, *telling[:_TELLING_WORDS]))
        return self._with_any([(word,) for word in words])

    def _with_any(self, phrases: Sequence[Shingle]) -> Sequence[str]:
        if not phrases:
            return ()
        terms = tuple(Term(words=phrase, text=" ".join(phrase)) for phrase in phrases)
        query = Query(required=(terms,), filters=self._narrow.filters)
        return self._rows.search.by_words(query, _CANDIDATES).prompts

    def _by_meaning(self) -> Sequence[str] | None:
        """The prompts with the passages nearest to its own; None, and a note, where that is not possible."""
        try:
            return self._nearest()
        except PromptwellError as error:
            self._vectors = {}
            self._notes.append(f"Compared by words alone: {error}")
            return None

    def _nearest(self) -> Sequence[str] | None:
        embedder = self._context.meaning.embedder()
        index = self._context.meaning.vectors()
        self._model = embedder.model
        self._vectors = self._rows.embeddings.get(self._model, [each.key for each in self._chunks])
        if not self._vectors:
            self._notes.append(
                made_so_far(self._context.meaning)
                or "Compared by words alone: this prompt has no vectors yet. Make them: promptwell index embed"
            )
            return None
        best: dict[str, float] = {}
        for key in list(self._vectors)[:_MOST_PASSAGES]:
            near = near_prompts(
                self._rows, index, self._vectors[key], self._narrow, _CANDIDATES
            ).nearest
            for prompt, each in near.items():
                best[prompt] = best.get(prompt, 0.0) + each.similarity
        return sorted(best, key=lambda prompt: (-best[prompt], prompt))

    def _vectors_of(self, chunks: Mapping[str, Sequence[Chunk]]) -> Mapping[str, bytes]:
        if not self._vectors:
            return {}
        keys = dict.fromkeys(each.key for held in chunks.values() for each in held)
        return self._rows.embeddings.get(self._model, list(keys))

    def _likeness(
        self, record: PromptRecord, chunks: Sequence[Chunk], vectors: Mapping[str, bytes]
    ) -> _Likeness:
        wording = overlap(self._shingles, shingles(_said(chunks)))
        return _Likeness(record, chunks, wording, self._meaning(chunks, vectors))

    def _shown(self, other: _Likeness) -> SimilarPrompt:
        return SimilarPrompt(
            name=other.record.name,
            path=other.record.path,
            score=round(other.score, 4),
            near_duplicate=other.near_duplicate,
            wording=round(other.wording, 4),
            similarity=None if other.meaning is None else round(other.meaning, 4),
            differs=difference((self._record, self._chunks), (other.record, other.chunks)),
        )

    def _meaning(self, chunks: Sequence[Chunk], vectors: Mapping[str, bytes]) -> float | None:
        """How near the passages of another prompt are to its own: the mean, by their length."""
        others = [vectors[each.key] for each in chunks if each.key in vectors]
        own = [each for each in self._chunks if each.key in self._vectors][:_MOST_PASSAGES]
        if not others or not own:
            return None
        weight = sum(len(each.text) for each in own)
        return (
            sum(
                len(each.text)
                * max(
                    similarity(self._vectors[each.key], other) for other in others[:_MOST_PASSAGES]
                )
                for each in own
            )
            / weight
        )


def _said(chunks: Sequence[Chunk]) -> list[str]:
    return [word for each in chunks if each.part == "message" for word in words_of(each.text)]
