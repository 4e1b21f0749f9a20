"""One settings file, or an editor's settings: their valid values, and problems with their places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from promptwell.language.text.source import SourceText, Span
from promptwell.language.text.toml_places import toml_places
from promptwell.settings.anchoring import anchor_globs
from promptwell.settings.fault import Fault
from promptwell.settings.model import GROUPS
from promptwell.settings.problem import PROJECT_FILE, SettingsProblem
from promptwell.settings.validate import validate

_ONLY_USERS = "`log.file` counts only from the editor's settings or `--log-file`: a repository may not choose it"


def read_settings(path: str, text: str) -> tuple[dict[str, Any], tuple[SettingsProblem, ...]]:
    """The valid settings in the text of a file, by field name, and what is wrong with the rest."""
    if text.startswith("\ufeff"):
        text = " " + text[1:]  # a byte order mark is no TOML, but some editors write one
    try:
        raw: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return {}, (_not_toml(path, text, error),)
    prefix: tuple[str, ...] = ()
    if path.endswith(PROJECT_FILE):
        prefix = ("tool", "promptwell")
        for step in prefix:
            raw = raw.get(step, {}) if isinstance(raw, dict) else {}
    if not isinstance(raw, dict):
        raw, faults = {}, [Fault((), False, "`tool.promptwell`: a table is wanted")]
        values: dict[str, Any] = {}
    else:
        values, faults = validate(raw)
    if isinstance(raw.get("log"), dict) and "file" in raw["log"]:
        faults.append(Fault(("log", "file"), True, _ONLY_USERS))
        values = _without_log_file(values)
    folder = path.rpartition("/")[0] or "/"
    return anchor_globs(values, folder), _placed(path, text, prefix, faults)


def read_editor_settings(
    settings: Mapping[str, Any],
) -> tuple[dict[str, Any], tuple[SettingsProblem, ...]]:
    """The valid settings that an editor sent; `budgetTokens` and `budget-tokens` mean the same."""
    values, faults = validate(_named(settings))
    return values, tuple(SettingsProblem("", Span(0, 0), fault.message) for fault in faults)


def _placed(
    path: str, text: str, prefix: tuple[str, ...], faults: list[Fault]
) -> tuple[SettingsProblem, ...]:
    if not faults:
        return ()
    places = toml_places(text)
    problems: list[SettingsProblem] = []
    for fault in faults:
        steps = (*prefix, *fault.place)
        while steps and steps not in places:
            steps = steps[:-1]
        place = places.get(steps)
        span = Span(0, 0) if place is None else place.key if fault.about_key else place.value
        problems.append(SettingsProblem(path, span, fault.message))
    return tuple(sorted(problems, key=lambda problem: problem.span))


def _not_toml(path: str, text: str, error: Exception) -> SettingsProblem:
    message = str(error) or "it is nested too deeply"
    source = SourceText(text)
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    start = source.end
    if found:
        start = source.offset(int(found[1]) - 1, int(found[2]) - 1)
    reason = re.sub(r" \(at .*\)$", "", message)
    span = Span(start, source.line_span(source.line_number(start)).end)
    return SettingsProblem(path, span, f"this is not TOML: {reason[:1].lower()}{reason[1:]}")


def _without_log_file(values: dict[str, Any]) -> dict[str, Any]:
    log = {name: value for name, value in values.get("log", {}).items() if name != "file"}
    return {**values, "log": log}


def _named(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings under our names for them, those of a group too; what is null was not given."""
    named: dict[str, Any] = {}
    for key, value in settings.items():
        name = _kebab(key)
        if value is not None:
            in_group = name.replace("-", "_") in GROUPS and isinstance(value, Mapping)
            named[name] = _named(value) if in_group else value
    return named


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).replace("_", "-").lower()
