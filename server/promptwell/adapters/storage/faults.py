"""What goes wrong in a database, in words for the user: the one place that reads its errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from promptwell.errors import ConflictError, StoreError


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
        raise ConflictError(f"{place}: this is there already ({error.orig})") from error
    except DBAPIError as error:
        raise StoreError(f"{place}: {error.orig}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{place}: {error}") from error
