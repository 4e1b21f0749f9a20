"""Check prompt files: what is wrong, where, and how to mend it.

Without PATHS the current folder is checked. A folder is searched for prompt files; what Git ignores
and what the settings exclude is left out. A file that is named is always checked.

With `--baseline FILE` only what the file does not record is reported; `--update-baseline` writes it.

Exit code: 0 where there are no errors, 1 where there are, 2 where the command was used wrongly.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from promptwell.bootstrap import current_folder, shown_path
from promptwell.bootstrap.check_run import CheckRun, open_run
from promptwell.entrypoints.cli.baseline_options import (
    add_baseline_arguments,
    against_baseline,
    check_baseline_arguments,
)
from promptwell.entrypoints.cli.reports.outcome import Outcome
from promptwell.entrypoints.cli.terminal import say, wants_color
from promptwell.errors import UsageError
from promptwell.language.rules.severity import SEVERITIES
from promptwell.language.text.counted import counted
from promptwell.services.fixing import Fixed

SUMMARY = "Report what is wrong in prompt files, and fix what can be fixed"
FORMATS = ("text", "json", "sarif", "junit", "github")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATHS", help="files and folders to check")
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="how to report (default: text)"
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="mend what can be mended without changing what a prompt does",
    )
    parser.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with or without --fix, also make changes that may alter what a prompt does",
    )
    parser.add_argument(
        "--select",
        action="append",
        metavar="RULE",
        help="run only these rules and groups (repeat or separate by commas)",
    )
    parser.add_argument(
        "--ignore", action="append", metavar="RULE", help="leave out these rules and groups"
    )
    parser.add_argument(
        "--min-severity",
        choices=SEVERITIES,
        help="leave out what is less severe (default: text and github leave out hints)",
    )
    parser.add_argument(
        "--max-warnings", type=_count, metavar="N", help="exit with 1 when there are more warnings"
    )
    add_baseline_arguments(parser)
    parser.add_argument("--watch", action="store_true", help="check again whenever a file changes")
    parser.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="check standard input as if it were this file; with --fix, print the mended text",
    )
    parser.add_argument(
        "--list-files", action="store_true", help="print the files that would be checked, and stop"
    )
    parser.add_argument("--no-cache", action="store_true", help="don't use results of earlier runs")
    parser.add_argument(
        "--jobs",
        type=_count,
        default=0,
        metavar="N",
        help="processes to use (default: as many as pay)",
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.stdin_filename is not None and (arguments.paths or arguments.watch):
        raise UsageError("--stdin-filename goes with neither PATHS nor --watch")
    check_baseline_arguments(arguments)
    standard_input = sys.stdin.buffer.read() if arguments.stdin_filename is not None else None
    check = open_run(
        [arguments.stdin_filename] if standard_input is not None else arguments.paths or ["."],
        overrides=_overrides(arguments),
        standard_input=standard_input,
        use_cache=not arguments.no_cache,
        jobs=arguments.jobs,
    )
    if arguments.list_files:
        folder = Outcome([], folder=current_folder())
        for path in check.files():
            print(folder.shown(path))
        return 0
    if not arguments.watch:
        return _check_once(check, arguments).exit_code
    return _watch(check, arguments)


class _Told(NamedTuple):
    """What one check came to."""

    exit_code: int
    report: str


def _check_once(
    check: CheckRun,
    arguments: argparse.Namespace,
    *,
    told: str = "",
    named: Collection[str] = (),
) -> _Told:
    """Check and print the report, unless it is the one that was `told` already.

    `named` are files of which it was said before that they are left to another server.
    """
    for path, owner in check.left_to_others.items():
        if path not in named:
            say(f"promptwell: {shown_path(path)} was left to {owner}'s own language server")
    if not check.files() and not check.left_to_others:
        say(f"promptwell: no prompt files in {', '.join(arguments.paths) or 'this folder'}")
    refused = False
    if arguments.fix or arguments.unsafe_fixes:
        fixed = check.fix(unsafe=arguments.unsafe_fixes)
        reports = fixed.reports
        refused = bool(fixed.refused)
        _tell_fixed(fixed)
    else:
        reports = check.reports()
    least = arguments.min_severity
    if least is None:
        least = "information" if arguments.format in ("text", "github") else "hint"
    compared = against_baseline(check, reports, arguments, _judges(arguments))
    outcome = Outcome(
        compared.new,
        folder=current_folder(),
        checked=len(check.files()),
        least=least,
        baseline=arguments.baseline,
        known=compared.known,
    )
    check.save()
    fixed_text = check.standard_input_text() if arguments.fix or arguments.unsafe_fixes else None
    if fixed_text is not None:
        # The mended text is the result; what is left to report goes beside it.
        sys.stdout.buffer.write(fixed_text.encode("utf-8", "surrogateescape"))
        report = _report(outcome, arguments.format, color=wants_color(sys.stderr))
        say(report)
    else:
        report = _report(outcome, arguments.format, color=wants_color(sys.stdout))
        if report and report != told:
            print(report)
    return _Told(1 if refused else _exit_code(outcome, arguments.max_warnings), report)


def _exit_code(outcome: Outcome, max_warnings: int | None) -> int:
    if outcome.counts["error"]:
        return 1
    if max_warnings is not None and outcome.counts["warning"] > max_warnings:
        found = outcome.counts["warning"]
        say(f"promptwell: {counted(found, 'warning')}, more than --max-warnings {max_warnings}")
        return 1
    return 0


def _watch(check: CheckRun, arguments: argparse.Namespace) -> int:
    begun = False
    told = ""
    named: set[str] = set()
    try:
        for _ in check.changes():
            if sys.stdout.isatty():
                print("\x1b[2J\x1b[H", end="")
                told = ""
            check.forget()
            # Where the output goes into a watched folder, printing it again would go on for ever.
            told = _check_once(check, arguments, told=told, named=named).report
            named.update(check.left_to_others)
            sys.stdout.flush()
            if not begun:
                say("promptwell: watching for changes; Ctrl-C ends it")
            begun = True
    except KeyboardInterrupt:
        pass
    return 0


def _report(outcome: Outcome, form: str, *, color: bool) -> str:
    if form == "text":
        from promptwell.entrypoints.cli.reports.text import write_text

        return write_text(outcome, color=color)
    return _WRITERS[form]()(outcome)


def _json() -> Callable[[Outcome], str]:
    from promptwell.entrypoints.cli.reports.json_report import write_json

    return write_json


def _sarif() -> Callable[[Outcome], str]:
    from promptwell.entrypoints.cli.reports.sarif import write_sarif

    return write_sarif


def _junit() -> Callable[[Outcome], str]:
    from promptwell.entrypoints.cli.reports.junit import write_junit

    return write_junit


def _github() -> Callable[[Outcome], str]:
    from promptwell.entrypoints.cli.reports.github import write_github

    return write_github


# Only the chosen form is imported.
_WRITERS: dict[str, Callable[[], Callable[[Outcome], str]]] = {
    "json": _json,
    "sarif": _sarif,
    "junit": _junit,
    "github": _github,
}


def _tell_fixed(fixed: Fixed) -> None:
    for problem in fixed.refused:
        say(f"promptwell: {problem}")
    total = sum(fixed.applied.values())
    if not total:
        say("Fixed nothing.")
        return
    rules = ", ".join(f"{name} {count}" for name, count in sorted(fixed.applied.items()))
    say(f"Fixed {counted(total, 'problem')} in {counted(len(fixed.files), 'file')}: {rules}.")


def _overrides(arguments: argparse.Namespace) -> dict[str, Any]:
    overrides: dict[str, Any] = {}
    for option in ("select", "ignore"):
        given = getattr(arguments, option)
        if given:
            names = [name.strip() for text in given for name in text.split(",") if name.strip()]
            _must_exist(names, f"--{option}")
            overrides[option] = tuple(names)
    return overrides


def _judges(arguments: argparse.Namespace) -> Callable[[str], bool]:
    """Whether the options let a rule run."""
    from promptwell.language.rules.table import RULES

    chosen = _overrides(arguments)
    select, ignore = chosen.get("select", ()), chosen.get("ignore", ())

    def judges(rule: str) -> bool:
        facts = RULES.get(rule)
        names = {rule, facts.group if facts else rule}
        return (not select or not names.isdisjoint(select)) and names.isdisjoint(ignore)

    return judges


def _must_exist(names: Iterable[str], option: str) -> None:
    from promptwell.language.text.nearest import nearest
    from promptwell.settings.names import known_rules

    known = known_rules()
    for name in names:
        if name not in known:
            close = nearest(name, known)
            way_out = f"did you mean `{close}`?" if close else "`promptwell rule` lists them"
            raise UsageError(f"{option}: there is no rule or group `{name}`; {way_out}")


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"`{text}` is not a number from 0 up")
    return int(text)
