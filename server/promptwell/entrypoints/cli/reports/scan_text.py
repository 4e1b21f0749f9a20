"""The report of a scan for people: the findings, then what they come to and the prompts' scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from promptwell.entrypoints.cli.reports.scan import Scanned
from promptwell.entrypoints.cli.reports.text import write_text
from promptwell.entrypoints.cli.reports.visible import one_line, width
from promptwell.language.rules.severity import SEVERITIES, Severity
from promptwell.language.text.counted import counted
from promptwell.services.scanning import FileCount

_MOST_ROWS = 20


def write_scan_text(scanned: Scanned, *, color: bool = False) -> str:
    """The findings as `check` shows them, and tables below."""
    summary = scanned.summary
    lines = [write_text(scanned.outcome, color=color)]
    rules = [
        (_counted(row.counts), row.rule, " ".join(each.id for each in row.taxa))
        for row in summary.rules
    ]
    lines += _table("By rule", rules)
    weaknesses = [(str(row.findings), row.taxon.id, row.taxon.title) for row in summary.taxa]
    lines += _table("By weakness", weaknesses)
    files = [
        (_counted(row.counts), one_line(scanned.outcome.shown(row.path)))
        for row in summary.files
        if row.counts
    ]
    lines += _table("By file", files)
    shown = scanned.outcome.shown
    scores = [_scored(row, one_line(shown(row.path))) for row in summary.files if row.score]
    return "\n".join([*lines, *_table("Scores", sorted(scores, key=lambda row: int(row[0])))])


def _table(title: str, rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        return
    yield f"\n{title}"
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows[:_MOST_ROWS]:
        yield "  " + "  ".join(_padded(row, widths)).rstrip()
    if len(rows) > _MOST_ROWS:
        yield f"  and {len(rows) - _MOST_ROWS} more; `--format html` lists all"


def _padded(row: Iterable[str], widths: Iterable[int]) -> Iterator[str]:
    return (cell + " " * (most - width(cell)) for cell, most in zip(row, widths, strict=True))


def _counted(counts: Counter[Severity]) -> str:
    return ", ".join(counted(counts[each], each) for each in SEVERITIES if counts[each])


def _scored(row: FileCount, name: str) -> tuple[str, ...]:
    found = row.score
    assert found is not None
    parts = ", ".join(f"{part.group} {part.score}" for part in found.parts)
    return str(found.total), name, f"security {found.security}, quality {found.quality}", parts
