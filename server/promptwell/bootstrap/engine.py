"""The engine from inside: it holds the lock on a store and serves its operations to callers."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hmac import compare_digest
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from promptwell import __version__
from promptwell.adapters.engine.holding import living_engine
from promptwell.adapters.engine.lock import StoreLock
from promptwell.adapters.engine.record import (
    LOG_NAME,
    NAME,
    EngineRecord,
    is_in_order,
    read_record,
    remove_record,
    write_record,
)
from promptwell.adapters.engine.starting import note_crashes
from promptwell.adapters.machine import memory_mb
from promptwell.adapters.storage.place import DATABASE
from promptwell.bootstrap.activity import Activity
from promptwell.bootstrap.engine_log import tidy_log
from promptwell.bootstrap.operations import Operations, local_user
from promptwell.bootstrap.stores import StorePlace, make_folder, open_operations, place_of
from promptwell.domain.security.permission import Actor
from promptwell.errors import StoreError, UsageError
from promptwell.services.living_engine import CacheState, EngineStatus
from promptwell.services.tokens import holder_of

if TYPE_CHECKING:
    from promptwell.services.context import Progress

_log = logging.getLogger(__name__)
_LOCK_SECONDS = 3.0


@dataclass
class LivingEngine:
    """An engine over the store at a place, or over a team's `database`.

    `root` is the workspace that it was started for; others that share the store name theirs. `besides` are
    the folders of stores that it serves in place of: who looks for an engine there finds it.
    `team` is for a server of a team: callers have tokens of the store, and all see its one root.
    `leave` is called when the engine shall end.
    """

    place: StorePlace
    root: str
    idle_minutes: float
    team: bool = False
    database: str = ""
    besides: tuple[str, ...] = ()
    token: str = field(default_factory=lambda: token_urlsafe(32))
    activity: Activity = field(default_factory=Activity)
    started: float = field(default_factory=time.time)
    port: int = 0
    leave: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.operations: Operations = open_operations(
            self.place, self, self.root, self.database, lambda: self.activity.running > 0
        )
        self._user = local_user()
        self._roots = {self.root}
        self._record: EngineRecord | None = None

    @property
    def folder(self) -> str:
        """The folder of the store, its lock and its log."""
        return self.place.folder

    def run(
        self, name: str, asked: Mapping[str, Any], root: str, actor: Actor, progress: Progress
    ) -> Any:
        """Do an operation for a caller."""
        return self.operations.run(name, asked, root=root, actor=actor, progress=progress)

    def run_here(self, name: str, asked: Mapping[str, Any]) -> Any:
        """Do an operation for the user of this process."""
        return self.operations.run(name, asked, root=self.root, actor=self._user)

    def is_own(self, secret: str) -> bool:
        """Whether a secret is the one of this engine's record, which only the user of this machine can read."""
        return compare_digest(secret.encode(), self.token.encode())

    def actor_of(self, secret: str) -> Actor | None:
        """Who has a secret: this machine's user, who can read the record, or the holder of a token."""
        if self.is_own(secret):
            return self._user
        if not self.team:
            return None
        context = self.operations.context(self.root, self._user)
        token = holder_of(context, secret)
        return Actor(token.name, token.role) if token else None

    def root_of(self, named: str) -> str:
        """The root that a call is about.

        Raises:
            UsageError: its store is not this engine's.
        """
        if not named or named in self._roots:
            return named or self.root
        if self.team:
            served = self.root or "the prompts of the database"
            raise UsageError(
                f"{named}: process {os.getpid()} has this store and serves {served} from it to a team; "
                "work there, or here when it has ended"
            )
        if not os.path.isabs(named) or "\0" in named or place_of(named) != self.place:
            raise UsageError(f"{named}: its store is not the one of this engine, {self.folder}")
        self._roots.add(named)
        return named

    def has_tokens(self) -> bool:
        """Whether anybody could call a team's server from elsewhere."""
        from promptwell.services.tokens import ListRequest, list_tokens

        context = self.operations.context(self.root, self._user)
        return bool(list_tokens(context, ListRequest()).tokens)

    def listens(self, port: int) -> None:
        """Write down where it listens, now that it does."""
        self.port = port
        record = EngineRecord(
            os.getpid(), port, self.token, __version__, self.started, team=self.team
        )
        self._record = note_crashes(self.folder, record)
        for folder in self.besides:
            write_record(folder, self._record)
        if self.database or os.path.exists(os.path.join(self.folder, DATABASE)):
            # What another one did not finish, or was indexed while no engine ran.
            self.operations.meaning.resume()

    def keep_its_place(self) -> None:
        """Leave where the lock was taken away; mend the record, without which nobody can call; keep the log short.

        The folder may be removed by hand while it runs, and another engine may have it by now.
        """
        tidy_log()
        if self._record is None:
            return
        for folder in (self.folder, *self.besides):
            holder = StoreLock(folder).holder()
            if holder is None or holder.pid != os.getpid():
                _log.error("the lock of %s was taken away, so this engine leaves", folder)
                self.leave()
            elif not is_in_order(folder, self._record):
                with suppress(StoreError):  # a full disk: it is tried again
                    write_record(folder, self._record)
                    _log.warning("the record %s was not in order and was written anew", NAME)

    def is_idle(self) -> bool:
        """Whether nobody has needed it for the time after which it leaves."""
        return bool(self.idle_minutes) and self.activity.idle_seconds() > self.idle_minutes * 60

    def status(self) -> EngineStatus:
        """What it is doing."""
        record = read_record(self.folder)
        return EngineStatus(
            running=True,
            store=self.folder,
            pid=os.getpid(),
            port=self.port,
            version=__version__,
            started=datetime.fromtimestamp(self.started, UTC),
            idle_minutes=self.idle_minutes,
            calls=self.activity.calls,
            running_calls=self.activity.running,
            memory_mb=memory_mb(),
            roots=tuple(sorted(self._roots)),
            crashes=record.crashes if record else 0,
            caches=tuple(
                CacheState(name=name, hits=each.hits, misses=each.misses, entries=each.size)
                for name, each in self.operations.caches().items()
            ),
            vectors=self.operations.meaning.making(),
            log=os.path.join(self.folder, LOG_NAME),
        )

    def start(self) -> EngineStatus:
        """It runs."""
        return self.status()

    def stop(self) -> EngineStatus:
        """End once the calls that are being done are done."""
        status = self.status()
        self.leave()
        return status


@contextmanager
def engine_lock(place: StorePlace) -> Iterator[bool]:
    """The lock on a store for an engine; False where another engine has it.

    Whoever only looks whether it is free lets it go at once, so it is tried for a moment.
    """
    make_folder(place)
    lock = StoreLock(place.folder)
    end = time.monotonic() + _LOCK_SECONDS
    taken = lock.take("engine")
    while not taken and living_engine(lock) is None and time.monotonic() < end:
        time.sleep(0.02)
        taken = lock.take("engine")
    try:
        yield taken
    finally:
        if taken:
            record = read_record(place.folder)
            if record and record.pid == os.getpid():
                remove_record(place.folder)
            lock.release()
