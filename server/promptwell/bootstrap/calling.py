"""How a way in has an operation done: by the team's server, by the engine, or in its own process.

The engine and an operation's own process never have the same store at once: each holds its lock.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from promptwell import __version__
from promptwell.adapters.discovery import workspace_root
from promptwell.adapters.engine.client import Address, Call, Unreachable, call_engine
from promptwell.adapters.engine.holding import living_engine, lock_or_engine
from promptwell.adapters.engine.lock import StoreLock
from promptwell.adapters.engine.record import EngineRecord, read_record
from promptwell.adapters.engine.version_order import is_newer
from promptwell.adapters.paths import to_path
from promptwell.bootstrap.across_versions import asked_across
from promptwell.bootstrap.ending_engine import address_of, stop_engine
from promptwell.bootstrap.stores import (
    StorePlace,
    has_store,
    make_folder,
    place_of,
    place_of_database,
)
from promptwell.bootstrap.team_server import server_address, warnings_about
from promptwell.bootstrap.unanswered import fate_of, of_engine, of_server
from promptwell.errors import UsageError
from promptwell.services.operations import OPERATIONS
from promptwell.settings.machine import machine_settings

if TYPE_CHECKING:
    from promptwell.services.context import Progress


def root_of(folder: str) -> str:
    """The workspace that holds a folder.

    Raises:
        UsageError: there is no such folder.
    """
    path = to_path(os.path.realpath(to_path(folder)))
    if not os.path.isdir(path):
        raise UsageError(f"{folder}: there is no such folder")
    return workspace_root(path, path)


def keeps_versions(folder: str) -> bool:
    """Whether saves in a workspace become versions: it has a store, or a team's server keeps it."""
    root = root_of(folder)
    return has_store(root) or Caller(root, "promptwell").server() is not None


@dataclass(frozen=True)
class Caller:
    """Has the operations of one workspace done.

    `starts` is for ways in that stay: they start the engine where none lives, so that what one
    call loaded serves the next. The others do the work themselves and leave no process behind.
    `what` names this process to those who wait for it, and `told` gets what the user should know,
    such as whom it waits for. `database` is the address of a team's database, where that is the store in
    question: the server of it is asked if it runs on this machine.
    """

    root: str
    what: str
    starts: bool = False
    told: Callable[[str], None] = lambda _: None
    database: str = ""

    def call(self, name: str, asked: Mapping[str, Any], progress: Progress | None = None) -> Any:
        """Have an operation done and return its result as plain data.

        Raises:
            PromptwellError: what the operation raises, or why nobody could do it.
        """
        operation = OPERATIONS[name]
        call = Call(name, asked, self.root, operation.reads, operation.reports)
        server = self.server()
        if server is not None and operation.local and not operation.storeless:
            raise UsageError(
                f"`{name}` is not done over the network: call it on the machine of {server.shown}, in the "
                "folder that is served there; a team's database is reached with --database URL"
            )
        if server is not None:
            try:
                return asked_across(server, replace(call, root=""), progress)
            except Unreachable as error:
                raise of_server(error, operation, server) from error
        if operation.storeless:
            return self._ask_about(call)
        again = True
        while True:
            held = self._held()
            if isinstance(held, StoreLock):
                return self._do(held, call, progress)
            try:
                return asked_across(address_of(held), call, progress)
            except Unreachable as error:
                fate = fate_of(held, self.folder)
                # What can be done twice is asked again; of the rest nobody knows whether it was done.
                harmless = operation.reads or operation.repeatable or not error.sent
                if not again or not harmless or (fate == "living" and error.sent):
                    raise of_engine(error, operation, held, fate, self.folder) from error
                if error.sent and not operation.reads:
                    self.told(f"the engine (process {held.pid}) ended meanwhile; it is done again")
                again = False

    def call_if_running(self, name: str, asked: Mapping[str, Any]) -> bool:
        """Have an operation done by an engine of this machine; False where none runs.

        Raises:
            PromptwellError: what the operation raises.
        """
        if read_record(self.folder) is None:
            return False
        lock = StoreLock(self.folder)
        if lock.take(self.what):
            lock.release()
            return False
        record = living_engine(lock)
        if record is None:
            return False
        operation = OPERATIONS[name]
        call_engine(
            address_of(record), Call(name, asked, self.root, operation.reads, operation.reports)
        )
        return True

    def server(self) -> Address | None:
        """The team's server that is called in place of an engine, if the settings name one.

        Raises:
            UsageError: its address is none.
        """
        if self.database:
            return None
        settings = machine_settings(self.root)
        if settings.ignored:
            self.told(
                f"`server` in {settings.ignored} does not count: look at it, then run promptwell trust"
            )
        if not settings.server:
            return None
        server = server_address(settings)
        for warning in warnings_about(settings, server):
            self.told(warning)
        return server

    @cached_property
    def place(self) -> StorePlace:
        """Where the store lies."""
        return place_of_database(self.database) if self.database else place_of(self.root)

    @property
    def folder(self) -> str:
        """The folder of the store."""
        return self.place.folder

    def _held(self) -> StoreLock | EngineRecord:
        make_folder(self.place)
        if self.starts:
            held: StoreLock | EngineRecord = self.started()
        else:
            held = lock_or_engine(self.folder, self.what, waiting=self.told)
        if isinstance(held, EngineRecord) and not held.team and is_newer(__version__, held.version):
            # Only the newer one replaces the other, so that two installations don't fight. A team's
            # server is somebody else's to start, with arguments that nobody knows here.
            stop_engine(held, self.folder)
            return self.started()
        return held

    def started(self) -> EngineRecord:
        """The engine, started where none lives.

        Raises:
            UsageError: the store is a team's database, which has none.
        """
        if self.database:
            raise UsageError(
                "a team's database has no engine that starts by itself; serve it with: promptwell serve --database URL"
            )
        make_folder(self.place)
        from promptwell.adapters.engine.starting import started_engine

        command = [sys.executable, "-m", "promptwell", "serve", "--engine", "--root", self.root]
        return started_engine(self.folder, command, self.what)

    def _do(self, lock: StoreLock, call: Call, progress: Progress | None) -> Any:
        from promptwell.bootstrap.engine_outside import OutsideEngine
        from promptwell.bootstrap.operations import local_user, say_nothing
        from promptwell.bootstrap.stores import open_operations

        try:
            engine = OutsideEngine(self.folder, self.started)
            operations = open_operations(self.place, engine, self.root, self.database)
            try:
                return operations.run(
                    call.name,
                    call.asked,
                    root=self.root,
                    actor=local_user(),
                    progress=progress or say_nothing,
                )
            finally:
                operations.close()
        finally:
            lock.release()

    def _ask_about(self, call: Call) -> Any:
        from promptwell.bootstrap.engine_outside import OutsideEngine, ask_about_engine

        return ask_about_engine(self.root, OutsideEngine(self.folder, self.started), call)
