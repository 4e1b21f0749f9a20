"""The report as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from promptwell.entrypoints.cli.reports.outcome import Entry, Outcome
from promptwell.services.placed_diagnostics import DiagnosticCounts, Place, PlacedDiagnostic


def write_json(outcome: Outcome) -> str:
    """One object: the diagnostics, and how many there are of each severity."""
    diagnostics = [_placed(entry).plain() for entry in outcome.entries()]
    summary = asdict(DiagnosticCounts.of(outcome.checked, outcome.counts.elements()))
    if outcome.baseline is not None:
        summary["known"] = sum(len(report.diagnostics) for report in outcome.known)
    return json.dumps({"diagnostics": diagnostics, "summary": summary}, indent=2)


def _placed(entry: Entry) -> PlacedDiagnostic:
    found = entry.diagnostic
    return PlacedDiagnostic(
        entry.path,
        found.rule,
        found.group,
        found.severity,
        found.message,
        Place(*entry.start),
        Place(*entry.end),
        bool(found.fixes),
    )
