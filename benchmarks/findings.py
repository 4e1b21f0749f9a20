"""What each rule finds in folders of real prompt files, to be read by hand.

`python benchmarks/findings.py ../shared/corpus/*` prints the files that each rule flags in each folder,
as a number and a share; a warning or error in more than 5 % of a folder's files has a `!`.
`--rule name-not-folder` prints that rule's findings instead, each with the lines around it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from promptwell.language.rules.severity import SEVERITIES

SHARE = 0.05


def findings(folder: Path) -> dict[str, Any]:
    """What `promptwell check` reports in a folder, as one who works in that folder is told."""
    command = (sys.executable, "-m", "promptwell", "check", "--no-cache")
    options = ("--format", "json", "--min-severity", "hint")
    done = subprocess.run([*command, *options], cwd=folder, capture_output=True, check=False)
    if done.returncode > 1:
        raise SystemExit(f"{folder}: {done.stderr.decode()}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def table(folders: Iterable[Path]) -> Iterator[str]:
    """A row for each rule and severity, a column for each folder."""
    columns: list[tuple[str, int]] = []
    rows: dict[tuple[int, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for folder in folders:
        report = findings(folder)
        columns.append((folder.name, report["summary"]["files"]))
        for each in report["diagnostics"]:
            rows[SEVERITIES.index(each["severity"]), each["rule"]][folder.name].add(each["path"])
    yield f"| rule | {' | '.join(f'{name} ({count})' for name, count in columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    for (severity, rule), flagged in sorted(rows.items()):
        cells = [cell(len(flagged[name]), count, severity) for name, count in columns]
        yield f"| {SEVERITIES[severity]}[{rule}] | {' | '.join(cells)} |"


def cell(flagged: int, files: int, severity: int) -> str:
    """The files that are flagged, their share, and whether they are to be read."""
    if not flagged:
        return ""
    share = flagged / files
    to_read = share > SHARE and SEVERITIES[severity] in ("error", "warning")
    return f"{flagged} ({share:.1%}){' !' if to_read else ''}"


def places(folders: Iterable[Path], rule: str) -> Iterator[str]:
    """Each finding of a rule, and the lines that it is about."""
    for folder in folders:
        for each in findings(folder)["diagnostics"]:
            if each["rule"] != rule:
                continue
            path = folder / each["path"]
            first, last = each["start"]["line"], min(each["end"]["line"], each["start"]["line"] + 3)
            lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
            yield f"\n{path}:{first}: {each['severity']}: {each['message']}"
            yield from (f"    {line[:200]}" for line in lines[max(first - 2, 0) : last + 1])


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folders", nargs="+", type=Path)
    reader.add_argument("--rule", help="print this rule's findings, one by one")
    given = reader.parse_args()
    found = [each.resolve() for each in given.folders if each.is_dir()]
    for line in places(found, given.rule) if given.rule else table(found):
        sys.stdout.write(f"{line}\n")
