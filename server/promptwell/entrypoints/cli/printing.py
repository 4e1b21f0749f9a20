"""The result of an operation as text: by a printer of its own, or as any data reads best."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

# By operation: the module in this folder and its function, from the result to lines.
PRINTERS: dict[str, str] = {
    "engine.start": "engine_text:status_lines",
    "engine.status": "engine_text:status_lines",
    "engine.stop": "engine_text:status_lines",
    "branch": "version_printing:branch_lines",
    "history": "version_printing:history_lines",
    "index": "prompt_printing:indexed",
    "index.rebuild": "prompt_printing:indexed",
    "label": "version_printing:label_lines",
    "merge": "version_printing:merged_lines",
    "prompt.archive": "prompt_printing:changed",
    "prompt.delete": "prompt_printing:changed",
    "prompt.export": "prompt_printing:exported",
    "prompt.import": "prompt_printing:imported",
    "prompt.list": "prompt_printing:listed",
    "prompt.move": "prompt_printing:changed",
    "prompt.restore": "prompt_printing:changed",
    "prompt.show": "prompt_printing:shown",
    "prompt.tag": "prompt_printing:changed",
    "rollback": "version_printing:placed_lines",
    "search": "found_prompts:search_lines",
    "similar": "found_prompts:similar_lines",
    "switch": "version_printing:placed_lines",
    "version.measure": "version_printing:measured_lines",
    "version.record": "version_printing:recorded_lines",
    "version.show": "version_printing:version_lines",
}

_WIDEST = 60


def print_result(operation: str, result: Any) -> None:
    """Print a result for a person."""
    for line in _printer(operation)(result):
        print(line)


def _printer(operation: str) -> Callable[[Any], Iterator[str]]:
    if operation not in PRINTERS:
        return lines_of
    module, _, name = PRINTERS[operation].partition(":")
    printer: Callable[[Any], Iterator[str]] = getattr(
        import_module(f"promptwell.entrypoints.cli.{module}"), name
    )
    return printer


def lines_of(result: Any) -> Iterator[str]:
    """Any result: single values by their names, lists of records as tables."""
    if not isinstance(result, Mapping):
        yield _written(result)
        return
    single = {name: each for name, each in result.items() if not _is_large(each)}
    large = {name: each for name, each in result.items() if _is_large(each)}
    width = max((len(_title(name)) for name in single), default=0)
    for name, value in single.items():
        if value not in (None, "", [], {}):
            yield f"{_title(name):<{width}}  {_written(value)}"
    for name, value in large.items():
        # What is all there is needs no title.
        titled = len(large) > 1 or any(each not in (None, "", [], {}) for each in single.values())
        if titled:
            yield f"{_title(name)}:"
        lines = table(value) if isinstance(value, list) else lines_of(value)
        yield from (f"  {line}" if titled else line for line in lines)


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> Iterator[str]:
    """Records as a table; columns in which nothing stands are left out."""
    names = [
        name
        for name in columns or dict.fromkeys(name for row in rows for name in row)
        if any(row.get(name) not in (None, "", [], {}, False) for row in rows)
    ]
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    widths = [max(len(each) for each in column) for column in zip(names, *cells, strict=True)]
    for line in ([_title(name) for name in names], *cells):
        yield "  ".join(
            f"{each:<{width}}" for each, width in zip(line, widths, strict=True)
        ).rstrip()


def _is_large(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(each, Mapping) for each in value)
    return isinstance(value, Mapping) and bool(value)


def _title(name: str) -> str:
    return name.replace("_", " ")


def _cell(value: Any) -> str:
    text = " ".join(_written(value).split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 3] + "..."


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_written, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_written(each)}" for name, each in value.items())
    return str(value)
