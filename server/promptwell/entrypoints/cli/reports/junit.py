"""The report as JUnit XML, which most build servers show as test results."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from promptwell.entrypoints.cli.reports.outcome import Entry, Outcome

# Characters that no XML text may hold, whether escaped or not.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(outcome: Outcome) -> str:
    """One suite for each file: errors and warnings are failures; the rest is told beside them."""
    by_path: dict[str, list[Entry]] = {outcome.shown(each.path): [] for each in outcome.reports}
    for entry in outcome.entries():
        by_path[entry.path].append(entry)
    failures = outcome.counts["error"] + outcome.counts["warning"]
    tests = sum(max(1, len(_failures(entries))) for entries in by_path.values())
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<testsuites name="promptwell" tests="{tests}" failures="{failures}" errors="0">',
    ]
    for path, entries in by_path.items():
        lines += _suite(path, entries)
    return "\n".join([*lines, "</testsuites>"])


def _failures(entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.diagnostic.severity in ("error", "warning")]


def _suite(path: str, entries: list[Entry]) -> list[str]:
    failed = _failures(entries)
    tests = max(1, len(failed))
    lines = [
        f'  <testsuite name={_attribute(path)} tests="{tests}" failures="{len(failed)}" errors="0">'
    ]
    for entry in failed:
        diagnostic = entry.diagnostic
        line, column = entry.start
        name = _attribute(f"{diagnostic.rule} at {line}:{column}")
        place = f'classname={_attribute(path)} name={name} file={_attribute(path)} line="{line}"'
        reason = f"type={_attribute(diagnostic.severity)} message={_attribute(diagnostic.message)}"
        told = _text(f"{path}:{line}:{column}: {diagnostic.message}")
        lines += [
            f"    <testcase {place}>",
            f"      <failure {reason}>{told}</failure>",
            "    </testcase>",
        ]
    if not failed:
        lines.append(f'    <testcase classname={_attribute(path)} name="promptwell" />')
    remarks = [entry for entry in entries if entry not in failed]
    if remarks:
        told = "\n".join(
            f"{entry.start[0]}:{entry.start[1]}: {entry.diagnostic.severity} "
            f"{entry.diagnostic.rule}: {entry.diagnostic.message}"
            for entry in remarks
        )
        lines.append(f"    <system-out>{_text(told)}</system-out>")
    return [*lines, "  </testsuite>"]


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
