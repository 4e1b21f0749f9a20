"""The store in a team's PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Sequence
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from promptwell.adapters.storage.database import PATIENCE, Engines
from promptwell.adapters.storage.kept_copies import KeptCopies
from promptwell.adapters.storage.place import user_folder
from promptwell.adapters.storage.schema import (
    failed_upgrade,
    newest_version,
    run_migrations,
    version_of,
)
from promptwell.adapters.storage.search.index import index_missing
from promptwell.adapters.storage.sqlite import BEFORE_RESTORE, SqliteDatabase, ready_copy
from promptwell.adapters.storage.sqlite_copy import copy_to
from promptwell.adapters.storage.transfer import copy_rows
from promptwell.domain.prompts.upkeep import Upgrade
from promptwell.errors import MissingExtraError, UsageError

# A server gives 100 connections to all if nobody asked for more. As many as threads serve calls, each
# with a view inside a change, find one.
_POOL, _MORE = 8, 72
_CONNECTING = 10
"""Seconds until a server that does not answer is given up."""

_UPGRADING = 0x70726F6D70740001
"""The advisory lock under which tables are made: `prompt`, as bytes, and a number of ours."""


class PostgresDatabase:
    """`Database` on a PostgreSQL server."""

    is_shared = True

    def __init__(self, url: str) -> None:
        try:
            address = make_url(url)
        except ArgumentError:
            raise UsageError(_not_understood(url)) from None
        if address.drivername.partition("+")[0] not in ("postgresql", "postgres"):
            raise UsageError(_not_understood(url))
        try:
            import psycopg  # noqa: F401  # asked for here, so that its absence is told in time
        except ImportError:
            raise MissingExtraError("A store in PostgreSQL", "postgres") from None
        self._url = address.set(drivername="postgresql+psycopg")
        self.place = address.set(drivername="postgresql").render_as_string(hide_password=True)
        self._copies = KeptCopies(os.path.join(user_folder(self.place, "team"), "backups"))

    def root_key(self, root: str) -> str:
        """How a root is named in the store: as the server names it."""
        return root

    def connect(self) -> Engines:
        """Engines with one pool of connections."""
        engine = create_engine(
            self._url,
            connect_args={
                "connect_timeout": _CONNECTING,
                "application_name": "promptwell",
                "options": f"-c lock_timeout={int(PATIENCE * 1000)}",
            },
            pool_size=_POOL,
            max_overflow=_MORE,
            pool_timeout=PATIENCE,
            pool_pre_ping=True,
        )
        reader = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        return Engines(reader, engine)

    def upgrade(self, engines: Engines) -> Upgrade:
        """Bring the tables to the newest schema in one transaction, or leave everything as it was."""
        newest = newest_version()
        with engines.reader.begin() as connection:
            before = version_of(self.place, connection)
        if before == newest:
            return Upgrade(before=before, after=newest)
        try:
            with engines.writer.begin() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADING})
                before = version_of(self.place, connection)  # another process may have been quicker
                if before != newest:
                    run_migrations(connection)
                    index_missing(connection)
        except SQLAlchemyError as error:
            if not before:
                raise
            raise failed_upgrade(self.place, before, error) from error
        return Upgrade(before=before, after=newest)

    def save(self, engines: Engines, file: str) -> None:
        """Write all that is in it to an SQLite file, as it is at one moment."""
        with TemporaryDirectory(prefix="saving-", dir=os.path.dirname(file) or ".") as own:
            copy = SqliteDatabase(own)
            target = copy.connect()
            try:
                copy.upgrade(target)
                with engines.reader.begin() as source, target.writer.begin() as connection:
                    copy_rows(source, connection)
            finally:
                target.dispose()
            copy_to(copy.place, file)

    def replace(self, engines: Engines | None, file: str) -> str:
        """Let the rows of an SQLite file take the place of all, in one transaction.

        What was there is saved in the data folder of the user who runs the server.
        """
        opened = engines or self.connect()
        try:
            self.upgrade(opened)
            aside = self._copies.path_for(BEFORE_RESTORE)
            self.save(opened, aside)
            with (
                TemporaryDirectory() as folder,
                ready_copy(file, folder) as (_, copy),
                copy.reader.begin() as source,
                opened.writer.begin() as target,
            ):
                copy_rows(source, target)
        finally:
            opened.dispose()
        self._copies.keep_newest(BEFORE_RESTORE)
        return aside

    def faults(self, engines: Engines) -> Sequence[str]:
        """Nothing: the server checks its pages and references by itself."""
        with engines.reader.connect() as connection:
            connection.execute(text("SELECT 1"))
        return ()


def _not_understood(url: str) -> str:
    return f"{url.partition('@')[2] or url}: no address of a PostgreSQL database; write postgresql://USER:PASSWORD@HOST/DATABASE"
