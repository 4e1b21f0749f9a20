"""A baseline: the findings that a team knows of already, so that a check reports only new ones."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from promptwell.errors import UsageError
from promptwell.language.rules.base import Diagnostic
from promptwell.language.text.source import SourceText
from promptwell.services.checking import FileReport

VERSION = 1

# Of a file that was not checked, or settings that did not count, nothing is known: no old matter.
_NEVER_OLD = frozenset({"unreadable-file", "invalid-settings"})


class Known(NamedTuple):
    """What tells one finding from others: the file, the rule, and a hash of the line it stands in."""

    path: str
    rule: str
    fingerprint: str


Baseline = Counter[Known]
"""How often each finding is known to occur."""


class Gone(NamedTuple):
    """Findings of a baseline that no longer occur: the file, the rule, and how many."""

    path: str
    rule: str
    number: int


class Compared(NamedTuple):
    """Reports with what is new, reports with what was known, and what of the baseline is gone."""

    new: list[FileReport]
    known: list[FileReport]
    gone: tuple[Gone, ...]


def compare(
    reports: Iterable[FileReport],
    baseline: Baseline,
    name_of: Callable[[str], str],
    is_required: Callable[[str, Diagnostic], bool],
    exists: Callable[[str], bool],
    judges: Callable[[str], bool],
) -> Compared:
    """Take what a baseline knows out of reports.

    Args:
        reports: what a check found.
        baseline: what was known before.
        name_of: a path as the baseline writes it.
        is_required: whether the policy of a file does not let a finding be hidden.
        exists: whether there is a file of a name in the baseline.
        judges: whether a rule has been run at all, by its id.
    """
    left = Counter(baseline)
    checked: set[str] = set()
    new: list[FileReport] = []
    known: list[FileReport] = []
    for report in reports:
        name, source = name_of(report.path), SourceText(report.text)
        checked.add(name)
        kept: list[Diagnostic] = []
        hidden: list[Diagnostic] = []
        for each in report.diagnostics:
            key = Known(name, each.rule, fingerprint(name, source, each))
            if left[key] > 0 and not is_required(report.path, each):
                left[key] -= 1
                hidden.append(each)
            else:
                kept.append(each)
        new.append(report._replace(diagnostics=tuple(kept)))
        if hidden:
            known.append(report._replace(diagnostics=tuple(hidden)))
    gone: Counter[tuple[str, str]] = Counter()
    for key, count in left.items():
        if count > 0 and judges(key.rule) and (key.path in checked or not exists(key.path)):
            gone[key.path, key.rule] += count
    return Compared(new, known, tuple(Gone(*key, count) for key, count in sorted(gone.items())))


def updated(
    reports: Iterable[FileReport],
    baseline: Baseline,
    name_of: Callable[[str], str],
    is_required: Callable[[str, Diagnostic], bool],
    exists: Callable[[str], bool],
    judges: Callable[[str], bool],
) -> Baseline:
    """The baseline with what was found now; of files and rules that were left out it keeps what it had."""
    found: Baseline = Counter()
    checked: set[str] = set()
    for report in reports:
        name, source = name_of(report.path), SourceText(report.text)
        checked.add(name)
        for each in report.diagnostics:
            if each.rule not in _NEVER_OLD and not is_required(report.path, each):
                found[Known(name, each.rule, fingerprint(name, source, each))] += 1
    for key, count in baseline.items():
        if (key.path not in checked or not judges(key.rule)) and exists(key.path):
            found[key] = count
    return found


def fingerprint(name: str, source: SourceText, diagnostic: Diagnostic) -> str:
    """The same for the same finding when lines are added above it; tells nothing of the text."""
    start = min(diagnostic.span.start, source.end)
    around = source.line_span(source.line_number(start))
    # A line may be the whole file; what stands near is enough to know it again.
    line = source.text[max(around.start, start - 200) : min(around.end, start + 200)].strip()
    text = f"{name}\n{diagnostic.rule}\n{line}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def write_baseline(baseline: Baseline) -> str:
    """The baseline as JSON, sorted, so that a change of it reads well in a review."""
    files: dict[str, dict[str, dict[str, int]]] = {}
    for key, count in sorted(baseline.items()):
        files.setdefault(key.path, {}).setdefault(key.rule, {})[key.fingerprint] = count
    return json.dumps({"version": VERSION, "files": files}, indent=2, ensure_ascii=False) + "\n"


def read_baseline(name: str, text: str) -> Baseline:
    """The baseline in the text of a file.

    Raises:
        UsageError: it is none, or one of a later version.
    """
    try:
        raw: Any = json.loads(text)
        version = raw["version"]
        found = Counter(dict(_read(raw["files"]))) if version == VERSION else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        message = f"{name}: this is no baseline; write one with --update-baseline"
        raise UsageError(message) from error
    if found is None:
        raise UsageError(f"{name}: a baseline of version {version}; upgrade promptwell to read it")
    return found


def _read(files: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Iterable[tuple[Known, int]]:
    for path, rules in files.items():
        for rule, prints in rules.items():
            for each, count in prints.items():
                yield Known(path, rule, each), int(count)
