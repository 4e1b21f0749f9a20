"""What an editor inserts for a filter or test whose arguments have a usual form."""

from __future__ import annotations

SNIPPETS: dict[str, str] = {
    "attr": 'attr("${1:name}")',
    "default": 'default("$1")',
    "groupby": 'groupby("${1:attribute}")',
    "join": 'join("${1:, }")',
    "map": 'map(attribute="${1:name}")',
    "rejectattr": 'rejectattr("${1:attribute}")',
    "replace": 'replace("${1:old}", "${2:new}")',
    "selectattr": 'selectattr("${1:attribute}")',
    "truncate": "truncate(${1:255})",
}
