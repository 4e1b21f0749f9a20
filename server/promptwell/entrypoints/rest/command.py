"""Serve the prompts of a folder, or of a database, to a team over HTTP.

Who calls needs a token: `promptwell token create NAME`. Without one that is valid nothing but this
machine is listened to. Callers set `server.url` in their own settings and `PROMPTWELL_TOKEN`, and
use every command as before.
"""

from __future__ import annotations

import argparse
import logging

SUMMARY = "Serve the prompts of a folder or database to a team over HTTP"

_log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The address, and whose prompts they are."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)"
    )
    parser.add_argument(
        "--port", type=int, default=7707, help="the port to listen on; 0 for any (default: 7707)"
    )
    parser.add_argument(
        "--root",
        metavar="FOLDER",
        default=".",
        help="the workspace that is served (default: the one around this folder)",
    )
    parser.add_argument(
        "--allowed-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name by which the server is called, besides localhost and addresses in numbers",
    )
    # How the engine of one user is started; it is no way to call it by hand.
    parser.add_argument("--engine", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Serve until somebody ends it."""
    from promptwell.entrypoints.rest.engine_process import run_engine, run_team_server

    if arguments.engine:
        return run_engine(arguments.root)
    return run_team_server(arguments)
