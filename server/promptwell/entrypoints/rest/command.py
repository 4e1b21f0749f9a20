"""Serve the prompts of a folder, or of a database, to a team over HTTP.

Who calls needs a token: `promptwell token create NAME` makes one, `--admin NAME` the first. Without
one that is valid nothing but this machine is listened to. Callers set `server.url` in their own
settings and `PROMPTWELL_TOKEN`, and use every command as before.

With `--database` the store is a team's PostgreSQL. Prompts are files of `--root` if it is given, and
else kept in the database as well.
"""

from __future__ import annotations

import argparse
import os

SUMMARY = "Serve the prompts of a folder or database to a team over HTTP"


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
        help="the workspace that is served (default: the one around this folder, none with --database)",
    )
    parser.add_argument(
        "--database",
        metavar="URL",
        default=os.environ.get("PROMPTWELL_DATABASE", ""),
        help="the store of a team: postgresql://user:password@host/name "
        "(default: what PROMPTWELL_DATABASE says, else the workspace's own)",
    )
    parser.add_argument(
        "--admin",
        metavar="NAME",
        help="make a token for an admin of this name first, unless there is one, and show its secret",
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
        return run_engine(arguments.root or ".")
    return run_team_server(arguments)
