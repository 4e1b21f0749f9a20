"""The result of a check, as all report forms take it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from promptwell.language.rules.base import Diagnostic
from promptwell.language.rules.severity import SEVERITIES, Severity
from promptwell.language.text.source import SourceText, Span
from promptwell.services.checking import FileReport
from promptwell.services.placed_diagnostics import place


class Entry(NamedTuple):
    """One diagnostic with its place; lines and columns from 1, in code points, ends exclusive."""

    path: str
    source: SourceText
    diagnostic: Diagnostic
    start: tuple[int, int]
    end: tuple[int, int]


class Outcome:
    """All reports of a check. `checked` counts the prompt files; settings files are not among them.

    Only diagnostics of `least` severity and above are listed; the counts are of all. With a
    `baseline`, which is its name, `known` holds what it hides, and the reports what is new.
    `mends` says whether the command can apply fixes, so that people are told of them.
    """

    def __init__(
        self,
        reports: list[FileReport],
        *,
        folder: str,
        checked: int | None = None,
        least: Severity = "hint",
        baseline: str | None = None,
        known: list[FileReport] | None = None,
        mends: bool = True,
    ) -> None:
        self.reports = reports
        self.folder = folder
        self.baseline = baseline
        self.known = known or []
        self.mends = mends
        self.checked = len(reports) if checked is None else checked
        self.listed = frozenset(SEVERITIES[: SEVERITIES.index(least) + 1])

    @cached_property
    def counts(self) -> Counter[Severity]:
        """How many diagnostics there are of each severity."""
        return Counter(each.severity for report in self.reports for each in report.diagnostics)

    def entries(self) -> Iterator[Entry]:
        """The listed diagnostics with their places, file by file."""
        return self._entries(self.reports)

    def known_entries(self) -> Iterator[Entry]:
        """What the baseline hides, with its places."""
        return self._entries(self.known)

    def _entries(self, reports: list[FileReport]) -> Iterator[Entry]:
        for report in reports:
            source = SourceText(_shown_text(report))
            for diagnostic in report.diagnostics:
                if diagnostic.severity in self.listed:
                    yield Entry(
                        self.shown(report.path),
                        source,
                        diagnostic,
                        place(source, diagnostic.span.start),
                        place(source, diagnostic.span.end),
                    )

    def shown(self, path: str) -> str:
        """A path as seen from the folder in which the command was called."""
        inside = path.startswith(self.folder.rstrip("/") + "/")
        return path[len(self.folder.rstrip("/")) + 1 :] if inside else path


def _shown_text(report: FileReport) -> str:
    """The text as a report may quote it: a star for each character of what it must not tell."""
    if not report.text or not report.diagnostics:
        return report.text
    # Only a report with something in it needs the detector.
    from promptwell.language.detectors.secrets.hiding import hider

    hides = hider(report.text)
    return _without_personal_data(hides.text if hides else report.text, report)


def _without_personal_data(text: str, report: FileReport) -> str:
    """The text with a star for each character of the personal data that the report tells of."""
    parts: list[str] = []
    position = 0
    for each in report.diagnostics:
        start, end = each.span
        if each.group == "privacy" and start >= position:
            parts += [text[position:start], "*" * (end - start)]
            position = end
    return "".join([*parts, text[position:]])


def region(source: SourceText, span: Span) -> dict[str, int]:
    """A range with the names that SARIF gives to its lines and columns."""
    start, end = place(source, span.start), place(source, span.end)
    return {
        "startLine": start[0],
        "startColumn": start[1],
        "endLine": end[0],
        "endColumn": end[1],
    }


def file_uri(path: str) -> str:
    """A path as a URI: relative where it is relative."""
    from urllib.parse import quote

    drive = path[1:2] == ":"
    encoded = quote(path.encode("utf-8", "surrogateescape"), safe="/:~" if drive else "/~")
    if path.startswith("/"):
        return f"file://{encoded}"
    return f"file:///{encoded}" if drive else encoded
