"""The report as JSON, for programs."""

from __future__ import annotations

import json

from promptwell.entrypoints.cli.reports.outcome import Outcome


def write_json(outcome: Outcome) -> str:
    """One object: the diagnostics, and how many there are of each severity."""
    diagnostics = [
        {
            "path": entry.path,
            "rule": entry.diagnostic.rule,
            "group": entry.diagnostic.group,
            "severity": entry.diagnostic.severity,
            "message": entry.diagnostic.message,
            "start": {"line": entry.start[0], "column": entry.start[1]},
            "end": {"line": entry.end[0], "column": entry.end[1]},
            "fixable": bool(entry.diagnostic.fixes),
        }
        for entry in outcome.entries()
    ]
    counts = outcome.counts
    summary = {
        "files": outcome.checked,
        "errors": counts["error"],
        "warnings": counts["warning"],
        "informations": counts["information"],
        "hints": counts["hint"],
    }
    if outcome.baseline is not None:
        summary["known"] = sum(len(report.diagnostics) for report in outcome.known)
    return json.dumps({"diagnostics": diagnostics, "summary": summary}, indent=2)
