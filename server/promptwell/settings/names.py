"""The names that settings may mention: rules, groups, formats."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1)
def known_rules() -> frozenset[str]:
    """The ids of all rules and the names of their groups, those of installed plugins included."""
    from importlib.metadata import entry_points

    from promptwell.language.rules.groups import GROUPS
    from promptwell.language.rules.table import RULES

    names = {*RULES, *GROUPS}
    if entry_points(group="promptwell.rules"):
        from promptwell.language.rules.registry import all_rules

        for rule in all_rules():
            names |= {rule.id(), rule.group}
    return frozenset(names)


@lru_cache(maxsize=1)
def known_formats() -> frozenset[str]:
    """The names of all formats."""
    from promptwell.language.syntax.formats.base import all_formats

    return frozenset(each.name for each in all_formats())
