"""What an index of words in a database does; one for each kind of database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, Select

from promptwell.adapters.storage.search.word_columns import WordColumns
from promptwell.domain.prompts.search.query import Query

MOST_RANKED = 15_000
"""Where more prompts have the words, those that came last are ranked: a word that so many have says little."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers under which the index knows the prompts of a root."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A prompt that has the words, its path, and how well it fits: the higher, the better."""

    prompt: str
    path: str
    score: float


class FullText(Protocol):
    """The index of words in one database."""

    def write(self, rows: Sequence[tuple[int, WordColumns]]) -> None:
        """Put the words of prompts, by number, in the place of those that are there."""

    def remove(self, numbers: Sequence[int]) -> None:
        """Forget the words of prompts."""

    def ranked(
        self,
        query: Query,
        living: Sequence[ColumnElement[bool]],
        filters: Sequence[ColumnElement[bool]],
        limit: int,
        *,
        any_term: bool,
    ) -> tuple[list[Ranked], bool]:
        """The prompts that have a query's words and fit what nearly all fit (`living`), and `filters`.

        They come with whether there were so many that only some of them were ranked.
        """

    def excluded(self, query: Query) -> Select[tuple[int]] | None:
        """The numbers of the prompts that have words which must not be there."""
