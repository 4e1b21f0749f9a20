"""Types of columns that mean the same in every database."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, Text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeDecorator

from promptwell.domain.security.permission import Role

_Kind = TypeVar("_Kind")

# Databases order by code point, as Python does, so that pages and ranges agree with it.
WORDS = Text().with_variant(Text(collation="C"), "postgresql")

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
        return None if value is None else as_it_was(_checked(value, str))


class Blob(TypeDecorator[bytes]):
    """Bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """From the database."""
        return None if value is None else _checked(value, bytes)


class Count(TypeDecorator[int]):
    """A whole number."""

    impl = Integer
    cache_ok = True

    def process_result_value(self, value: int | None, dialect: Dialect) -> int | None:
        """From the database."""
        return None if value is None else _checked(value, int)


class LargeCount(Count):
    """A whole number of up to 63 bits."""

    impl = BigInteger
    cache_ok = True


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
            return None if value is None else _EPOCH + _checked(value, int) * _TICK
        except OverflowError:
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
            data = json.loads(_checked(value, str))
        except (ValueError, RecursionError):
            raise DamagedValueError("a row of the database can't be read") from None
        if isinstance(data, dict):
            return {name: _frozen(held) for name, held in data.items()}
        return _frozen(data)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _checked(value: object, kind: type[_Kind]) -> _Kind:
    """The value, as SQLite gives it: where its file is damaged, anything may stand in a column."""
    if not isinstance(value, kind):
        raise DamagedValueError("a row of the database can't be read")
    return value
