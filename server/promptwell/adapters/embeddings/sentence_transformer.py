"""Texts to vectors by a model of sentence-transformers, which the extra `semantic` brings."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from promptwell.adapters.embeddings.model_folder import (
    folder_of,
    identity_of,
    is_complete,
    is_folder,
    is_here,
)
from promptwell.errors import EngineError, MissingExtraError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
"""Small and quick: 384 numbers for about 1,000 characters, 90 MB."""

# More at once are not quicker on a processor, and a query waits for what has begun.
_BATCH = 32


class SentenceTransformerEmbedder:
    """A model by its name on the hub (`all-MiniLM-L6-v2`, `intfloat/e5-small-v2`) or by its folder.

    Nothing is imported or loaded before the first question: that takes seconds and 400 MB. Code that a
    model brings is never run. A name is never taken for a folder of the same name that happens to lie in
    the workspace, and a folder counts by its absolute path alone: it may come only from the user's own
    settings, or from a repository's after `promptwell trust`. Whoever makes this object has to see to that.
    Threads may share it; they take turns, so that a query comes in between two batches of an indexing job.
    """

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        self._name = name
        self._turn = threading.Lock()
        self._busy = threading.Lock()

    @cached_property
    def model(self) -> str:
        """The model's name; that of a folder with a fingerprint of what lies in it."""
        return identity_of(self._name)

    def is_here(self) -> bool:
        """Whether the model lies on this machine, so that nothing has to be fetched."""
        return is_here(self._name)

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has.

        Raises:
            MissingExtraError: the extra `semantic` is not installed.
            EngineError: the model can't be loaded.
        """
        return self._loaded()[1]

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """A vector for each text, in their order. A text that is longer than the model reads is cut.

        Raises:
            MissingExtraError: the extra `semantic` is not installed.
            EngineError: the model can't be loaded.
        """
        found = [b""] * len(texts)
        # Texts of one length are not filled up to the longest of their batch.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]), reverse=True)
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            for index, vector in zip(
                batch, self._encoded([texts[index] for index in batch]), strict=True
            ):
                found[index] = vector
        return found

    def _encoded(self, texts: list[str]) -> list[bytes]:
        # Whoever waits holds the turn, so that who has just finished can't be first again.
        with self._turn:
            self._busy.acquire()
        try:
            model, _ = self._model
            # Half of a surrogate pair is no text to it.
            whole = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
            rows = model.encode(
                whole, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
            )
            return [row.astype("<f4").tobytes() for row in rows]
        finally:
            self._busy.release()

    def _loaded(self) -> tuple[Any, int]:
        with self._turn, self._busy:
            return self._model

    @cached_property
    def _model(self) -> tuple[Any, int]:
        """The model and its dimensions; asked for by one thread at a time."""
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        # Threads of PyTorch that wait by turning in circles take the processor from those they wait
        # for: where anything else is running, a query took 250 ms instead of 50.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        if find_spec("sentence_transformers") is None:
            raise MissingExtraError("search by meaning", "semantic")
        folder = folder_of(self._name)
        if is_folder(self._name) and not is_complete(folder):
            raise EngineError(
                f"{folder}: no model of sentence-transformers lies here; the folder has to hold its "
                "`config.json` (or `modules.json`) and its weights"
            )
        # Only now, for these take seconds to import.
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # it would write between the lines of whoever asks
        try:
            model = SentenceTransformer(folder, local_files_only=True, trust_remote_code=False)
            dimensions = model.get_embedding_dimension()
        except Exception as error:  # each kind of damage raises something else
            raise EngineError(
                f"{folder}: the embedding model can't be loaded ({type(error).__name__}: "
                f"{str(error).split(chr(10))[0]}); fetch it again, or choose another one"
            ) from error
        if not dimensions:
            raise EngineError(f"{folder}: this model of sentence-transformers makes no vectors")
        return model, dimensions
