"""Serve the prompts of a workspace to AI agents by the Model Context Protocol, on standard input and output.

Clients start it themselves: Claude Code, VS Code, Cursor, Codex and others take the command
`promptwell mcp` in their settings. It answers for the workspace in which it is started, or the one that
`--root` names, and speaks the protocol as of 2026-07-28 and 2025-11-25.

Nothing but the protocol is written to standard output; the log goes to standard error.
"""

from __future__ import annotations

import argparse
import logging
from functools import cache

_log = logging.getLogger(__name__)

SUMMARY = "Serve the prompts of a workspace to AI agents (MCP), on standard input and output"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument(
        "--root",
        metavar="FOLDER",
        default=".",
        help="the workspace (default: the one around this folder)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until the client goes."""
    from promptwell_mcp.standard_streams import take_wire

    wire_in, wire_out = take_wire()
    # Only now: what is imported may write to standard output.
    from promptwell.bootstrap.calling import Caller, root_of
    from promptwell_mcp.freshness import Fresh
    from promptwell_mcp.server import serve

    # What is true of every call is told once, on standard error.
    told = cache(_log.warning)
    caller = Caller(root_of(arguments.root), "promptwell mcp", starts=True, told=told)
    serve(Fresh(caller.call), wire_in, wire_out)
    return 0
