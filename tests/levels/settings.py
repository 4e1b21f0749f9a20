"""The settings of a case as the file that users write them in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.marked_cases import Case

SETTINGS_FILE = "promptwell.toml"


def settings_file(case: Case) -> str:
    """The text of the case's `promptwell.toml`: its options, with the rule it is about switched on."""
    written = next((file.text for file in case.files if file.path == SETTINGS_FILE), None)
    if written is not None:
        return written
    settings = dict(case.settings)
    if case.rule:
        settings["rules"] = {case.rule: "default", **settings.get("rules", {})}
    if case.dialect:
        settings["dialects"] = {"**": case.dialect, **settings.get("dialects", {})}
    for file in case.files:
        if file.path in ("main.md", "main.txt"):  # a prompt, though its name does not say so
            settings["formats"] = {file.path: "jinja", **settings.get("formats", {})}
    tables = {key: value for key, value in settings.items() if isinstance(value, Mapping)}
    lines = [f"{key} = {_value(value)}" for key, value in settings.items() if key not in tables]
    for key, table in tables.items():
        lines += [
            f"[{key}]",
            *(f"{json.dumps(name)} = {_value(each)}" for name, each in table.items()),
        ]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """A JSON value as TOML writes it: the two agree but for tables."""
    if isinstance(value, Mapping):
        entries = (f"{json.dumps(key)} = {_value(each)}" for key, each in value.items())
        return f"{{{', '.join(entries)}}}"
    return json.dumps(value, ensure_ascii=False)
