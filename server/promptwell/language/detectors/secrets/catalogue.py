"""All formats, and which of them a keyword may begin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import ModuleType

from promptwell.language.detectors.secrets.format import Format


@cache
def families() -> tuple[ModuleType, ...]:
    """The tables of formats, each for one kind of provider, by the name `FORMATS`."""
    # Tables of a few hundred patterns, needed only where a text is looked through.
    from promptwell.language.detectors.secrets.formats import (
        clouds,
        code_hosts,
        data_services,
        messaging,
        model_providers,
        open_standards,
        operations,
        payments,
    )

    return (
        model_providers,
        clouds,
        code_hosts,
        messaging,
        payments,
        operations,
        data_services,
        open_standards,
    )


@cache
def all_formats() -> tuple[Format, ...]:
    """All formats, the more telling ones first."""
    found: list[Format] = [each for family in families() for each in family.FORMATS]
    return tuple(sorted(found, key=lambda each: not each.certain))


@cache
def formats_by_keyword() -> Mapping[str, tuple[Format, ...]]:
    """The formats that each keyword may begin."""
    found: dict[str, list[Format]] = {}
    for each in all_formats():
        for keyword in each.keywords:
            found.setdefault(keyword, []).append(each)
    return {keyword: tuple(each) for keyword, each in found.items()}
