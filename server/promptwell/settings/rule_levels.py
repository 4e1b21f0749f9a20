"""Which rules run on a file and how severe they are, from the settings that speak of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptwell.language.text.globs import matches

if TYPE_CHECKING:
    from promptwell.language.rules.base import Severity
    from promptwell.settings.model import Settings


def severities(settings: Settings, path: str) -> dict[str, str]:
    """Levels by rule id or group name for one file, as the run of the rules reads them.

    `select`, `ignore` and `per-file-ignores` say what runs, a rule's own name before its group's;
    `rules` says how severe it is.
    """
    ignored = set(settings.ignore)
    for glob, names in settings.per_file_ignores.items():
        if matches(glob, path):
            ignored.update(names)
    selected = set(settings.select)
    if not ignored and not selected:
        return dict(settings.rules)

    from promptwell.language.rules.registry import all_rules  # a run of the rules needs them anyway

    levels: dict[str, str] = {}
    for rule in all_rules():
        name, group = rule.id(), rule.group
        level = str(settings.rules.get(name) or settings.rules.get(group) or "")
        if name in ignored:
            level = "off"
        elif name in selected:
            level = _on(level)
        elif group in ignored:
            level = "off"
        elif group in selected:
            level = _on(level)
        elif selected:
            level = "off"
        if level:
            levels[name] = level
    return levels


def file_rule_level(settings: Settings, rule: str) -> Severity | None:
    """How severe a rule of the group `files` is, which is told before any rule is run; None for off."""
    if rule in settings.ignore or "files" in settings.ignore:
        return None
    level = settings.rules.get(rule) or settings.rules.get("files") or "default"
    if level == "off":
        return None
    return "error" if level == "default" else level


def _on(level: str) -> str:
    return "default" if level in ("", "off") else level
