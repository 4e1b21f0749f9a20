"""Versions of prompts and what was done with them, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_SHORT = 9
_MINUTES = 16
_WHOLE = 1000


def history_lines(result: Any) -> Iterator[str]:
    """A line for each version, the newest first, with its metrics and how they changed."""
    versions = result["versions"]
    if not versions:
        yield (
            f"{result['prompt']} has no versions yet: saving it in an editor makes one, and "
            "`promptwell history import` takes its past from git"
        )
        return
    rows = [_cells(each) for each in versions]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True) if width)
        yield "  ".join(cells).rstrip()
    if not result["recorded"]:
        yield f"the file is another one now: promptwell diff {result['prompt']}"
    if result["next"]:
        yield f"older ones: --before {result['next']}"


def placed_lines(result: Any) -> Iterator[str]:
    """What a file has now."""
    version = result["version"]
    yield f"{result['prompt']} has version {version['number']} now, on branch {result['branch']}"


def merged_lines(result: Any) -> Iterator[str]:
    """What came of a merge, and where it has to be settled."""
    if not result["new"]:
        yield f"{result['branch']} has all of {result['merged']} already"
        return
    yield from placed_lines(result)
    for each in result["conflicts"]:
        yield f"to settle: {each['where'] or 'the text'} ({result['prompt'].partition('#')[0]}:{each['line']})"


def recorded_lines(result: Any) -> Iterator[str]:
    """What was recorded."""
    for each in result["recorded"]:
        number = each["version"]["number"]
        what = "is recorded as" if each["new"] else "is as in"
        yield f"{each['prompt']} {what} version {number}"
        if each["note"]:
            yield f"  {each['note']}"


def measured_lines(result: Any) -> Iterator[str]:
    """The metrics of a version, and how they changed."""
    yield f"{result['prompt']} version {result['version']['number']}: {_metrics(result['version'])}"


def version_lines(result: Any) -> Iterator[str]:
    """A version, and the text of its file."""
    version = result["version"]
    if version is not None:
        yield from ("  ".join(filter(None, _cells(version))), "")
    elif result["commit"]:
        yield from (f"commit {result['commit'][:_SHORT]}  {result['path']}", "")
    yield result["text"].removesuffix("\n")


def branch_lines(result: Any) -> Iterator[str]:
    """The branches, as git lists its own."""
    if not result["branches"]:
        yield f"{result['prompt']} has no versions yet, and so no branch"
    for each in result["branches"]:
        yield f"{'*' if each['current'] else ' '} {each['name']}  version {each['number']}"


def label_lines(result: Any) -> Iterator[str]:
    """The labels, and lines of the file that can't be read."""
    if not result["labels"]:
        yield f"{result['prompt']} has no labels"
    for each in result["labels"]:
        version = (
            f"version {each['number']}" if each["number"] else "a text that is no version here"
        )
        yield f"{each['name']}  {version}  {each['text_id'][:_SHORT]}"
    for each in result["problems"]:
        yield f"{result['file']}, line {each['line']}: {each['reason']}"


def _cells(version: Mapping[str, Any]) -> tuple[str, ...]:
    labels = ", ".join(version["labels"])
    branch = "" if version["branch"] == "main" else f"({version['branch']})"
    return (
        str(version["number"]),
        version["time"][:_MINUTES].replace("T", " "),
        version["author"],
        " ".join(filter(None, (branch, f"[{labels}]" if labels else ""))),
        version["commit"][:_SHORT],
        version["message"],
        "same meaning" if version["same_meaning"] else "",
        _metrics(version),
    )


def _metrics(version: Mapping[str, Any]) -> str:
    change = version["change"]
    return "  ".join(_metric(name, value, change) for name, value in version["metrics"].items())


def _metric(name: str, value: float, change: Mapping[str, float]) -> str:
    moved = f" ({_number(change[name], '+')})" if change.get(name) else ""
    return f"{name} {_number(value)}{moved}"


def _number(value: float, sign: str = "") -> str:
    return f"{value:{sign},.0f}" if abs(value) >= _WHOLE else f"{value:{sign}.3g}"
