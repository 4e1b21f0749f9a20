"""The prompts whose passages mean nearly what a text means."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from promptwell.domain.prompts.search.found_words import has_none_excluded, in_roles
from promptwell.domain.prompts.search.vector_index import Near, VectorIndex

if TYPE_CHECKING:
    from promptwell.domain.prompts.search.meaning import Meaning
    from promptwell.domain.prompts.search.query import Query
    from promptwell.services.context import Transaction

UNRELATED = 0.2
"""Texts that are less similar have nothing to do with each other; models that say so of none lose nothing by it."""

# Among so few chunks the index is told which; among more, what does not fit is left out afterwards.
_MOST_AMONG = 2_000
_MOST_PROMPTS = 400
_WIDENED = 4
_MOST_ASKED = 1_600


def made_so_far(meaning: Meaning) -> str:
    """What to tell whoever searches while vectors are still being made; "" else."""
    making = meaning.making()
    if making is None or not making.is_under_way:
        return ""
    figures = f"{making.done:,} of {making.total:,} passages" if making.total else "a few passages"
    return (
        f"Vectors are being made in the background, of {figures} so far: "
        "what has none yet is found by its words alone."
    )


@dataclass(frozen=True, slots=True)
class NearPrompts:
    """Prompts by identity, the nearest first, and for each its nearest chunk."""

    prompts: tuple[str, ...] = ()
    nearest: dict[str, Near] = field(default_factory=dict)


def near_prompts(
    rows: Transaction, vectors: VectorIndex, vector: bytes, query: Query, limit: int
) -> NearPrompts:
    """The prompts nearest to a vector that fit a query in all but its single words."""
    scope = _scope(rows, query)
    if scope.among is not None and not scope.among:
        return NearPrompts()
    asked = limit * 2
    while True:
        near = [
            each
            for each in vectors.nearest(vector, asked, scope.among)
            if each.similarity >= UNRELATED
        ]
        found = _prompts_of(rows, query, near, scope)
        # Others may stand behind chunks of other worktrees, or of prompts that do not fit.
        if len(found.prompts) >= limit or len(near) < asked or asked >= _MOST_ASKED:
            return NearPrompts(found.prompts[:limit], found.nearest)
        asked = min(asked * _WIDENED, _MOST_ASKED)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a query may be answered: in these chunks, and in these prompts; None for any."""

    among: Collection[str] | None = None
    prompts: Collection[str] | None = None


def _scope(rows: Transaction, query: Query) -> _Scope:
    demanded = tuple(group for group in query.required if all(term.quoted for term in group))
    if demanded:
        # The index of words knows who has what stands in quotes.
        strict = replace(query, required=demanded)
        prompts = rows.search.by_words(strict, _MOST_AMONG).prompts
        if len(prompts) > _MOST_PROMPTS:
            return _Scope(prompts=frozenset(prompts))
        chunks = rows.chunks.of_each(prompts)
        return _Scope({each.key for held in chunks.values() for each in held}, frozenset(prompts))
    if query.filters or query.excluded:
        keys = rows.search.keys(query, _MOST_AMONG)
        return _Scope(among=None if keys is None else set(keys))
    return _Scope()


def _prompts_of(
    rows: Transaction, query: Query, near: Sequence[Near], scope: _Scope
) -> NearPrompts:
    """The prompts that have some chunks and fit, each with the first of its chunks."""
    holders = rows.chunks.with_key([each.key for each in near])
    candidates = dict.fromkeys(
        prompt
        for each in near
        for prompt in holders.get(each.key, ())
        if scope.prompts is None or prompt in scope.prompts
    )
    records = rows.search.fitting(query, list(candidates))
    looked_into = bool(query.roles or (query.excluded and scope.prompts is None))
    chunks = rows.chunks.of_each(list(records)) if looked_into else {}
    nearest: dict[str, Near] = {}
    refused: set[str] = set()
    for each in near:
        for prompt in holders.get(each.key, ()):
            if prompt in nearest or prompt in refused or prompt not in records:
                continue
            held = chunks.get(prompt, ())
            if looked_into and not has_none_excluded(query, records[prompt], held):
                refused.add(prompt)
            elif not query.roles or any(
                chunk.key == each.key and in_roles(query, chunk) for chunk in held
            ):
                nearest[prompt] = each
    return NearPrompts(tuple(nearest), nearest)
