"""Show what an editor shows, on the example prompts or on a folder of yours.

Starts the real language server (`promptwell lsp`) as a process of its own, opens the prompt
files of the folder in it, and prints what it answers: what is underlined, what is offered while
you type, what a name means and where it comes from, what a rename changes, and what mends the
findings. Nothing is written: all changes happen in the open documents only.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from promptwell.bootstrap import Workspace
from promptwell.entrypoints.cli.demonstration.drawing import Pencil
from promptwell.entrypoints.cli.demonstration.show import Show
from promptwell.entrypoints.cli.terminal import wants_color
from promptwell.errors import UsageError

SUMMARY = "Show what an editor shows, on the example prompts or a folder of yours"
EXAMPLES = "examples"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "workspace",
        nargs="?",
        metavar="WORKSPACE",
        help="the folder with prompt files (default: the examples that come with the source)",
    )


def run(arguments: argparse.Namespace) -> int:
    folder = _folder(arguments.workspace)
    root = folder.as_posix()
    paths = Workspace(root).discover([root]).files
    if not paths:
        raise UsageError(
            f"{folder}: no prompt files found. The demonstration looks for *.prompty, *.j2, "
            "*.jinja and *.jinja2, and for files that promptwell.toml names under `formats`"
        )
    pencil = Pencil(color=wants_color(sys.stdout))
    show = Show(Workspace(root, known=paths), pencil)
    for line in show.lines():
        print(line)
    return 1 if show.refused else 0


def _folder(named: str | None) -> Path:
    folder = Path(named) if named else Path.cwd() / EXAMPLES
    if named is None and not folder.is_dir():
        beside = Path(__file__).resolve().parents[4] / EXAMPLES
        folder = beside if beside.is_dir() else folder
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; name one: `promptwell demo WORKSPACE`")
    return folder.resolve()
