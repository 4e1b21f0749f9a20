"""The port to the index of words, in which a search looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.prompts.search.query import Query


@dataclass(frozen=True, slots=True)
class Found:
    """Prompts by identity, the best first.

    `partial` says that so many prompts have the words that only some of them were ranked: those
    that came last, and those that have the words in their names or tags.
    """

    prompts: tuple[str, ...] = ()
    partial: bool = False


class SearchRows(Protocol):
    """The index of words, and what prompts are known by. Archived prompts are found by `status:archived` alone."""

    def by_words(self, query: Query, limit: int, *, any_term: bool = False) -> Found:
        """The prompts that a query is about, by its words; with `any_term` one of the words will do."""

    def by_path(self, query: Query, after: str, limit: int) -> Sequence[PromptRecord]:
        """The prompts that fit a query's filters and have none of its excluded words, behind a path."""

    def fitting(self, query: Query, prompts: Sequence[str]) -> Mapping[str, PromptRecord]:
        """Those of some prompts that are not deleted and fit a query's filters."""

    def keys(self, query: Query, limit: int) -> Sequence[str] | None:
        """The keys of the chunks in which a query with filters may be answered; None for more than `limit`."""

    def own_fields(self) -> Sequence[str]:
        """The names of a team's own fields that some prompt has."""
