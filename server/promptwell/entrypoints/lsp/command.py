"""Run the language server for an editor, on standard input and output.

Editors start this command themselves; how to set up yours is in the guide "Your editor". The log
goes to standard error, which editors show as the server's output.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from typing import BinaryIO

SUMMARY = "Run the language server for an editor, on standard input and output"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--stdio` is what some editors pass to every server."""
    parser.add_argument(
        "--stdio",
        action="store_true",
        help="talk over standard input and output, as it always does",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until the editor leaves."""
    gc.disable()  # nothing that an import makes is garbage; looking for some takes a tenth of it
    import dataclasses
    import typing

    import attr._make
    import cattrs.gen

    from promptwell.bootstrap.starting import compiled_code_of
    from promptwell.entrypoints.lsp.late import put_off

    kept = compiled_code_of(attr._make, cattrs.gen, dataclasses, typing)
    put_off()
    from promptwell.entrypoints.lsp.server import serve

    incoming, outgoing = _own_streams()
    # What the command line says of the log goes before the settings.
    level = (arguments.log_level or "info") if arguments.log_level or arguments.log_file else ""
    code = serve(incoming, outgoing, log_level=level, when_begun=kept.finish)
    kept.finish()  # a session that was over before it had begun in full
    return code


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """The standard streams, for the protocol alone.

    Whatever prints by mistake, such as a plug-in, prints to standard error instead of into a
    message. The reading thread has an object of its own: at the process's end Python takes the lock
    of `sys.stdin`, which that thread would hold for ever.
    """
    incoming = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout.flush()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return incoming, outgoing
