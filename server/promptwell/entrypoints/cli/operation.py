"""The command of an operation: its arguments are made from the dataclass of its input.

Fields without a default are arguments, the others options; a truth value is a flag, of a list each
item is given by repeating the option, of a mapping as `KEY=VALUE`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from promptwell.bootstrap.calling import Caller, root_of
from promptwell.entrypoints.cli.field_table import CommandPage, command_page
from promptwell.entrypoints.cli.fields import add_fields, given_fields
from promptwell.entrypoints.cli.printing import print_result
from promptwell.entrypoints.cli.terminal import say

if TYPE_CHECKING:
    from promptwell.services.context import Progress


class OperationCommand:
    """A command as `main.py` runs it, of the same shape as a command's module."""

    def __init__(self, name: str, page: CommandPage | None = None) -> None:
        self.name = name
        self.page = page or command_page(name)
        self.__doc__ = self.page.documentation

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The operation's fields, and the options that every operation has."""
        add_fields(parser, self.page.fields)
        parser.add_argument(
            "--format",
            choices=("text", "json"),
            default="text",
            help="how to print (default: text)",
        )
        parser.add_argument(
            "--root",
            metavar="FOLDER",
            help="the workspace it is about (default: the one around this folder, none with --database)",
        )
        parser.add_argument(
            "--database",
            metavar="URL",
            default=os.environ.get("PROMPTWELL_DATABASE", ""),
            help="the store of a team instead, as for `promptwell serve`: postgresql://user:password@host/name "
            "(default: what PROMPTWELL_DATABASE says)",
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it and print the result."""
        database = arguments.database
        # Prompts of a database belong to no folder, unless one is named.
        root = "" if database and not arguments.root else root_of(arguments.root or ".")
        asked = given_fields(arguments, self.page.fields, root)
        words = self.name.replace(".", " ")
        caller = Caller(
            root,
            f"promptwell {words}",
            told=lambda told: say(f"promptwell: {told}"),
            database=database,
        )
        with self._progress(words) as progress:
            result = caller.call(self.name, asked, progress)
        if arguments.format == "json":
            print(json.dumps(result, indent=2, ensure_ascii=not _speaks_unicode()))
        else:
            print_result(self.name, result)
        return 1 if isinstance(result, dict) and _needs_somebody(result) else 0

    def _progress(self, title: str) -> AbstractContextManager[Progress | None]:
        if not self.page.reports:
            return nullcontext()
        from promptwell.entrypoints.cli.progress import shown_progress

        return shown_progress(title)


def _needs_somebody(result: Mapping[str, Any]) -> bool:
    """Whether it ends as a check that finds errors does: something is broken, or a merge has conflicts to settle."""
    return result.get("whole") is False or bool(result.get("conflicts"))


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
