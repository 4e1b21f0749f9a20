"""Show what changed in a prompt, first what it means and then the lines.

Without REF the file as it is now is compared with its last version, or with its last commit where it has none; with
one REF, that with the file as it is now; with two, the first with the second. A REF is the number of a
version, a label, a branch of the prompt, or whatever git knows: a commit, a branch, a tag, `HEAD~2`.
`working` is the file as it is now. A file that was renamed is found under its old name. PROMPT is a
file, or a prompt's name once the workspace has a store; `PROMPT#NAME` is one prompt of a file that holds several.

`--format unified` writes a patch that `git apply` takes.

Exit code: 0; with `--exit-code` 1 where there is a difference. 2 where the command was used wrongly.
"""

from __future__ import annotations

import argparse
import sys

from promptwell.bootstrap import write_output
from promptwell.bootstrap.comparing import Compared, compare_refs
from promptwell.entrypoints.cli.terminal import say, wants_color
from promptwell.errors import UsageError

SUMMARY = "Show what changed in a prompt: what it means, and the lines and words"
FORMATS = ("text", "unified", "json", "html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("prompt", metavar="PROMPT", help="the prompt's file or name")
    parser.add_argument(
        "refs",
        nargs="*",
        metavar="REF",
        help="what to compare (default: the last version and the file as it is)",
    )
    parser.add_argument(
        "--other",
        metavar="PROMPT",
        default="",
        help="compare with this prompt instead of with what it was itself; the second REF is one of its own",
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="how to show it (default: text)"
    )
    parser.add_argument(
        "--level",
        choices=("line", "word", "token"),
        default="word",
        help="what to mark inside of lines; tokens are those of the model that the prompt names "
        "(default: word)",
    )
    parser.add_argument(
        "--output", metavar="FILE", help="write the difference there instead of printing it"
    )
    parser.add_argument(
        "--exit-code", action="store_true", help="exit with 1 where there is a difference"
    )


def run(arguments: argparse.Namespace) -> int:
    if len(arguments.refs) > 2:
        raise UsageError(
            f"two refs are compared at most, not {len(arguments.refs)}; see `promptwell diff --help`"
        )
    compared = compare_refs(arguments.prompt, arguments.refs, arguments.other)
    color = not arguments.output and wants_color(sys.stdout)
    report = _report(compared, arguments.format, arguments.level, color=color)
    if arguments.output:
        if write_output(arguments.output, report, {compared.comparison.path}) is None:
            raise UsageError(f"--output {arguments.output}: this is the prompt itself")
        say(f"promptwell: wrote {arguments.output}")
    elif arguments.format == "unified":
        _write_exactly(report)
    else:
        sys.stdout.write(report)
    differs = compared.comparison.old_text != compared.comparison.new_text
    return 1 if arguments.exit_code and differs else 0


def _report(compared: Compared, form: str, level: str, *, color: bool) -> str:
    # Only the chosen form is imported.
    if form == "unified":
        from promptwell.entrypoints.cli.reports.differences.unified import write_unified

        return write_unified(compared)
    if form == "json":
        from promptwell.entrypoints.cli.reports.differences.json_form import write_json

        return write_json(compared, level=level) + "\n"
    if form == "html":
        from promptwell.entrypoints.cli.reports.differences.html import write_html

        return write_html(compared, level=level) + "\n"
    from promptwell.entrypoints.cli.reports.differences.text import write_text

    return write_text(compared, level=level, color=color) + "\n"


def _write_exactly(report: str) -> None:
    """Write a patch byte for byte: line ends stay, and so does what is not UTF-8."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(report)
        return
    sys.stdout.flush()
    stream.write(report.encode("utf-8", "surrogateescape"))
    stream.flush()
