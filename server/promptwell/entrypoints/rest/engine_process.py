"""The process of an engine, of one user or of a team: from the lock to the last call."""

from __future__ import annotations

import argparse
import logging
import sys
from contextlib import ExitStack

from promptwell.bootstrap.calling import root_of
from promptwell.bootstrap.engine import LivingEngine, engine_lock
from promptwell.bootstrap.engine_log import start_engine_log
from promptwell.bootstrap.stores import place_of, place_of_database
from promptwell.bootstrap.taking_store import taken_for_team
from promptwell.entrypoints.rest.app import make_app
from promptwell.entrypoints.rest.serving import listen, serve_until_left
from promptwell.errors import ConflictError, PromptwellError, UsageError
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
    with ExitStack() as held:
        place = place_of_database(database) if database else place_of(root)
        held.enter_context(taken_for_team(place, _say))
        besides: tuple[str, ...] = ()
        if database and root:
            # Commands and editors in the workspace find the server, and open no store of their own there.
            own = place_of(root)
            held.enter_context(taken_for_team(own, _say))
            besides = (own.folder,)
        start_engine_log(place.folder, aloud=True)
        engine = LivingEngine(
            place, root, idle_minutes=0.0, team=True, database=database, besides=besides
        )
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


def _say(told: str) -> None:
    print(f"promptwell: {told}", file=sys.stderr, flush=True)


def _make_admin(engine: LivingEngine, name: str) -> None:
    """Make the first token, with which the others are made."""
    try:
        made = engine.run_here("token.create", {"name": name, "role": "admin"})
    except ConflictError:
        return
    _say(f"the token of {name}, shown this once: {made['secret']}")


def _serve(
    engine: LivingEngine, host: str, port: int, hosts: list[str] | tuple[()], *, aloud: bool = False
) -> None:
    try:
        with listen(host, port) as listening:
            where = listening.getsockname()
            _log.info("serving %s on %s:%d", engine.folder, where[0], where[1])
            if aloud:
                _say(
                    f"serving {engine.root or 'the prompts of the database'} on http://{host}:{where[1]}"
                )
            serve_until_left(make_app(engine, hosts=hosts), engine, listening)
            _log.info("left after %d calls", engine.activity.calls)
    finally:
        engine.operations.close()
