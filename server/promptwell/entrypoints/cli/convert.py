"""Convert Prompty v1 files to version 2.

Keys are renamed and moved; comments, order and quotes stay, and so does the prompt itself. A sample
becomes the inputs' defaults. The converted files load in prompty 2 and render the same messages.
Without `--write` nothing is changed: what would be is printed as a diff.

Exit code: 0 where all v1 files can be converted, 1 where one can't, 2 where the command was used
wrongly.
"""

from __future__ import annotations

import argparse
import sys
from difflib import unified_diff

from promptwell.bootstrap import open_paths, shown_path
from promptwell.entrypoints.cli.terminal import say
from promptwell.services.conversion import Converted, convert_prompts

SUMMARY = "Convert Prompty v1 files to v2"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATHS", help="files and folders to convert")
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--dry-run", action="store_true", help="print what would change as a diff (the default)"
    )
    how.add_argument("--write", action="store_true", help="change the files")


def run(arguments: argparse.Namespace) -> int:
    done: list[Converted] = []
    for workspace, paths in open_paths(arguments.paths):
        converted = convert_prompts(workspace.project, paths)
        for each in converted:
            if each.changed and arguments.write:
                workspace.write(each.path, each.after)
            elif each.changed:
                _print(_diff(each, shown_path(each.path)))
        done += converted
    for each in done:
        for remark in each.remarks:
            say(f"{shown_path(each.path)}: {remark}")
    changed = sum(each.changed for each in done)
    verb = "converted" if arguments.write else "would be converted (--write does it)"
    say(f"{_files(changed)} {verb}" if changed else "no Prompty v1 file to convert")
    return 0 if changed == len(done) else 1


def _diff(converted: Converted, name: str) -> str:
    before, after = _lines(converted.before), _lines(converted.after)
    return "".join(unified_diff(before, after, f"a/{name.lstrip('/')}", f"b/{name.lstrip('/')}"))


def _lines(text: str) -> list[str]:
    """The lines as `diff` counts them; the last says so when it has no end."""
    lines = text.split("\n")
    ended = [f"{line}\n" for line in lines[:-1]]
    return ended if not lines[-1] else [*ended, f"{lines[-1]}\n\\ No newline at end of file\n"]


def _print(diff: str) -> None:
    if sys.stdout.isatty():
        from promptwell.entrypoints.cli.reports.visible import visible

        diff = "\n".join("".join(visible(line)) for line in diff.split("\n"))
    sys.stdout.write(diff)


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
