"""A gate that many pass at once, and that one can close behind the last of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from promptwell.errors import StoreError


class Gate:
    """Transactions pass; who swaps the database waits until none is inside and has it alone."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside = 0
        self._closed = False

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Be one of many."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self, place: str, patience: float) -> Iterator[None]:
        """Be the only one; newcomers wait until it is over.

        Raises:
            StoreError: others were still inside after `patience` seconds.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: not (self._inside or self._closed), patience):
                raise StoreError(f"{place}: in use for {patience:.0f} s; try again in a moment")
            self._closed = True
        try:
            yield
        finally:
            with self._changed:
                self._closed = False
                self._changed.notify_all()
