"""Which rules run on a file, how severe they are and what they go by, from the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptwell.language.text.globs import matches

if TYPE_CHECKING:
    from datetime import date

    from promptwell.language.rules.base import RuleSettings
    from promptwell.language.rules.severity import Severity
    from promptwell.settings.model import RuleLevel, Settings


def rule_settings(settings: Settings, path: str, today: date) -> RuleSettings:
    """How the rules run on one file, with its `per-file-ignores` applied."""
    # Nobody who only reads settings loads the rules.
    from promptwell.language.detectors.taint.trust import TrustSettings
    from promptwell.language.rules.base import RuleSettings

    return RuleSettings(
        severities=severities(settings, path),
        filters=frozenset((*settings.filters, *settings.escape_filters)),
        tests=frozenset(settings.tests),
        globals=frozenset(settings.globals),
        tags=frozenset(settings.tags),
        keys=frozenset(settings.keys),
        budget_tokens=settings.budget_tokens,
        today=today,
        policy=settings.security.policy.policy(),
        trust=TrustSettings(dict(settings.trust), frozenset(settings.escape_filters)),
        metadata=settings.metadata.declarations(),
    )


def severities(settings: Settings, path: str) -> dict[str, str]:
    """Levels by rule id or group name for one file, as the run of the rules reads them.

    `select`, `ignore` and `per-file-ignores` say what runs, a rule's own name before its group's;
    `rules` says how severe it is.
    """
    ignored = _ignored(settings, path)
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
    """How severe a rule of the group `files` is by settings alone, whatever the file; None for off."""
    return file_rule_severity(settings, "", rule, "error")


def file_rule_severity(settings: Settings, path: str, rule: str, own: Severity) -> Severity | None:
    """How severe a finding of the group `files` is, whose own severity is given; None for off."""
    level = level_in_file(settings, path, rule)
    if level == "off":
        return None
    severity: Severity = own if level == "default" else level
    return settings.security.policy.policy().at_least(severity, rule, "files")


def level_in_file(settings: Settings, path: str, rule: str) -> RuleLevel:
    """The level of a rule of the group `files`, whose findings are made before any rule is run."""
    level = settings.rules.get(rule) or settings.rules.get("files") or "default"
    if {rule, "files"} & _ignored(settings, path):
        level = "off"
    if level == "off" and settings.security.policy.policy().requires(rule, "files"):
        return "default"
    return level


def _ignored(settings: Settings, path: str) -> set[str]:
    ignored = set(settings.ignore)
    for glob, names in settings.per_file_ignores.items():
        if matches(glob, path):
            ignored.update(names)
    return ignored


def _on(level: str) -> str:
    return "default" if level in ("", "off") else level
