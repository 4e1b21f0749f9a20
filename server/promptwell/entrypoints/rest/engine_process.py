"""The process of an engine, of one user or of a team: from the lock to the last call."""

from __future__ import annotations

import argparse
import logging
import sys

from promptwell.bootstrap.calling import root_of
from promptwell.bootstrap.engine import LivingEngine, engine_lock, engine_record
from promptwell.bootstrap.engine_log import start_engine_log
from promptwell.bootstrap.stores import StorePlace, place_of, place_of_database
from promptwell.entrypoints.rest.app import make_app
from promptwell.entrypoints.rest.serving import listen, serve_until_left
from promptwell.errors import ConflictError, PromptwellError, StoreError, UsageError
from promptwell.settings.machine import machine_settings

_log = logging.getLogger(__name__)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def run_engine(folder: str) -> int:
    """Be the engine of this user for the store of a workspace, until nobody needs it."""
    root = root_of(folder)
    place = place_of(root)
    with engine_lock(place) as mine:
        if not mine:
            return 0
        start_engine_log(place.folder)
        try:
            _serve(
                LivingEngine(place, root, machine_settings(root).idle_minutes),
                "127.0.0.1",
                0,
                (),
            )
        except PromptwellError as error:
            _log.error("%s", error)  # the message says it all
            return 1
        except Exception:
            _log.exception("the engine broke")
            raise
    return 0


def run_team_server(arguments: argparse.Namespace) -> int:
    """Be a team's server until somebody ends it."""
    database: str = arguments.database
    root = "" if database and not arguments.root else root_of(arguments.root or ".")
    place = place_of_database(database) if database else place_of(root)
    with engine_lock(place) as mine:
        if not mine:
            raise StoreError(f"{place.folder}: {_who_has(place)}")
        start_engine_log(place.folder, aloud=True)
        engine = LivingEngine(place, root, idle_minutes=0.0, team=True, database=database)
        try:
            if arguments.admin:
                _make_admin(engine, arguments.admin)
            # It reads the store, so that a database which nobody can reach is told at once.
            is_callable = engine.has_tokens()
            if arguments.host not in _LOOPBACK and not is_callable:
                raise UsageError(
                    f"--host {arguments.host}: others can call only with a token, and there is none. "
                    "Make one: --admin NAME"
                )
        except PromptwellError:
            engine.operations.close()
            raise
        _serve(engine, arguments.host, arguments.port, arguments.allowed_host, aloud=True)
    return 0


def _who_has(place: StorePlace) -> str:
    """Who has a store that is to be served, and what to do."""
    record = engine_record(place)
    if record is None:
        return "another process has this store; see: promptwell engine status"
    if record.team:
        return f"it is served already, by process {record.pid} on port {record.port}"
    return (
        f"the engine of this machine (process {record.pid}) has this store; an editor or agent needed it. "
        "Let it go and serve again: promptwell engine stop"
    )


def _make_admin(engine: LivingEngine, name: str) -> None:
    """Make the first token, with which the others are made."""
    try:
        made = engine.run_here("token.create", {"name": name, "role": "admin"})
    except ConflictError:
        return
    print(f"promptwell: the token of {name}, shown this once: {made['secret']}", file=sys.stderr)


def _serve(
    engine: LivingEngine, host: str, port: int, hosts: list[str] | tuple[()], *, aloud: bool = False
) -> None:
    try:
        with listen(host, port) as listening:
            where = listening.getsockname()
            _log.info("serving %s on %s:%d", engine.folder, where[0], where[1])
            if aloud:
                print(
                    f"promptwell: serving {engine.root or 'the prompts of the database'} on http://{host}:{where[1]}",
                    file=sys.stderr,
                )
            serve_until_left(make_app(engine, hosts=hosts), engine, listening)
            _log.info("left after %d calls", engine.activity.calls)
    finally:
        engine.operations.close()
