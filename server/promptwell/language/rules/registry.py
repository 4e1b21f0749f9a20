"""Finds the rules: every module in the groups' folders, and those that other packages register."""

from __future__ import annotations

import logging
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

import promptwell.language.rules as package
from promptwell.language.rules.base import Rule
from promptwell.language.rules.groups import GROUPS, SECURITY_GROUPS

__all__ = ["ENTRY_POINT_GROUP", "GROUPS", "SECURITY_GROUPS", "all_rules", "rule_named"]

ENTRY_POINT_GROUP = "promptwell.rules"
_log = logging.getLogger(__name__)


@cache
def all_rules() -> tuple[type[Rule], ...]:
    """All rules, by group and then by name; those of other packages last."""
    rules: list[type[Rule]] = []
    for group in GROUPS:
        folders = [f"{folder}/{group}" for folder in package.__path__]
        for module in sorted(iter_modules(folders), key=lambda each: each.name):
            found = _rule_in(f"{package.__name__}.{group}.{module.name}")
            if found is not None:
                rules.append(found)
    for entry in entry_points(group=ENTRY_POINT_GROUP):
        try:
            loaded = entry.load()
        except Exception:  # noqa: BLE001  # a broken plug-in must not take the other rules with it
            _log.exception("rule plug-in %s could not be loaded", entry.name)
            continue
        if isinstance(loaded, type) and issubclass(loaded, Rule):
            rules.append(loaded)
    return tuple(rules)


def rule_named(name: str) -> type[Rule] | None:
    """The rule of an id, or None."""
    return next((rule for rule in all_rules() if rule.id() == name), None)


def _rule_in(module_name: str) -> type[Rule] | None:
    module = import_module(module_name)
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Rule) and value.__module__ == module_name:
            return value
    return None
