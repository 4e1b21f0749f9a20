"""Addresses of one database, spelled in different ways."""

from __future__ import annotations

import pytest

from promptwell.adapters.storage.database_address import database_identity
from promptwell.bootstrap.stores import place_of_database

ONE = "postgresql://ann:secret@localhost:5432/team"


@pytest.mark.parametrize(
    "spelled",
    [
        "postgresql://localhost/team",
        "postgres://bob@LocalHost/team",
        "postgresql+psycopg://bob:p%40ss@127.0.0.1/team?sslmode=require",
        "postgresql://[::1]:5432/team",
        "postgresql:///team",
        "postgresql://bob@/team?host=/var/run/postgresql",
        "postgresql://?host=localhost&port=5432&dbname=team",
        "postgresql://team@localhost",
        "postgresql://localhost/te%61m",
    ],
)
def test_one_database_has_one_server_on_a_machine(spelled: str) -> None:
    assert place_of_database(spelled) == place_of_database(ONE)


@pytest.mark.parametrize(
    "other",
    [
        "postgresql://ann:secret@localhost:5433/team",
        "postgresql://ann:secret@localhost/other",
        "postgresql://ann:secret@db.example.com/team",
        "postgresql://ann:secret@localhost/team?options=-csearch_path%3Dours",
    ],
)
def test_another_database_is_another_one(other: str) -> None:
    assert database_identity(other) != database_identity(ONE)


def test_what_is_no_address_stays_as_it_is() -> None:
    for text in ("postgresql://a:1,b:2/team", "http://[", ""):
        assert database_identity(text) == text or text == ""
    assert "secret" not in database_identity(ONE)
