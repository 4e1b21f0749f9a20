"""Say what is installed, found and missing, for this folder and this machine.

Exit code: 0 where everything works, 1 where something needs attention.
"""

from __future__ import annotations

import argparse
import json

from promptwell.bootstrap import open_workspace
from promptwell.bootstrap.examination import examine
from promptwell.services.diagnosis import Diagnosis, Finding

SUMMARY = "Say what is installed, found and missing"

_MARKS = {"ok": "ok ", "note": "-  ", "attention": "!  "}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        nargs="?",
        default=".",
        metavar="FOLDER",
        help="the folder to look at (default: here)",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print (default: text)"
    )


def run(arguments: argparse.Namespace) -> int:
    diagnosis = examine(open_workspace(arguments.folder))
    print(_json(diagnosis) if arguments.format == "json" else _text(diagnosis))
    return 1 if any(finding.state == "attention" for finding in diagnosis.findings) else 0


def _json(diagnosis: Diagnosis) -> str:
    findings = [finding._asdict() for finding in diagnosis.findings]
    return json.dumps({"findings": findings}, indent=2)


def _text(diagnosis: Diagnosis) -> str:
    width = max(len(finding.subject) for finding in diagnosis.findings)
    lines: list[str] = []
    area = ""
    for finding in diagnosis.findings:
        if finding.area != area:
            area = finding.area
            lines += ["", f"{area}:"] if lines else [f"{area}:"]
        lines.append(_line(finding, width))
    return "\n".join(lines)


def _line(finding: Finding, width: int) -> str:
    line = f"  {_MARKS[finding.state]}{finding.subject:<{width}}  {finding.value}"
    return f"{line}\n     {'':<{width}}  {finding.way_out}" if finding.way_out else line
