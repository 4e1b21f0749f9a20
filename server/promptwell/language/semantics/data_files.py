"""Sample files and datasets: JSON, JSON lines, YAML and CSV as plain values."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

# More rows say nothing new about types, and a dataset may hold millions.
MAX_ROWS = 1000


def read_data(text: str, path: str) -> Any:
    """The values of a data file, by the ending of its name; None where it can't be read.

    JSON lines and CSV give a list of rows, at most `MAX_ROWS` of them.
    """
    suffix = path.rpartition(".")[2].lower()
    if suffix in ("jsonl", "ndjson"):
        return _json_lines(text)
    if suffix in ("csv", "tsv"):
        return _table(text, "\t" if suffix == "tsv" else ",")
    if suffix in ("yaml", "yml"):
        from promptwell.language.syntax.yaml.read import read_yaml

        root = read_yaml(text).root
        return root.plain() if root else None
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return _json_lines(text) or None


def rows_of(data: Any) -> list[dict[str, Any]]:
    """The samples in a data file's values: a list of rows, a `samples`/`data` list, or one row."""
    if isinstance(data, dict):
        for key in ("samples", "data", "rows", "tests"):
            if isinstance(data.get(key), list):
                return rows_of(data[key])
        return [data]
    if not isinstance(data, list):
        return []
    rows = []
    for row in data[:MAX_ROWS]:
        if isinstance(row, dict):
            nested = row.get("inputs", row.get("vars"))
            rows.append(nested if isinstance(nested, dict) else row)
    return rows


def _json_lines(text: str) -> list[Any]:
    rows: list[Any] = []
    for line in text.removeprefix("\ufeff").split("\n"):
        if len(rows) == MAX_ROWS:
            break
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except (ValueError, RecursionError):
            continue
    return rows


def _table(text: str, delimiter: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    try:
        reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter)
        for row in reader:
            if len(rows) == MAX_ROWS:
                break
            rows.append({str(key): value for key, value in row.items() if isinstance(value, str)})
    except csv.Error:
        return rows
    return rows
