"""The clock, so that nothing below asks for the time itself."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """Today's date where the user is."""
    return datetime.now().astimezone().date()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
