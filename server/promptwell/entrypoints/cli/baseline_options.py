"""The options `--baseline` and `--update-baseline`, which `check` and `scan` share."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from promptwell.bootstrap.baselines import BaselineFile
from promptwell.bootstrap.check_run import CheckRun
from promptwell.entrypoints.cli.terminal import say
from promptwell.errors import UsageError
from promptwell.language.text.counted import counted
from promptwell.services.baseline import Compared
from promptwell.services.checking import FileReport

_MOST_TOLD = 10


def add_baseline_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        help="report only what this file does not record; findings are known by a hash of their line",
    )
    parser.add_argument(
        "--update-baseline",
        action="store_true",
        help="write what is found now into the file of --baseline, which may be a new one",
    )


def check_baseline_arguments(arguments: argparse.Namespace) -> None:
    """Refuse an update without a file.

    Raises:
        UsageError: there is no file to update.
    """
    if arguments.update_baseline and not arguments.baseline:
        raise UsageError("--update-baseline needs the file: --baseline FILE")


def against_baseline(
    check: CheckRun,
    reports: list[FileReport],
    arguments: argparse.Namespace,
    judges: Callable[[str], bool],
) -> Compared:
    """What is new in reports, after writing the baseline where that is asked for.

    `judges` says of a rule whether it was run: of others nothing is known to be gone.

    Raises:
        UsageError: the baseline does not exist or is none.
    """
    if not arguments.baseline:
        return Compared(reports, [], ())
    file = BaselineFile(arguments.baseline, check, judges)
    if arguments.update_baseline:
        count = file.update(reports)
        say(f"promptwell: wrote {counted(count, 'finding')} to {file.name}")
    compared = file.compare(reports)
    for gone in compared.gone[:_MOST_TOLD]:
        number = counted(gone.number, "finding")
        say(f"promptwell: {gone.path}: {number} of {gone.rule} no longer found")
    if compared.gone:
        rest = len(compared.gone) - _MOST_TOLD
        more = f"and {rest} more; " if rest > 0 else ""
        say(f"promptwell: {more}--update-baseline takes them out of {file.name}")
    return compared
