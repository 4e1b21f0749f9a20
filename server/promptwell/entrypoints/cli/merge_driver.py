"""Merge a prompt file by what it says: Git runs this for each prompt that both sides changed.

Keys of the front matter, messages, template blocks, sections and items of lists are merged one by one,
and inside of them lines, sentences and words; only what stands against each other is a conflict. A file
that can't be read as a prompt is merged line by line, as Git does it.

`--install` shows what tells Git to do so, and writes it when you say yes: the lines of `.gitattributes`
go with the repository, the driver itself is set in each clone. Where Promptwell is not installed, Git
merges the lines.

BASE, OURS and THEIRS are the `%O`, `%A` and `%B` of Git, PATH is its `%P`. The result is written over
OURS.

Exit code: 0 where everything is merged, 1 where there are conflicts, 129 where a file can't be read or
written, which stops the merge. With `--install` 0, and 1 where it is not written.
"""

from __future__ import annotations

import argparse
import sys

from promptwell.bootstrap.merging import DriverPlan, merge_files, plan_for, write_plan
from promptwell.domain.versions.merging.result import Markers, Merged
from promptwell.entrypoints.cli.terminal import say
from promptwell.errors import FileProblem, UsageError
from promptwell.language.text.counted import counted

SUMMARY = "Merge a prompt file by what it says, for `git merge`; `--install` tells Git of it"

# Git takes everything above 128 for a driver that failed, and what is below for conflicts.
FAILED = 129


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name, text in (
        ("base", "the file as both sides began with it (%%O)"),
        ("ours", "the file as it is here; the result is written over it (%%A)"),
        ("theirs", "the file as the other side has it (%%B)"),
        ("path", "what the file is called (%%P)"),
    ):
        parser.add_argument(name, nargs="?", metavar=name.upper(), help=text)
    parser.add_argument(
        "--marker-size",
        type=int,
        default=7,
        metavar="N",
        help="how long the marks are (%%L; default: 7)",
    )
    parser.add_argument(
        "--ours-label", default="ours", metavar="NAME", help="what our side is called (%%X)"
    )
    parser.add_argument(
        "--theirs-label", default="theirs", metavar="NAME", help="what their side is called (%%Y)"
    )
    parser.add_argument(
        "--base-label", default="base", metavar="NAME", help="what the base is called (%%S)"
    )
    parser.add_argument(
        "--style",
        choices=("merge", "diff3", "zdiff3"),
        help="whether marks show the base as well (default: as `merge.conflictStyle` of Git says)",
    )
    parser.add_argument(
        "--install", action="store_true", help="tell Git to merge the prompts of this repository so"
    )
    parser.add_argument("--yes", action="store_true", help="with --install: write without asking")


def run(arguments: argparse.Namespace) -> int:
    if arguments.install:
        if arguments.base is not None:
            raise UsageError("--install takes no files; run it in the repository")
        return _install(yes=arguments.yes)
    if arguments.path is None:
        raise UsageError(
            "Git gives BASE, OURS, THEIRS and PATH; to tell it: promptwell merge-driver --install"
        )
    if arguments.marker_size < 1:
        raise UsageError(f"--marker-size {arguments.marker_size}: marks have one letter at least")
    markers = Markers(
        _label(arguments.ours_label, "ours"),
        _label(arguments.theirs_label, "theirs"),
        _label(arguments.base_label, "base"),
        arguments.marker_size,
    )
    files = arguments.base, arguments.ours, arguments.theirs, arguments.path
    try:
        merged = merge_files(*files, markers, style=arguments.style)
    except FileProblem as problem:
        say(f"promptwell: {problem}")
        return FAILED
    if merged is None:
        say(f"promptwell: {arguments.path}: this is no text in UTF-8; our side was left as it is")
        return 1
    if merged.clean:
        return 0
    say(f"promptwell: {arguments.path}: {_told(merged)}")
    return 1


def _label(given: str, usual: str) -> str:
    """A label; an older Git hands the name of the placeholder over as it stands."""
    return usual if given in ("", "%X", "%Y", "%S") else given.replace("\n", " ")


def _told(merged: Merged) -> str:
    count = len(merged.conflicts)
    places = [f"{each.where or 'the text'} (line {each.line + 1})" for each in merged.conflicts[:5]]
    more = f" and {count - 5} more" if count > 5 else ""
    return f"{counted(count, 'conflict')}: {', '.join(places)}{more}"


def _install(*, yes: bool) -> int:
    plan = plan_for(".")
    if not plan.settings and not plan.patterns:
        say("promptwell: Git merges the prompts of this repository with Promptwell already")
        return 0
    print(_shown(plan))
    if not yes and not _agreed():
        say("promptwell: nothing was written; `promptwell merge-driver --install --yes` writes it")
        return 1
    write_plan(".", plan)
    say("promptwell: written; commit .gitattributes, and let each clone run this once")
    return 0


def _shown(plan: DriverPlan) -> str:
    lines = []
    if plan.patterns:
        lines += [f"To {plan.attributes}:", *(f"  {each}" for each in plan.patterns)]
    if plan.settings:
        lines += ["To the configuration of this repository (.git/config):"]
        lines += [f"  {key} = {each}" for key, each in plan.settings]
    return "\n".join(lines)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    print("Write this? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
