"""The result of a scan, as its report forms take it, and the form for programs."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from promptwell.entrypoints.cli.reports.json_report import write_json
from promptwell.entrypoints.cli.reports.outcome import Outcome
from promptwell.language.rules.score import Score
from promptwell.services.scanning import Summary


class Scanned(NamedTuple):
    """The findings of a scan, and what they come to."""

    outcome: Outcome
    summary: Summary


def write_scan_json(scanned: Scanned) -> str:
    """The report of a check, with the weaknesses and the scores."""
    report: dict[str, Any] = json.loads(write_json(scanned.outcome))
    summary = scanned.summary
    report["summary"]["rules"] = {row.rule: row.counts.total() for row in summary.rules}
    report["summary"]["weaknesses"] = [
        {
            "list": row.taxon.taxonomy.name,
            "id": row.taxon.id,
            "title": row.taxon.title,
            "findings": row.findings,
        }
        for row in summary.taxa
    ]
    report["files"] = [
        {
            "path": scanned.outcome.shown(row.path),
            "kind": row.kind,
            "findings": row.counts.total(),
            **({"score": _score(row.score)} if row.score else {}),
        }
        for row in summary.files
    ]
    return json.dumps(report, indent=2)


def _score(found: Score) -> dict[str, Any]:
    return {
        "total": found.total,
        "security": found.security,
        "quality": found.quality,
        "parts": {part.group: part.score for part in found.parts},
    }
