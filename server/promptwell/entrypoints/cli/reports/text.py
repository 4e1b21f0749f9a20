"""The report for people: each finding with its line and what is meant in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby, islice

from promptwell.entrypoints.cli.reports.outcome import Entry, Outcome
from promptwell.entrypoints.cli.reports.visible import one_line, visible, width
from promptwell.language.rules.severity import SEVERITIES
from promptwell.language.text.counted import counted

_COLORS = {"error": "31", "warning": "33", "information": "36", "hint": "2"}

_WIDEST = 120
_LEAD = 30

# More of one file only hides the other files; machines get all of them from the other forms.
MOST_SHOWN = 50


def write_text(outcome: Outcome, *, color: bool = False) -> str:
    """The findings, at most `MOST_SHOWN` of one file, and a line that sums them up."""
    paint = _painted if color else _plain
    lines: list[str] = []
    for path, entries in groupby(outcome.entries(), key=lambda entry: entry.path):
        for entry in islice(entries, MOST_SHOWN):
            lines += _block(entry, outcome, paint)
        rest = Counter(entry.diagnostic.rule for entry in entries)
        if rest:
            lines.append(f"{paint(one_line(path), '1')}: {_more(rest)}")
    return "\n".join([*lines, summary(outcome, color=color)])


def summary(outcome: Outcome, *, color: bool = False) -> str:
    """How much was found, in one sentence, and what can be done about it."""
    paint = _painted if color else _plain
    files = counted(outcome.checked, "file")
    known = sum(len(report.diagnostics) for report in outcome.known)
    old = f" {known} known, in {one_line(outcome.baseline or '')}." if known else ""
    if not sum(outcome.counts.values()):
        return paint(f"No {'new ' if known else ''}problems in {files}.", "32") + old
    parts = [counted(outcome.counts[each], each) for each in SEVERITIES if outcome.counts[each]]
    sentence = f"{paint(_joined(parts), '1')} in {files}.{old}"
    hidden = sum(outcome.counts[each] for each in SEVERITIES if each not in outcome.listed)
    if hidden:
        sentence += f" {hidden} of them not shown: `--min-severity hint` shows all."
    return sentence + _fixable(outcome)


def _fixable(outcome: Outcome) -> str:
    if not outcome.mends:
        return ""
    safe = unsafe = 0
    for report in outcome.reports:
        for diagnostic in report.diagnostics:
            if any(fix.safe for fix in diagnostic.fixes):
                safe += 1
            elif diagnostic.fixes:
                unsafe += 1
    if safe and unsafe:
        return f" `--fix` mends {safe}, `--unsafe-fixes` {unsafe} more."
    if safe or unsafe:
        return f" `{'--fix' if safe else '--unsafe-fixes'}` mends {safe or unsafe}."
    return ""


def _more(rest: Counter[str]) -> str:
    rules = ", ".join(f"{rule} {count:,}" for rule, count in rest.most_common())
    return f"{rest.total():,} more not shown ({rules}); `--format json` lists all."


def _block(entry: Entry, outcome: Outcome, paint: Callable[[str, str], str]) -> Iterator[str]:
    diagnostic = entry.diagnostic
    line, column = entry.start
    severity = diagnostic.severity
    head = f"{one_line(entry.path)}:{line}:{column}"
    label = paint(f"{severity}[{diagnostic.rule}]", _COLORS[severity])
    yield f"{paint(head, '1')}: {label}: {one_line(diagnostic.message)}"
    if not entry.source.text:
        return
    shown, marks = _line_with_marks(entry)
    margin = " " * len(str(line))
    if shown.strip():
        yield f"  {line} | {shown}"
        yield f"  {margin} | {paint(marks, _COLORS[severity])}"
    for related in diagnostic.related:
        if related.path is None:
            place = entry.source.line_column(related.span.start)
            yield f"  {margin} = line {place[0] + 1}: {one_line(related.message)}"
        else:
            yield f"  {margin} = {one_line(outcome.shown(related.path))}: {one_line(related.message)}"
    for fix in diagnostic.fixes[:1] if outcome.mends else ():
        how = "--fix" if fix.safe else "--unsafe-fixes"
        yield f"  {margin} = {how}: {one_line(fix.title)}"


def _line_with_marks(entry: Entry) -> tuple[str, str]:
    """The first line of the finding, cut to what fits, and carets under what is meant."""
    line = entry.start[0] - 1
    text = entry.source.line_text(line)
    start = min(entry.start[1] - 1, len(text))
    end = entry.end[1] - 1 if entry.end[0] - 1 == line else len(text)
    end = max(start, min(end, len(text)))
    first, last = 0, len(text)
    if last > _WIDEST or width("".join(visible(text))) > _WIDEST:
        first = max(0, start - _LEAD)
        last = _fitting(text, first)
    shown = visible(text[first:last])
    before = "…" if first else ""
    after = "…" if last < len(text) else ""
    lead = width(before + "".join(shown[: start - first]))
    marked = max(1, width("".join(shown[start - first : end - first])))
    return before + "".join(shown) + after, " " * lead + "^" * marked


def _fitting(text: str, first: int) -> int:
    """Where to cut a line that is shown from an offset."""
    room = _WIDEST
    # No character is narrower than nothing, so this many are enough to look at.
    for index, shown in enumerate(visible(text[first : first + 2 * _WIDEST]), first):
        room -= width(shown)
        if room < 0:
            return index
    return min(len(text), first + 2 * _WIDEST)


def _joined(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _painted(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(text: str, code: str) -> str:  # noqa: ARG001  # the same shape as `_painted`
    return text
