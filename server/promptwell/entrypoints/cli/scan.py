"""Scan prompts, datasets and the settings of AI tools for what is unsafe.

Without PATHS the current folder is scanned. Besides prompt files it reads data files that are named,
that a prompt names or that `security.datasets` of the settings names, and the files in which AI tools
keep their MCP servers. Rules that are not about security are left to `promptwell check`; they count
in the prompts' scores. Nothing that is scanned is run or fetched.

With `--redact FOLDER` cleaned copies of the files are written: secrets and personal data replaced,
hidden characters taken out. Nothing is written over.

Exit code: 0 where there are no errors, 1 where there are, 2 where the command was used wrongly.
"""

from __future__ import annotations

import argparse
import sys

from promptwell.bootstrap import current_folder, write_output
from promptwell.bootstrap.scan_run import ScanRun, open_scan
from promptwell.entrypoints.cli.baseline_options import (
    add_baseline_arguments,
    against_baseline,
    check_baseline_arguments,
)
from promptwell.entrypoints.cli.reports.outcome import Outcome
from promptwell.entrypoints.cli.reports.scan import Scanned
from promptwell.entrypoints.cli.terminal import say, wants_color
from promptwell.errors import UsageError
from promptwell.language.rules.severity import SEVERITIES, Severity
from promptwell.services.checking import FileReport

SUMMARY = (
    "Report what is unsafe in prompts, datasets and MCP settings, with a score for each prompt"
)
FORMATS = ("text", "json", "sarif", "html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATHS", help="files and folders to scan")
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="how to report (default: text)"
    )
    parser.add_argument(
        "--output", metavar="FILE", help="write the report there instead of printing it"
    )
    parser.add_argument(
        "--min-severity",
        choices=SEVERITIES,
        help="leave out what is less severe (default: text leaves out hints)",
    )
    add_baseline_arguments(parser)
    parser.add_argument(
        "--redact",
        metavar="FOLDER",
        help="write cleaned copies of the files with findings to this folder",
    )
    parser.add_argument("--no-cache", action="store_true", help="don't use results of earlier runs")
    parser.add_argument(
        "--jobs",
        type=int,
        default=0,
        metavar="N",
        help="processes to use (default: as many as pay)",
    )


def run(arguments: argparse.Namespace) -> int:
    from promptwell.services.scanning import is_shown, scores_of, security_view, summarize

    check_baseline_arguments(arguments)
    scan = open_scan(
        arguments.paths or ["."], use_cache=not arguments.no_cache, jobs=max(0, arguments.jobs)
    )
    if not scan.files():
        say(f"promptwell: nothing to scan in {', '.join(arguments.paths) or 'this folder'}")
    whole = scan.reports()
    scan.save()
    reports = security_view(whole)
    compared = against_baseline(scan, reports, arguments, is_shown)
    least: Severity = arguments.min_severity or (
        "information" if arguments.format == "text" else "hint"
    )
    outcome = Outcome(
        compared.new,
        folder=current_folder(),
        checked=len(scan.files()),
        least=least,
        baseline=arguments.baseline,
        known=compared.known,
        mends=False,
    )
    scores = scores_of(whole, lambda path: scan.kind_of(path) == "prompt")
    scanned = Scanned(outcome, summarize(compared.new, scores, scan.kind_of))
    _tell(_report(scanned, arguments), arguments.output, scan)
    if arguments.redact:
        _redact(scan, whole, arguments.redact)
    return 1 if outcome.counts["error"] else 0


def _report(scanned: Scanned, arguments: argparse.Namespace) -> str:
    # Only the chosen form is imported.
    if arguments.format == "json":
        from promptwell.entrypoints.cli.reports.scan import write_scan_json

        return write_scan_json(scanned)
    if arguments.format == "sarif":
        from promptwell.entrypoints.cli.reports.sarif import write_sarif

        return write_sarif(scanned.outcome)
    if arguments.format == "html":
        from promptwell.entrypoints.cli.reports.html import write_html

        return write_html(scanned)
    from promptwell.entrypoints.cli.reports.scan_text import write_scan_text

    return write_scan_text(scanned, color=not arguments.output and wants_color(sys.stdout))


def _tell(report: str, output: str | None, scan: ScanRun) -> None:
    if not output:
        print(report)
        return
    if write_output(output, report + "\n", scan.files()) is None:
        raise UsageError(f"--output {output}: this is one of the files that are scanned")
    say(f"promptwell: wrote {output}")


def _redact(scan: ScanRun, reports: list[FileReport], folder: str) -> None:
    from promptwell.bootstrap.redaction import redact

    for line in redact(scan, reports, folder):
        say(f"promptwell: {line}")
