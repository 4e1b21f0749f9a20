"""What searches by meaning, opened when it is first needed."""

from __future__ import annotations

from typing import NoReturn, Protocol

from promptwell.domain.prompts.search.embedding import Embedder
from promptwell.domain.prompts.search.vector_index import VectorIndex
from promptwell.domain.prompts.search.vector_making import VectorMaking
from promptwell.errors import MissingExtraError


class Meaning(Protocol):
    """The model and the vectors of a store.

    `lasting` tells whether what is loaded for one question serves the next: a command that ends with
    its answer has nothing of it.
    """

    lasting: bool

    def making(self) -> VectorMaking | None:
        """How far the engine is with the vectors that it makes by itself; None where nothing does that."""

    def resume(self) -> None:
        """Go on making vectors of what has none, where something does that by itself."""

    def take_over(self) -> None:
        """Have nobody make vectors by itself any more, until prompts change again."""

    def spared(self, known: int, made: int) -> None:
        """Note that so many passages had a vector, and that for so many the model was asked."""

    def embedder(self) -> Embedder:
        """What makes vectors of texts.

        Raises:
            PromptwellError: the extra is missing, or the model can't be loaded; it says what to do.
        """

    def queries(self) -> Embedder:
        """The same for what is searched for, which it may remember.

        Raises:
            PromptwellError: as `embedder` does.
        """

    def vectors(self) -> VectorIndex:
        """The vectors of all chunks.

        Raises:
            PromptwellError: the extra is missing, or the index can't be opened; it says what to do.
        """

    def renew(self) -> None:
        """Have the vectors agree with a store that another one took the place of."""

    def close(self) -> None:
        """Let go of files and connections."""


class NoMeaning:
    """Where nothing searches by meaning."""

    lasting = True

    def making(self) -> None:
        """Nothing makes vectors."""

    def resume(self) -> None:
        """Nothing is made."""

    def take_over(self) -> None:
        """Nobody does."""

    def spared(self, known: int, made: int) -> None:
        """There is nothing to note."""

    def embedder(self) -> NoReturn:
        """There is none.

        Raises:
            MissingExtraError: always.
        """
        raise MissingExtraError("search by meaning", "semantic")

    def queries(self) -> NoReturn:
        """There is none.

        Raises:
            MissingExtraError: always.
        """
        raise MissingExtraError("search by meaning", "semantic")

    def vectors(self) -> NoReturn:
        """There are none.

        Raises:
            MissingExtraError: always.
        """
        raise MissingExtraError("search by meaning", "semantic")

    def renew(self) -> None:
        """There is nothing to renew."""

    def close(self) -> None:
        """There is nothing to let go of."""
