"""Operations over HTTP: a real server in a thread, and the client of the command line."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

from tests.operation_levels.base import RefusedCall

from promptwell.adapters.engine.client import Address, Call, call_engine
from promptwell.bootstrap.asking import read_across
from promptwell.bootstrap.calling import root_of
from promptwell.bootstrap.engine import LivingEngine, engine_lock
from promptwell.bootstrap.stores import place_of
from promptwell.entrypoints.rest.app import make_app
from promptwell.entrypoints.rest.serving import listen, serve_until_left
from promptwell.errors import PromptwellError, to_problem
from promptwell.services.operations import OPERATIONS


class Rest:
    """A workspace whose engine lives in a thread of this process."""

    def __init__(self, folder: Path, *, team: bool = False) -> None:
        root = root_of(str(folder))
        self._place = place_of(root)
        self._lock = engine_lock(self._place)
        assert self._lock.__enter__()
        self.engine = LivingEngine(self._place, root, idle_minutes=0, team=team)
        self.root = root
        self._socket = listen("127.0.0.1", 0)
        self.port: int = self._socket.getsockname()[1]
        app = make_app(self.engine)
        self._thread = threading.Thread(
            target=serve_until_left, args=(app, self.engine, self._socket), name="rest-level"
        )
        self._thread.start()
        end = time.monotonic() + 20
        while not self.engine.port:
            assert time.monotonic() < end, "the server does not come up"
            time.sleep(0.005)

    @property
    def address(self) -> Address:
        return Address("127.0.0.1", self.port, self.engine.token)

    def call(self, operation: str, asked: dict[str, Any]) -> Any:
        known = OPERATIONS[operation]
        call = Call(operation, asked, self.root, known.reads, known.reports)
        try:
            result = call_engine(self.address, call).result
        except PromptwellError as error:
            return RefusedCall(str(to_problem(error)["kind"]), str(error))
        # What a caller of another version would make of it is the same.
        assert read_across(known, result) == result
        return result

    def close(self) -> None:
        self.engine.leave()
        self._thread.join(20)
        assert not self._thread.is_alive()
        self.engine.operations.close()
        self._socket.close()
        self._lock.__exit__(None, None, None)
