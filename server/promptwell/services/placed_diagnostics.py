"""Diagnostics as every way in shows them to programs: with the file, and places by line and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from promptwell.language.rules.base import Diagnostic
from promptwell.language.rules.severity import Severity
from promptwell.language.text.source import SourceText


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text: line and column, both from 1, in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class PlacedDiagnostic:
    """One finding of a rule, as `promptwell check --format json` prints it."""

    path: str = field(metadata={"description": "the file, as seen from the workspace"})
    rule: str = field(metadata={"description": "the rule; `promptwell rule RULE` explains it"})
    group: str = field(metadata={"description": "the rule's group"})
    severity: Severity
    message: str = field(metadata={"description": "what is wrong, and the way out"})
    start: Place
    end: Place = field(metadata={"description": "behind the last character"})
    fixable: bool = field(metadata={"description": "whether `check --fix` can mend it"})

    def plain(self) -> dict[str, Any]:
        """The diagnostic as JSON data."""
        return {
            "path": self.path,
            "rule": self.rule,
            "group": self.group,
            "severity": self.severity,
            "message": self.message,
            "start": {"line": self.start.line, "column": self.start.column},
            "end": {"line": self.end.line, "column": self.end.column},
            "fixable": self.fixable,
        }


@dataclass(frozen=True, slots=True)
class DiagnosticCounts:
    """How many diagnostics of each severity there are, and in how many files was looked."""

    files: int
    errors: int
    warnings: int
    informations: int
    hints: int

    @classmethod
    def of(cls, files: int, severities: Iterable[Severity]) -> DiagnosticCounts:
        """Count them."""
        counts = Counter(severities)
        return cls(files, counts["error"], counts["warning"], counts["information"], counts["hint"])


def placed(path: str, text: str, diagnostics: Iterable[Diagnostic]) -> Iterator[PlacedDiagnostic]:
    """The diagnostics of one file, `path` being its name as it is shown."""
    source = SourceText(text)
    for each in diagnostics:
        yield PlacedDiagnostic(
            path,
            each.rule,
            each.group,
            each.severity,
            each.message,
            Place(*place(source, each.span.start)),
            Place(*place(source, each.span.end)),
            bool(each.fixes),
        )


def place(source: SourceText, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1; one behind the text counts as its end."""
    line, column = source.line_column(min(offset, source.end))
    return line + 1, column + 1
