"""Let the settings of a folder say whom to call and what to load.

A repository that you open may be hostile, so `server.url` of its settings does not count, nor
anything else that makes this machine call, load or run what the repository chooses. Say with this
command that you trust a folder; look at its settings first. Your own settings file is always trusted.
"""

from __future__ import annotations

import argparse
import json

from promptwell.bootstrap import absolute_path
from promptwell.bootstrap.calling import root_of
from promptwell.entrypoints.cli.terminal import say
from promptwell.errors import UsageError
from promptwell.settings.trust import distrust, trust, trusted_folders

SUMMARY = "Let the settings of a folder say whom to call and what to load"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        nargs="?",
        metavar="FOLDER",
        help="the folder (default: the workspace around this one)",
    )
    parser.add_argument("--remove", action="store_true", help="trust the folder no more")
    parser.add_argument("--list", action="store_true", help="list the folders that are trusted")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print (default: text)"
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.list:
        if arguments.folder or arguments.remove:
            raise UsageError("--list goes with nothing else")
        _print(list(trusted_folders()), arguments.format)
        return 0
    folder = _folder(arguments.folder or ".", may_be_gone=arguments.remove)
    if not arguments.remove:
        trust(folder)
        say(f"promptwell: the settings of {folder} are trusted")
    elif distrust(folder):
        say(f"promptwell: the settings of {folder} are trusted no more")
    else:
        raise UsageError(f"{folder} was not trusted; `promptwell trust --list` shows what is")
    if arguments.format == "json":
        _print(list(trusted_folders()), "json")
    return 0


def _folder(named: str, *, may_be_gone: bool) -> str:
    """The workspace around a folder: its settings are the ones that say whom to call."""
    try:
        return root_of(named)
    except UsageError:
        if may_be_gone:
            return absolute_path(named)
        raise


def _print(folders: list[str], form: str) -> None:
    if form == "json":
        print(json.dumps({"folders": folders}, indent=2))
    else:
        print("\n".join(folders) or "No folder is trusted.")
