"""The shape of a data file: its rows, keys and lists without what they say."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from typing import Any

from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.yaml.read import read_yaml


def shape_of(text: str, path: str) -> Any:
    """What must be the same before and after a file is cleaned; None where it can't be read."""
    lowered = path.lower()
    try:
        if lowered.endswith((".csv", ".tsv")):
            mark = "\t" if lowered.endswith(".tsv") else ","
            return [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
        if lowered.endswith((".jsonl", ".ndjson")):
            return [_shape(json.loads(line)) for line in text.split("\n") if line.strip()]
        if lowered.endswith(".json"):
            return _shape(json.loads(text))
        if lowered.endswith(".toml"):
            return _shape(tomllib.loads(text))
    except (ValueError, RecursionError, csv.Error):
        return None
    if lowered.endswith((".yaml", ".yml")):
        reading = read_yaml(text)
        return (reading.strict, reading.root and _shape(reading.root.plain()))
    document = parse(text, path)
    strict = document.front_matter is None or document.front_matter.strict
    return (strict, _shape(document.root.plain()), len(document.messages))


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {"mapping": [_shape(each) for each in value.values()]}
    if isinstance(value, list):
        return [_shape(each) for each in value]
    return ""
