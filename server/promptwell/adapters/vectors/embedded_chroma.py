"""Chroma inside this process: the index of vectors of one workspace, or of a small team."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from promptwell.adapters.vectors.agreement import bring_to_agreement
from promptwell.adapters.vectors.chroma_collection import CONFIGURATION, ChromaCollection
from promptwell.adapters.vectors.chroma_package import (
    ChromaFault,
    chroma_faults,
    chroma_settings,
    load_chroma,
)
from promptwell.adapters.vectors.seal import Seal
from promptwell.domain.prompts.search.vector_index import Near, VectorEntry
from promptwell.errors import StoreError

Answer = TypeVar("Answer")
Stored = Callable[[], Iterable[VectorEntry]]

_log = logging.getLogger(__name__)
_COLLECTION = "chunks"
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")
# So many of the vectors that must be there are found again even in an index that searches badly.
_FOUND_AGAIN = 0.5
_THE_SAME = 0.99


def open_vector_index(folder: str, model: str, stored: Stored) -> EmbeddedChroma:
    """The index of a model's vectors in a folder, made to agree with those that the store keeps.

    Only one process may have it open: whoever opens it holds the store's lock. A damaged index is
    noticed, now or later, and made anew; so is one that a crash has left half written.

    Args:
        folder: where indexes lie; each model has a folder in it.
        model: what tells the model's vectors from those of others.
        stored: gives all vectors that the store keeps of this model, each time it is called.

    Raises:
        MissingExtraError: the extra `semantic` is not installed.
        StoreError: the folder can't be written.
    """
    load_chroma()
    index = EmbeddedChroma(os.path.join(folder, _folder_name(model)), stored)
    index.open()
    return index


class EmbeddedChroma:
    """A vector index that mends itself. Threads may share it.

    Each making of the index has a folder of its own, numbered: a damaged one is never written again,
    and is removed when the next one is complete. What Chroma itself does not notice is told by a seal, and by
    looking for a few vectors that must be there.
    """

    def __init__(self, folder: str, stored: Stored) -> None:
        self._folder = folder
        self._stored = stored
        self._lock = threading.RLock()
        self._client: Any = None
        self._vectors: ChromaCollection | None = None
        self._seal: Seal | None = None
        self._is_closed = False

    def open(self) -> None:
        """Open the latest index; make it anew where it is damaged, or there is none."""
        with self._lock:
            latest = max(self._made(), default=0)
            place = os.path.join(self._folder, str(latest))
            if latest and Seal(place).is_whole():
                try:
                    self._use(place, is_new=False)
                    return
                except ChromaFault as fault:
                    _log.warning("the vector index in %s is damaged: %s", place, fault)
            elif latest:
                _log.warning("the vector index in %s was left unfinished or was changed", place)
            self.rebuild()

    def add(self, entries: Sequence[VectorEntry]) -> None:
        """Add vectors; those whose keys are there already change nothing."""
        self._mended(lambda vectors: vectors.add(entries))

    def remove(self, keys: Iterable[str]) -> None:
        """Remove vectors; keys that are not there are left out."""
        unwanted = list(keys)
        self._mended(lambda vectors: vectors.remove(unwanted))

    def nearest(
        self, vector: bytes, limit: int, among: Collection[str] | None = None
    ) -> list[Near]:
        """The keys whose vectors are nearest, the nearest first; with `among` only of these keys."""
        return self._mended(lambda vectors: vectors.nearest(vector, limit, among))

    def keys(self) -> set[str]:
        """All keys."""
        with self._lock:
            return set(self._opened().keys)

    def count(self) -> int:
        """How many vectors there are."""
        with self._lock:
            return len(self._opened().keys)

    def rebuild(self) -> None:
        """Make all of it anew from the vectors that the store keeps.

        Raises:
            StoreError: the folder can't be written, or the new index does not work either.
        """
        with self._lock:
            self._let_go()
            made = self._made()
            place = os.path.join(self._folder, str(max(made, default=0) + 1))
            try:
                os.makedirs(place, mode=0o700)
                self._use(place, is_new=True)
            except (ChromaFault, OSError) as fault:
                _remove(place)
                raise StoreError(
                    f"{self._folder}: the index for search by meaning can't be made: {fault}. "
                    "See to it that the folder can be written and its disk has room"
                ) from fault
            for number in made:
                _remove(os.path.join(self._folder, str(number)))

    def close(self) -> None:
        """Let go of the files; nothing may be asked afterwards."""
        with self._lock:
            self._let_go()
            self._is_closed = True

    def _let_go(self) -> None:
        client, self._client, self._vectors = self._client, None, None
        if client is not None:
            # What is broken may well break once more; its folder is given up then.
            with contextlib.suppress(ChromaFault), chroma_faults():
                client.close()

    def _mended(self, ask: Callable[[ChromaCollection], Answer]) -> Answer:
        with self._lock:
            try:
                answer = ask(self._opened())
            except ChromaFault as fault:
                _log.warning("the vector index in %s is made anew: %s", self._folder, fault)
                self.rebuild()
                try:
                    answer = ask(self._opened())
                except ChromaFault as again:
                    raise StoreError(
                        f"{self._folder}: search by meaning fails, also with a new index: {again}"
                    ) from again
            self._note()
            return answer

    def _use(self, place: str, *, is_new: bool) -> None:
        """Open an index, bring it to agree with the store, and look whether it finds what it must."""
        try:
            self._fill(place, is_new=is_new)
        except BaseException:
            self._let_go()
            raise

    def _fill(self, place: str, *, is_new: bool) -> None:
        chromadb = load_chroma()
        with chroma_faults():
            self._client = chromadb.PersistentClient(place, chroma_settings())
            collection = self._client.get_or_create_collection(
                _COLLECTION, configuration=CONFIGURATION, embedding_function=None
            )
            most = int(self._client.get_max_batch_size())
        self._vectors = ChromaCollection(collection, most)
        self._seal = Seal(place)
        done = bring_to_agreement(self._vectors, self._stored)
        # A new one can't be damaged, and to throw it away would not make the next one better.
        samples = () if is_new else done.samples
        found = [self._vectors.nearest(each.vector, 1, None)[0] for each in samples]
        again = sum(each.similarity > _THE_SAME for each in found)
        if again < _FOUND_AGAIN * len(found):
            raise ChromaFault(f"of {len(found)} vectors in it only {again} are found")
        self._note()
        if done.added or done.removed:
            _log.info("the vector index took %d vectors and lost %d", done.added, done.removed)

    def _note(self) -> None:
        assert self._seal is not None
        try:
            self._seal.note()
        except OSError as error:
            raise StoreError(
                f"{self._folder}: the vector index can't be written: {error}"
            ) from error

    def _opened(self) -> ChromaCollection:
        if self._is_closed:
            raise StoreError(f"{self._folder}: the vector index is closed")
        if self._vectors is None:  # it could not be made anew the last time
            self.rebuild()
        assert self._vectors is not None
        return self._vectors

    def _made(self) -> list[int]:
        try:
            return [int(name) for name in os.listdir(self._folder) if name.isdecimal()]
        except OSError:
            return []


def _remove(place: str) -> None:
    """Remove an index; what can't be removed now, such as an open file on Windows, is so by the next one."""
    Seal(place).remove()
    shutil.rmtree(place, ignore_errors=True)


def _folder_name(model: str) -> str:
    """A model's name as that of a folder, with a digest since different names may come out alike."""
    readable = _NOT_IN_NAMES.sub("-", model).strip("-")[:40]
    return f"{readable}-{sha256(model.encode()).hexdigest()[:8]}"
