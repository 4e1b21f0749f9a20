"""A real Chroma server on loopback, started by the test: the same answers as in this process."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest
from tests.adapters.vectors.made_up import Stored, entry, vector

from promptwell.adapters.vectors.chroma_server import ChromaServer, connect_vector_index
from promptwell.errors import EngineError, UsageError

pytestmark = pytest.mark.semantic
MODEL = "all-MiniLM-L6-v2"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """`chroma run`, from the line that says it listens to the end of the `with` block."""

    def __init__(self, folder: Path, port: int) -> None:
        command = Path(sys.executable).parent / "chroma"
        self.url = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            [command, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "listening" in line:
                break
        else:
            raise AssertionError("the Chroma server ended before it listened")
        # It goes on to write; a full pipe would stop it.
        self._reader = threading.Thread(target=self._process.stdout.read, daemon=True)
        self._reader.start()
        self._wait_until_it_answers(port)

    def _wait_until_it_answers(self, port: int) -> None:
        """It says that it listens a moment before it does."""
        for _ in range(500):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"the server ended with {self._process.wait(0.02)}")
        raise AssertionError("the server does not answer")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(10)
        self._reader.join(10)
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("chroma"), free_port()) as running:
        yield running


@pytest.fixture
def index(server: Server, request: pytest.FixtureRequest) -> Iterator[ChromaServer]:
    """An index of a store of its own, with 60 vectors."""
    opened = connect_vector_index(server.url, request.node.name, MODEL, Stored(60))
    yield opened
    opened.close()


@pytest.mark.parametrize("share", [1, 5, 20, 55, 60])
def test_the_nearest_are_those_that_looking_at_all_finds(index: ChromaServer, share: int) -> None:
    stored = Stored(60)
    wanted = [entry(seed).key for seed in range(share)]
    ranked = [key for key in stored.nearest(vector(77), 60) if key in wanted]
    found = index.nearest(vector(77), 10, [*wanted, "unknown"])
    assert [each.key for each in found] == ranked[:10]
    assert [each.key for each in index.nearest(vector(3), 5)] == stored.nearest(vector(3), 5)
    assert index.nearest(vector(3), 1)[0].similarity == pytest.approx(1.0)


def test_what_is_added_is_found_and_what_is_removed_is_not(index: ChromaServer) -> None:
    index.add([entry(500), entry(3)])
    assert index.nearest(vector(500), 1)[0].key == entry(500).key
    index.remove([entry(500).key, "unknown"])
    assert index.nearest(vector(500), 1)[0].key != entry(500).key
    assert index.count() == len(index.keys()) == 60


def test_it_agrees_with_the_store_when_somebody_connects_again(server: Server) -> None:
    stored = Stored(60)
    connect_vector_index(server.url, "again", MODEL, stored).close()
    del stored.entries[entry(5).key]
    stored.entries[entry(900).key] = entry(900)
    index = connect_vector_index(server.url, "again", MODEL, stored)
    assert index.keys() == set(stored.entries)
    index.close()


def test_stores_and_models_do_not_mix(server: Server) -> None:
    one = connect_vector_index(server.url, "one", MODEL, Stored(3))
    other = connect_vector_index(server.url, "other", MODEL, Stored(9))
    model = connect_vector_index(server.url, "one", "another model", Stored(5))
    assert (one.count(), other.count(), model.count()) == (3, 9, 5)
    for each in (one, other, model):
        each.close()


def test_an_index_is_made_anew_on_request(index: ChromaServer) -> None:
    index.add([entry(500)])
    index.rebuild()
    assert index.keys() == set(Stored(60).entries)


def test_a_server_that_was_set_up_anew_is_filled_again(tmp_path: Path) -> None:
    port = free_port()
    with Server(tmp_path / "first", port) as first:
        index = connect_vector_index(first.url, "lost", MODEL, Stored(60))
    with pytest.raises(EngineError, match="does not answer as it should"):
        index.nearest(vector(3), 5)
    with Server(tmp_path / "second", port):
        found = index.nearest(vector(3), 5)
        assert [each.key for each in found] == Stored(60).nearest(vector(3), 5)
        index.close()


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(EngineError, match="does not answer as it should"):
        connect_vector_index(f"http://127.0.0.1:{free_port()}", "store", MODEL, Stored(3))


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://", "http://host:port"])
def test_an_address_of_no_server_is_told(url: str) -> None:
    with pytest.raises(UsageError, match="write the address of a Chroma server"):
        connect_vector_index(url, "store", MODEL, Stored(3))
