"""Which words of a query a prompt has, and where: what explains a hit, and what a snippet marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.prompts.search.chunks import Chunk
from promptwell.domain.prompts.search.query import Query, Term
from promptwell.domain.prompts.search.words import Word, phrases_in, placed_words

TEXT = "text"
"""What a place is called in which nobody in particular speaks."""


@dataclass(frozen=True, slots=True)
class FoundWords:
    """The words of a query in a prompt.

    `places` says for each term, as it was typed, where it stands: `name`, `tags`, `description`,
    `path`, `about` (model, category, owner, own fields), or the role of a message. `missing` are the
    terms that stand nowhere. `counts` has how many terms each chunk holds.
    """

    places: dict[str, tuple[str, ...]]
    missing: tuple[str, ...]
    counts: tuple[int, ...]


def found_words(query: Query, record: PromptRecord, chunks: Sequence[Chunk]) -> FoundWords:
    """Look for the words of a query in a prompt."""
    places: dict[str, dict[str, None]] = {term.text: {} for term in query.terms}
    if not query.roles:
        for place, words in _described(record):
            for term in query.terms:
                if _stands(term, words):
                    places[term.text][place] = None
    counts: list[int] = []
    for chunk in chunks:
        if not in_roles(query, chunk):
            counts.append(0)
            continue
        found = []
        if _may_hold(query.terms, chunk.text):
            words = list(placed_words(chunk.text))
            found = [term for term in query.terms if _stands(term, words)]
        counts.append(len(found))
        place = "description" if chunk.part == "description" else chunk.role or TEXT
        for term in found:
            if place != "description":
                places[term.text][place] = None
    missing = [
        " OR ".join(term.text for term in group)
        for group in query.required
        if not any(places[term.text] for term in group)
    ]
    named = {text: tuple(found) for text, found in places.items() if found}
    return FoundWords(named, tuple(missing), tuple(counts))


def has_none_excluded(query: Query, record: PromptRecord, chunks: Sequence[Chunk]) -> bool:
    """Whether a prompt has none of the words that must not be there."""
    if not query.excluded:
        return True
    texts = [
        list(placed_words(chunk.text))
        for chunk in chunks
        if in_roles(query, chunk) and _may_hold(query.excluded, chunk.text)
    ]
    if not query.roles:
        texts += [words for _, words in _described(record)]
    return not any(_stands(term, words) for term in query.excluded for words in texts)


def in_roles(query: Query, chunk: Chunk) -> bool:
    """Whether a chunk is where the words of a query may stand."""
    if not query.roles:
        return True
    return chunk.part == "message" and chunk.role.lower() in query.roles


def hits_in(query: Query, text: str) -> list[tuple[int, int]]:
    """Where the words of a query stand in a text."""
    words = list(placed_words(text))
    return [place for term in query.terms for place in _places(term, words)]


def _described(record: PromptRecord) -> Iterator[tuple[str, list[Word]]]:
    fields = (
        " ".join(held) if isinstance(held, tuple) else str(held) for held in record.fields.values()
    )
    for place, text in (
        ("name", record.name),
        ("tags", " ".join(record.tags)),
        ("description", record.description),
        ("path", record.path),
        ("about", " ".join((record.model, record.category, record.owner, *fields))),
    ):
        yield place, list(placed_words(text))


def _stands(term: Term, words: Sequence[Word]) -> bool:
    return next(_places(term, words), None) is not None


def _places(term: Term, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    return phrases_in(words, term.words, prefix=term.prefix)


def _may_hold(terms: Sequence[Term], text: str) -> bool:
    """Whether one of the terms may stand in a text; quick, and False only where none does."""
    if not text.isascii():
        return True  # letters may be written in other ways there
    small = text.lower()
    return any(term.words[0] in small for term in terms)
