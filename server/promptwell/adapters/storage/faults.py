"""What goes wrong in a database, in words for the user: the one place that reads its errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    SQLAlchemyError,
)
from sqlalchemy.exc import (
    TimeoutError as NoConnectionError,
)

from promptwell.adapters.storage.columns import DamagedValueError
from promptwell.domain.prompts.upkeep import WAY_OUT_OF_DAMAGE
from promptwell.errors import ConflictError, StoreError

_TRY_AGAIN = "another one writes for long; try again in a moment"
_DAMAGED = f"{{what}}. {WAY_OUT_OF_DAMAGE}"
# By the beginning of SQLite's names for what happened.
_SQLITE = {
    "SQLITE_NOTADB": _DAMAGED.format(what="this is no database, or it is damaged"),
    "SQLITE_CORRUPT": _DAMAGED.format(what="the database is damaged"),
    "SQLITE_FULL": "the disk is full; nothing of this change was written. Make room and try again",
    "SQLITE_IOERR_WRITE": "could not be written: the disk is full, or files may not grow so large;"
    " nothing of this change was written. Make room and try again",
    "SQLITE_IOERR": "the disk could not be read or written; look whether it is full or failing",
    "SQLITE_READONLY": "can't be written; make the file and its folder writable for you",
    "SQLITE_PERM": "can't be written; make the file and its folder writable for you",
    "SQLITE_CANTOPEN": "can't be opened; make the file and its folder readable and writable for you",
    "SQLITE_BUSY": _TRY_AGAIN,
    "SQLITE_LOCKED": _TRY_AGAIN,
}
# By what the database says of the rule that a row breaks, or the name of it.
_TAKEN = {
    "prompts.path": "another prompt has this path",
    "ix_prompts_living_path": "another prompt has this path",
    "prompts.id": "this prompt is there already",
    "pk_prompts": "this prompt is there already",
    "projects.name": "another project has this name",
    "uq_projects_name": "another project has this name",
    "foreign key": "what it belongs to is not there any more",
}
# By the beginning of SQLSTATE.
_SQLSTATES = {
    "53100": "the server's disk is full; nothing of this change was written",
    "53300": "the server has no connection left; try again in a moment",
    "54000": "a path or a name is too long for the database's index (about 2,600 bytes); shorten it",
    "55P03": _TRY_AGAIN,
    "40": "somebody else changed the same at the same time; try again",
    "42501": "the user of this address may not do this; grant it the rights to make and change tables",
}
# Who is not let in gets no SQLSTATE from the driver, but the server's own words.
_REFUSALS = {
    "does not exist": "the server has no such database or user ({reason}); make it, or mend the address",
    "authentication failed": "the server refuses the user or the password; mend the address",
    "no pg_hba.conf entry": "the server lets nobody in from here by this user; see its pg_hba.conf",
}
_UNREACHABLE = (
    "the server can't be reached ({reason}); look whether it runs and the address is right"
)


@contextmanager
def in_words(place: str) -> Iterator[None]:
    """Turn a database's error into one that names the store, what happened and the way out.

    Raises:
        ConflictError: a row may not be as it should be written; another one has its name or path.
        StoreError: the database can't be opened, read or written.
    """
    try:
        yield
    except IntegrityError as error:
        raise ConflictError(f"{place}: {_taken(error.orig)}") from error
    except NoConnectionError as error:
        raise StoreError(f"{place}: {_TRY_AGAIN}") from error
    except DamagedValueError as error:
        raise StoreError(f"{place}: {_DAMAGED.format(what=str(error))}") from error
    except DBAPIError as error:
        raise StoreError(f"{place}: {_words_for(error.orig)}") from error
    except sqlite3.Error as error:
        raise StoreError(f"{place}: {_words_for(error)}") from error
    except UnicodeDecodeError as error:  # sqlite3 quotes a damaged schema in its message
        raise StoreError(
            f"{place}: {_DAMAGED.format(what='the database holds text that can not be read')}"
        ) from error
    except SQLAlchemyError as error:
        raise StoreError(f"{place}: {_line(error)}") from error


@contextmanager
def files_in_words(place: str) -> Iterator[None]:
    """Turn what the file system refuses into an error that names the file; for work on whole files.

    Raises:
        StoreError: a file can't be read, made, written or moved.
    """
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(
            f"{error.filename or place}: {reason}; the store itself is as it was"
        ) from error


def _taken(error: BaseException | None) -> str:
    said = str(error).lower()
    words = (words for name, words in _TAKEN.items() if name in said)
    return next(words, f"this is there already ({_line(error)})")


def _words_for(error: BaseException | None) -> str:
    name = getattr(error, "sqlite_errorname", None) or ""
    for beginning, words in _SQLITE.items():
        if name.startswith(beginning):
            return words
    if isinstance(error, sqlite3.OperationalError) and "decode to UTF-8" in str(error):
        return _DAMAGED.format(what="the database holds text that can't be read")
    state = getattr(error, "sqlstate", None)
    for beginning, words in _SQLSTATES.items():
        if (state or "").startswith(beginning):
            return words
    line = _line(error)
    if hasattr(error, "sqlstate") and (state is None or state.startswith(("08", "57P"))):
        refused = (words for said, words in _REFUSALS.items() if said in str(error))
        return next(refused, _UNREACHABLE).format(reason=line)
    return line


def _line(error: BaseException | None) -> str:
    return str(error).strip().partition("\n")[0]
