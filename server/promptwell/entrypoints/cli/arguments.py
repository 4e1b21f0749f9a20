"""The argument parser of every command: its help page, its options for logging, its mistakes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from promptwell.entrypoints.cli.commands import Command
from promptwell.entrypoints.cli.examples import shown_examples
from promptwell.errors import UsageError
from promptwell.language.text.nearest import nearest

LOG_LEVELS = ("debug", "info", "warning", "error")


class CommandParser(argparse.ArgumentParser):
    """A parser that raises `UsageError` with the nearest option instead of ending the process."""

    def parse_all(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Read the arguments; an option that does not exist is answered with the nearest one."""
        namespace, unknown = self.parse_known_args(arguments)
        if not unknown:
            return namespace
        first = unknown[0]
        if not first.startswith("-"):
            raise UsageError(f"unexpected argument `{first}`; see `{self.prog} --help`")
        option = first.partition("=")[0]
        names = [name for action in self._actions for name in action.option_strings]
        close = nearest(option, names)
        way_out = f"did you mean `{close}`?" if close else f"see `{self.prog} --help`"
        raise UsageError(f"unknown option `{option}`; {way_out}")

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the arguments, with the way to the help page."""
        raise UsageError(f"{message}; see `{self.prog} --help`")


def command_parser(name: str, command: Command, module: object) -> CommandParser:
    """The parser of one command, with the options that all commands have."""
    parser = CommandParser(
        prog=f"promptwell {name}",
        description=(module.__doc__ or command.summary).strip(),
        epilog=shown_examples(name),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.add_arguments(parser)  # type: ignore[attr-defined]  # every command module has it
    logging_options = parser.add_argument_group("logging")
    logging_options.add_argument(
        "--log-level",
        choices=LOG_LEVELS,
        help="write a log of this level and above (to standard error unless --log-file is given)",
    )
    logging_options.add_argument(
        "--log-file",
        metavar="FILE",
        help="append the log to this file; when it has 10 MB it becomes FILE.1, up to FILE.3",
    )
    return parser
