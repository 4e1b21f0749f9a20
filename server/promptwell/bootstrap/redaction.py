"""Cleaned copies of scanned files in a folder of their own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

from promptwell.adapters.files import write_text
from promptwell.adapters.paths import shown, to_path
from promptwell.bootstrap import current_folder
from promptwell.bootstrap.scan_run import ScanRun
from promptwell.errors import FileProblem, UsageError
from promptwell.services.checking import FileReport
from promptwell.services.file_shapes import shape_of
from promptwell.services.redacting import GROUPS, redacted

# A rule may list only so many findings at once, and taking one thing out may bring another to light,
# such as a key that hidden characters cut in two; so a file is cleaned until nothing is found. What
# needs to read more characters than this for it is left out.
_MOST_READ = 200_000_000
_FEWEST_ROUNDS = 5


def redact(scan: ScanRun, reports: list[FileReport], folder: str) -> Iterator[str]:
    """Write a cleaned copy of each file in which there is something to take out, and tell of it.

    Raises:
        UsageError: a copy would be written over something; nothing is written then.
        FileProblem: a copy can't be written.
    """
    wanted = [
        report
        for report in reports
        if report.text and any(each.group in GROUPS for each in report.diagnostics)
    ]
    targets = {report.path: _target(report.path, folder) for report in wanted}
    for target in targets.values():
        if os.path.lexists(target):
            raise UsageError(f"--redact: {target} is there already; name a new folder")
    for report in wanted:
        name = shown(report.path, current_folder())
        cleaned, replaced, left = _cleaned(scan, report)
        if scan.is_cut(report.path):
            yield f"{name}: left out: it is too large to be cleaned whole"
        elif _changed_shape(report, cleaned):
            yield f"{name}: left out: it would not be the same file without what was found"
        elif not replaced:
            yield f"{name}: left out: nothing in it can be replaced"
        elif left < 0:
            yield f"{name}: left out: there is more in it than can be cleaned"
        else:
            target = targets[report.path]
            _make_folder(target.rpartition("/")[0])
            write_text(target, cleaned)
            counts = ", ".join(f"{what} {number}" for what, number in sorted(replaced.items()))
            yield f"{name}: wrote {shown(target, current_folder())}: {counts}" + (
                f"; {left} findings are left, which need an author" if left else ""
            )


def _cleaned(scan: ScanRun, report: FileReport) -> tuple[str, Counter[str], int]:
    """The text without what the rules find in it, what was replaced, and how many findings stay.

    It is -1 where there was no end to it.
    """
    text, replaced = report.text, Counter[str]()
    for _ in range(max(_FEWEST_ROUNDS, _MOST_READ // max(1, len(text)))):
        found = [each for each in scan.findings(report.path, text) if each.group in GROUPS]
        result = redacted(text, report.path, found)
        if result.text == text:
            return text, replaced, len(found)
        text = result.text
        replaced += result.replaced
    return text, replaced, -1


def _changed_shape(report: FileReport, cleaned: str) -> bool:
    before = shape_of(report.text, report.path)
    return before is not None and before != shape_of(cleaned, report.path)


def _target(path: str, folder: str) -> str:
    """Where the copy of a file goes: as it lies below the current folder, else by its whole path."""
    return f"{to_path(folder).rstrip('/')}/{shown(path, current_folder()).lstrip('/').replace(':', '')}"


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileProblem(f"{path}: the folder can't be made: {reason}") from error
