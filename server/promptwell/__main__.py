"""`promptwell`, `promptwell-mcp` and `python -m promptwell`: hand the arguments to the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command that the process's arguments name; returns the exit code."""
    from promptwell.entrypoints.cli.main import run_command_line

    return run_command_line(sys.argv[1:])


def mcp() -> int:
    """Run the MCP server, for clients whose settings take a program and no arguments."""
    from promptwell.entrypoints.cli.main import run_command_line

    return run_command_line(["mcp", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
