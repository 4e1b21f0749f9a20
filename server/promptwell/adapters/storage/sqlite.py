"""The store in an SQLite file: upgrades with a copy kept first, consistent copies, and swapping the file."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from sqlalchemy.exc import DBAPIError

from promptwell.adapters.storage.database import Engines
from promptwell.adapters.storage.kept_copies import KeptCopies
from promptwell.adapters.storage.place import DATABASE, StorePlace, key_in, make_folder
from promptwell.adapters.storage.schema import (
    failed_upgrade,
    newest_version,
    run_migrations,
    version_of,
)
from promptwell.adapters.storage.search.index import index_missing
from promptwell.adapters.storage.sqlite_copy import copy_into, copy_to
from promptwell.adapters.storage.sqlite_engines import sqlite_engines
from promptwell.domain.prompts.upkeep import Upgrade
from promptwell.errors import StoreError

_UPGRADE = "before-upgrade"
BEFORE_RESTORE = "before-restore"
_BESIDE = ("-wal", "-shm")


class SqliteDatabase:
    """`Database` in the file `store.db` of a folder; `backups` beside it holds what was before."""

    is_shared = False

    def __init__(self, folder: str, home: str = "") -> None:
        self._at = StorePlace(folder, home)
        self.place = os.path.join(folder, DATABASE)
        self._copies = KeptCopies(os.path.join(folder, "backups"))

    def root_key(self, root: str) -> str:
        """How a root, an absolute folder, is named in the store."""
        return key_in(self._at, root)

    def connect(self) -> Engines:
        """Engines over the file, which is made where there is none."""
        self._make_file()
        return sqlite_engines(self.place)

    def upgrade(self, engines: Engines) -> Upgrade:
        """Bring the tables to the newest schema, or leave everything as it was."""
        newest = newest_version()
        with engines.reader.begin() as connection:
            before = version_of(self.place, connection)
        if before == newest:
            return Upgrade(before=before, after=newest)
        backup = ""
        try:
            with engines.writer.begin() as connection:
                # Another process may have been quicker.
                before = version_of(self.place, connection)
                if before and before != newest:
                    copy = self._copies.path_for(_UPGRADE)
                    copy_to(self.place, copy)
                    backup = copy
                if before != newest:
                    run_migrations(connection)
                    index_missing(connection)
        except Exception as error:
            if not backup:
                raise
            engines.dispose()
            copy_into(self.place, backup)
            raise failed_upgrade(self.place, before, error, backup) from error
        self._copies.keep_newest(_UPGRADE)
        return Upgrade(before=before, after=newest, backup=backup)

    def save(self, engines: Engines, file: str) -> None:
        """Write all that is in it to an SQLite file, as it is at one moment."""
        del engines  # a connection of its own reads beside them
        copy_to(self.place, file)

    def replace(self, engines: Engines | None, file: str) -> str:
        """Let an SQLite file take the place of this one, which is kept in `backups`."""
        self._make_file()
        with ready_copy(file, os.path.dirname(self.place)) as (new, opened):
            opened.dispose()
            if engines is not None:
                engines.dispose()
            aside = self._copies.path_for(BEFORE_RESTORE)
            parts = [end for end in ("", *_BESIDE) if os.path.exists(self.place + end)]
            for end in parts:
                _link(self.place + end, aside + end)
            # The old one lies whole aside; its log must not meet the new file.
            for end in parts[1:]:
                os.unlink(self.place + end)
            os.replace(new, self.place)
        self._copies.keep_newest(BEFORE_RESTORE)
        return aside

    def faults(self, engines: Engines) -> Sequence[str]:
        """What SQLite's own check finds wrong, one sentence each."""
        with engines.reader.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            faults = [str(line) for line in found if line != "ok"]
            astray = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            faults += [
                f"a row of {row[0]} belongs to one of {row[2]} that is not there" for row in astray
            ]
        return faults

    def _make_file(self) -> None:
        """Make the file for this user alone: SQLite gives the files beside it the same mode."""
        try:
            make_folder(self._at)
            os.close(os.open(self.place, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise StoreError(
                f"{self.place}: can't be made or written: {reason}; "
                f"make the folder writable for you"
            ) from error


@contextmanager
def ready_copy(file: str, folder: str) -> Iterator[tuple[str, Engines]]:
    """A copy of a saved store in a folder of its own below `folder`, whole and of the newest schema.

    Raises:
        StoreError: the file is damaged, no store, or of a newer Promptwell.
    """
    with TemporaryDirectory(prefix="incoming-", dir=folder) as own:
        copy = SqliteDatabase(own)
        try:
            copy_to(file, copy.place)
            engines = copy.connect()
            try:
                with engines.reader.begin() as connection:
                    version = version_of(file, connection)
                faults = copy.faults(engines)
                if faults or not version:
                    raise _unusable(file, faults[0] if faults else "it has no tables")
                copy.upgrade(engines)
            except BaseException:
                engines.dispose()
                raise
        except (sqlite3.Error, DBAPIError) as error:
            raise _unusable(file, str(getattr(error, "orig", error))) from error
        try:
            yield copy.place, engines
        finally:
            engines.dispose()


def _unusable(file: str, reason: str) -> StoreError:
    return StoreError(
        f"{file}: this is no whole copy of a store ({reason}). Nothing was changed; take another copy"
    )


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # not every file system has links
        shutil.copy2(source, target)
