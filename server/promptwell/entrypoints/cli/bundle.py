"""Write a prompt with its includes put in as one file.

Included texts, imported macros and parent templates become part of the prompt; the front matter
stays as it is. The file renders as before, also in tools that refuse includes, as prompty does.
Without `--output` it goes to standard output.

Exit code: 0 where it is written, 1 where the prompt can't be bundled, 2 where the command was used
wrongly.
"""

from __future__ import annotations

import argparse
import sys

from promptwell.bootstrap import open_prompt, shown_path, write_output
from promptwell.entrypoints.cli.terminal import say
from promptwell.errors import UsageError
from promptwell.language.text.counted import counted
from promptwell.services.bundling import bundle_prompt

SUMMARY = "Write a prompt with its includes put in as one file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the prompt to bundle")
    parser.add_argument("-o", "--output", metavar="OUT", help="the file to write")


def run(arguments: argparse.Namespace) -> int:
    workspace, path = open_prompt(arguments.file)
    bundle = bundle_prompt(workspace.project, path)
    if arguments.output is None:
        sys.stdout.buffer.write(bundle.text.encode("utf-8", "surrogateescape"))
        return 0
    target = write_output(arguments.output, bundle.text, {path, *bundle.parts})
    if target is None:
        raise UsageError(f"{arguments.output}: this is one of the bundled files; name another one")
    for remark in bundle.remarks:
        say(f"{shown_path(path)}: {remark}, so take that file along")
    files = counted(len(bundle.parts), "file")
    say(f"wrote {shown_path(target)} with {files} put in")
    return 0
