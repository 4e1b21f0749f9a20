"""A server of Chroma, for a team."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar
from urllib.parse import urlsplit

from promptwell.adapters.vectors.agreement import bring_to_agreement
from promptwell.adapters.vectors.chroma_collection import CONFIGURATION, ChromaCollection
from promptwell.adapters.vectors.chroma_package import (
    ChromaFault,
    chroma_faults,
    chroma_settings,
    load_chroma,
)
from promptwell.domain.prompts.search.vector_index import Near, VectorEntry
from promptwell.errors import EngineError, UsageError

Answer = TypeVar("Answer")
Stored = Callable[[], Iterable[VectorEntry]]

_DIGITS = 32


def connect_vector_index(
    url: str, store: str, model: str, stored: Stored, headers: Mapping[str, str] | None = None
) -> ChromaServer:
    """The vectors of a model on a server, made to agree with those that the store keeps.

    Args:
        url: where the server listens, such as `https://chroma.example.org:8000`; it counts only from
            the user's own settings, for prompts are sent there as vectors.
        store: what tells this store from others that use the same server.
        model: what tells the model's vectors from those of others.
        stored: gives all vectors that the store keeps of this model, each time it is called.
        headers: what to send with each request, such as a token.

    Raises:
        MissingExtraError: the extra `semantic` is not installed.
        UsageError: the address is none of a server.
        EngineError: nobody answers there, or not as Chroma does.
    """
    load_chroma()
    index = ChromaServer(url, f"promptwell-{_digest(store)}-{_digest(model)}", stored, headers)
    index.open()
    return index


class ChromaServer:
    """A vector index on a server. Threads may share it.

    Where the server has lost the collection, it is made anew.
    """

    def __init__(
        self, url: str, collection: str, stored: Stored, headers: Mapping[str, str] | None = None
    ) -> None:
        self._url = url
        self._name = collection
        self._stored = stored
        self._headers = dict(headers or {})
        self._lock = threading.RLock()
        self._client: Any = None
        self._vectors: ChromaCollection | None = None

    def open(self) -> None:
        """Connect."""
        host, port, is_secure = _address(self._url)
        chromadb = load_chroma()
        with self._lock:
            try:
                with chroma_faults():
                    self._client = chromadb.HttpClient(
                        host, port, is_secure, self._headers, chroma_settings()
                    )
                self._use()
            except ChromaFault as fault:
                self.close()
                raise self._unreachable(fault) from fault

    def add(self, entries: Sequence[VectorEntry]) -> None:
        """Add vectors; those whose keys are there already change nothing."""
        self._asked(lambda vectors: vectors.add(entries))

    def remove(self, keys: Iterable[str]) -> None:
        """Remove vectors; keys that are not there are left out."""
        unwanted = list(keys)
        self._asked(lambda vectors: vectors.remove(unwanted))

    def nearest(
        self, vector: bytes, limit: int, among: Collection[str] | None = None
    ) -> list[Near]:
        """The keys whose vectors are nearest, the nearest first; with `among` only of these keys."""
        return self._asked(lambda vectors: vectors.nearest(vector, limit, among))

    def keys(self) -> set[str]:
        """All keys."""
        return self._asked(lambda vectors: set(vectors.keys))

    def count(self) -> int:
        """How many vectors there are."""
        return self._asked(lambda vectors: len(vectors.keys))

    def rebuild(self) -> None:
        """Make all of it anew from the vectors that the store keeps."""
        with self._lock:
            try:
                with chroma_faults():
                    if self._name in [each.name for each in self._client.list_collections()]:
                        self._client.delete_collection(self._name)
                self._use()
            except ChromaFault as fault:
                raise self._unreachable(fault) from fault

    def close(self) -> None:
        """Let go of the connection; nothing may be asked afterwards."""
        with self._lock:
            client, self._client, self._vectors = self._client, None, None
            if client is not None:
                _hang_up(client)

    def _asked(self, ask: Callable[[ChromaCollection], Answer]) -> Answer:
        with self._lock:
            if self._vectors is None:
                raise EngineError(f"{self._url}: the connection to Chroma is closed")
            try:
                return ask(self._vectors)
            except ChromaFault:
                # A server that was set up anew has other collections: once more from the beginning.
                try:
                    self._use()
                    return ask(self._vectors)
                except ChromaFault as fault:
                    raise self._unreachable(fault) from fault

    def _use(self) -> None:
        with chroma_faults():
            collection = self._client.get_or_create_collection(
                self._name, configuration=CONFIGURATION, embedding_function=None
            )
            most = int(self._client.get_max_batch_size())
        self._vectors = ChromaCollection(collection, most)
        bring_to_agreement(self._vectors, self._stored)

    def _unreachable(self, fault: ChromaFault) -> EngineError:
        return EngineError(
            f"{self._url}: the Chroma server does not answer as it should ({fault}). "
            "See whether it runs and whether the address in your settings is right"
        )


def _hang_up(client: Any) -> None:
    """Close the client and its connections, of which it has two kinds and closes none."""
    for each in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(each, "_server", None), "_session", None)
        if session is not None:
            session.close()
    client.close()


def _address(url: str) -> tuple[str, int, bool]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in ("http", "https") or not parts.hostname or port == -1:
        raise UsageError(f"{url}: write the address of a Chroma server as http://host:8000")
    is_secure = parts.scheme == "https"
    return parts.hostname, port or (443 if is_secure else 8000), is_secure


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_DIGITS]
