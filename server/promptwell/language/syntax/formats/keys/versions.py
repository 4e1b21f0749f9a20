"""Which version of Prompty a front matter follows, told by its keys."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode

_MODEL_V1 = ("api", "configuration", "parameters", "response")
_MODEL_V2 = ("id", "apiType", "options")
_TOP_V1 = ("sample", "base")
# People write these at the top of v2 files too, where loaders ignore them.
_TOP_V1_WEAK = ("authors", "tags", "version")
_TOP_V2_WEAK = ("metadata", "tools", "displayName")


def version_of(root: YamlNode | None) -> str:
    """`prompty-v1` or `prompty-v2`. Without any sign of either it is version 2."""
    if root is None or root.kind != "mapping":
        return "prompty-v2"
    first, second = list(_signs_of_v1(root)), list(_signs_of_v2(root))
    if first or second:
        # A file half way between the versions still loads with neither; v1 is where it comes from.
        return "prompty-v1" if len(first) >= len(second) else "prompty-v2"
    names = {entry.name for entry in root.entries}
    if names.intersection(_TOP_V1_WEAK) and not names.intersection(_TOP_V2_WEAK):
        return "prompty-v1"
    return "prompty-v2"


def mixed_versions(root: YamlNode | None, dialect: str) -> Iterator[Problem]:
    """One problem where a file holds keys of the other version besides its own."""
    if root is None or root.kind != "mapping":
        return
    first, second = list(_signs_of_v1(root)), list(_signs_of_v2(root))
    if not first or not second:
        return
    own, other = (first, second) if dialect == "prompty-v1" else (second, first)
    here, there = ("v1", "v2") if dialect == "prompty-v1" else ("v2", "v1")
    message = f"`{other[0].name}` belongs to Prompty {there}, but the rest of this file is {here}"
    related = ((own[0].key.span, f"`{own[0].name}` is a key of Prompty {here}"),)
    yield Problem("mixed-versions", other[0].key.span, message, related)


def _signs_of_v1(root: YamlNode) -> Iterator[YamlEntry]:
    for entry in root.entries:
        if entry.name in _TOP_V1:
            yield entry
        elif entry.name == "model":
            yield from (each for each in entry.value.entries if each.name in _MODEL_V1)
        elif entry.name == "template" and entry.value.text():
            if not str(entry.value.value).startswith("${"):
                yield entry
        elif entry.name in ("inputs", "outputs") and entry.value.kind == "mapping":
            for inner in entry.value.entries:
                kind = inner.value.entry("type")
                if kind and inner.value.entry("kind") is None:
                    yield kind


def _signs_of_v2(root: YamlNode) -> Iterator[YamlEntry]:
    for entry in root.entries:
        if entry.name == "model":
            yield from (each for each in entry.value.entries if each.name in _MODEL_V2)
        elif entry.name == "template" and entry.value.kind == "mapping":
            yield from (each for each in entry.value.entries if each.name in ("format", "parser"))
        elif entry.name in ("inputs", "outputs"):
            if entry.value.kind == "sequence":
                yield entry
            for inner in entry.value.entries:
                kind = inner.value.entry("kind")
                if kind:
                    yield kind
