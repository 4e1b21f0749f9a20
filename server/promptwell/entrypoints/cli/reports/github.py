"""The report as annotations of a GitHub workflow run."""

from __future__ import annotations

from promptwell.entrypoints.cli.reports.outcome import Outcome

_COMMANDS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def write_github(outcome: Outcome) -> str:
    """One workflow command a line; GitHub shows each beside the line it names."""
    lines = []
    for entry in outcome.entries():
        diagnostic = entry.diagnostic
        properties = {
            "file": entry.path,
            "line": str(entry.start[0]),
            "endLine": str(entry.end[0]),
            "col": str(entry.start[1]),
            "endColumn": str(entry.end[1]),
            "title": diagnostic.rule,
        }
        if entry.start[0] != entry.end[0]:
            # GitHub drops an annotation that has columns and spans several lines.
            del properties["col"], properties["endColumn"]
        written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        lines.append(f"::{_COMMANDS[diagnostic.severity]} {written}::{_data(diagnostic.message)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
