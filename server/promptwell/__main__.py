"""`promptwell` and `python -m promptwell`: hands the arguments to the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command that the process's arguments name; returns the exit code."""
    from promptwell.entrypoints.cli.main import run_command_line

    return run_command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
