"""What an editor's user waits for: Promptwell's budgets, and the same beside other servers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import compiled
import servers


class Measure(NamedTuple):
    """One figure of the probe's report. `most` is what Promptwell promises, None where nothing."""

    name: str
    path: tuple[str, ...]
    unit: str
    most: float | None = None


MEASURES = (
    Measure("initialize, CPU", ("initialize_cpu_ms",), "ms"),
    Measure("start to `initialize`", ("initialize_ms", "p50"), "ms"),
    Measure("open to diagnostics", ("open_to_diagnostics_ms",), "ms"),
    Measure("change to diagnostics, p95", ("change_to_diagnostics_ms", "p95"), "ms", 50),
    Measure("completion, p95", ("completion_ms", "p95"), "ms", 10),
    Measure("change, then completion, p95", ("change_then_completion_ms", "p95"), "ms", 15),
    Measure("hover, p95", ("hover_ms", "p95"), "ms"),
    Measure("20 edits, then completion", ("burst", "completion_after_burst_ms"), "ms", 50),
    Measure("20 edits: publishes", ("burst", "publishes"), "", 2),
    Measure("canceled request answered", ("cancel", "max"), "ms", 50),
    Measure("memory, document open", ("memory_opened", "rss_mb"), "MB", 80),
    Measure("memory at the end", ("memory_end", "rss_mb"), "MB", 170),
)


def report() -> bool:
    """Print the table; False when Promptwell breaks a promise."""
    print()
    if not servers.PROBE.exists():
        print("(no probe beside the repository: the language servers are left out)")
        return True
    reports = list(servers.measure())
    size = len(servers.DOCUMENT) // 1000
    print(f"Language servers, one document of {size} kB, one run; in brackets: times Promptwell's")
    print()
    names = [each.server.name for each in reports]
    print(f"| {'':<28} | promised | {' | '.join(names)} |")
    print(f"|{'-' * 30}|---------:|{'---:|' * len(names)}")
    for measure in MEASURES:
        promised = "" if measure.most is None else f"< {measure.most} {measure.unit}"
        print(f"| {measure.name:<28} | {promised:>8} | {' | '.join(_cells(measure, reports))} |")
    start, broken = _first_diagnostics(reports), _broken(reports)
    for line in (*start, *broken):
        print(line)
    return not broken


def _cells(measure: Measure, reports: Sequence[servers.Report]) -> list[str]:
    own = reports[0].number(*measure.path)
    cells = []
    for each in reports:
        value = each.number(*measure.path)
        if value is None:
            cells.append("-")
        elif each is reports[0] or not own:
            cells.append(f"{value:.4g} {measure.unit}".strip())
        else:
            cells.append(f"{value:.4g} ({value / own:.2g})")
    return cells


def _first_diagnostics(reports: Sequence[servers.Report]) -> list[str]:
    """From the start of the process to the first diagnostics, beside a server that does nothing."""
    bare = next((each for each in reports if each.server == servers.bare_server()), None)
    if bare is None:
        return []
    own = reports[0]
    compared = (
        ("initialize, CPU:", 1.3, _initialize_cpu(own), _initialize_cpu(bare)),
        ("start to first diagnostics:", 1.6, _until_diagnostics(own), _until_diagnostics(bare)),
    )
    ratios = [
        f"{what} {ours / theirs:.2f} times a bare pygls server's (promised: {most})"
        for what, most, ours, theirs in compared
        if ours and theirs
    ]
    return ["", *ratios]


def _initialize_cpu(report: servers.Report) -> float | None:
    return report.number("initialize_cpu_ms")


def _until_diagnostics(report: servers.Report) -> float | None:
    begun, opened = report.number("initialize_ms", "p50"), report.number("open_to_diagnostics_ms")
    return None if begun is None or opened is None else begun + opened


def _broken(reports: Sequence[servers.Report]) -> list[str]:
    broken = []
    for measure in MEASURES:
        value = reports[0].number(*measure.path) if reports else None
        if measure.most is not None and value is not None and value > measure.most:
            broken.append(f"NOT KEPT: {measure.name}: {value:.4g} {measure.unit}")
    return broken


if __name__ == "__main__":
    compiled.compile_modules()
    sys.exit(0 if report() else 1)
