"""A real store for each test, in each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.postgres_server import postgres_server

from promptwell.adapters.storage.opening import open_store, open_team_store
from promptwell.adapters.storage.store import SqlStore


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server, up to the name of a database."""
    with postgres_server() as address:
        yield address


@pytest.fixture
def new_database(postgres: str) -> Callable[[], str]:
    """Makes an empty database and gives its address."""
    import psycopg

    def make() -> str:
        name = f"test_{uuid4().hex}"
        with psycopg.connect(f"{postgres}postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{postgres}{name}"

    return make


@pytest.fixture(
    params=[
        "sqlite",
        # One server for all of them.
        pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres")),
    ]
)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    if request.param == "sqlite":
        opened = open_store(str(tmp_path / "store"))
    else:
        opened = open_team_store(request.getfixturevalue("new_database")())
    yield opened
    opened.close()
