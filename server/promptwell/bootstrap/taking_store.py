"""Taking a store for a team's server; the engine of this machine lets it go where it has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from promptwell.adapters.engine.holding import living_engine
from promptwell.adapters.engine.lock import StoreLock
from promptwell.bootstrap.ending_engine import stop_engine
from promptwell.bootstrap.engine import engine_lock
from promptwell.bootstrap.stores import StorePlace
from promptwell.errors import StoreError

# An editor may start another one at once.
_TRIES = 3


@contextmanager
def taken_for_team(place: StorePlace, told: Callable[[str], None]) -> Iterator[None]:
    """The lock on a store. Who served it on this machine until now is told to leave, and calls the server then.

    Raises:
        StoreError: it is served to a team already, or another process has it.
    """
    with ExitStack() as stack:
        for _ in range(_TRIES):
            if stack.enter_context(engine_lock(place)):
                break
            record = living_engine(StoreLock(place.folder))
            if record is None or record.team:
                raise StoreError(
                    f"{place.folder}: it is served already, by process {record.pid} on port {record.port}"
                    if record
                    else f"{place.folder}: another process has this store; see: promptwell engine status"
                )
            told(
                f"the engine of this machine (process {record.pid}) leaves the store to this server"
            )
            stop_engine(record, place.folder)
        else:
            raise StoreError(
                f"{place.folder}: an engine of this machine is started again and again; "
                "close the editors that need it, and serve again"
            )
        yield
