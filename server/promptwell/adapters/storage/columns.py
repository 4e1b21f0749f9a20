"""Types of columns that mean the same in every database."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.dialects.postgresql import TEXT
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeDecorator

from promptwell.domain.security.permission import Role

# Databases order by code point, as Python does, so that pages and ranges agree with it.
WORDS = Text().with_variant(TEXT(collation="C"), "postgresql")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_MARK = "\U0010ffff"
_UNSTORABLE = re.compile(f"[\0\ud800-\udfff{_MARK}]")
_STORED = re.compile(f"{_MARK}([0-9a-f]{{4}})")


class DamagedValueError(SQLAlchemyError):
    """A row holds what was never written there."""


def storable(text: str) -> str:
    """A text as every database takes it: NUL and lone surrogates, as in names of files, are written as codes."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNSTORABLE.sub(lambda found: f"{_MARK}{ord(found[0]) & 0xFFFF:04x}", text)


def as_it_was(text: str) -> str:
    """The text that `storable` was given."""
    if _MARK not in text:
        return text
    return _STORED.sub(lambda found: _MARK if found[1] == "ffff" else chr(int(found[1], 16)), text)


class Words(TypeDecorator[str]):
    """Any text of Python."""

    impl = WORDS
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """From the database."""
        return None if value is None else as_it_was(value)


class Moment(TypeDecorator[datetime]):
    """A point in time, kept as microseconds since 1970 and given in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To the database."""
        return None if value is None else (value - _EPOCH) // _TICK

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        try:
            return None if value is None else _EPOCH + value * _TICK
        except (OverflowError, TypeError):
            raise DamagedValueError("a time in the database can't be read") from None


class Rank(TypeDecorator[Role]):
    """A role."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Role | None, dialect: Dialect) -> int | None:
        """To the database."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Role | None:
        """From the database."""
        try:
            return None if value is None else Role(value)
        except ValueError:
            raise DamagedValueError("a role in the database can't be read") from None


class Data(TypeDecorator[Any]):
    """Plain data as JSON; a list comes back as a tuple."""

    impl = WORDS
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str:
        """To the database."""
        return json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # it is any data
        """From the database."""
        try:
            data = json.loads(value or "")
        except ValueError:
            raise DamagedValueError("a row of the database can't be read") from None
        if isinstance(data, dict):
            return {
                name: tuple(held) if isinstance(held, list) else held for name, held in data.items()
            }
        return tuple(data)
