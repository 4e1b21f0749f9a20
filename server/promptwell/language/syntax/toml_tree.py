"""TOML with exact places, as the tree that YAML has."""

from __future__ import annotations

import tomllib
from typing import Any

from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.source import Span
from promptwell.language.text.toml_places import Path, TomlPlace, toml_places


def read_toml(text: str) -> YamlNode | None:
    """The tree of a TOML text; None where it is no TOML. A table's place is its first header."""
    try:
        values = tomllib.loads(text.replace("\ufeff", " ", 1) if text[:1] == "\ufeff" else text)
        return _node(values, (), toml_places(text), Span(0, len(text)))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None


def _node(value: Any, path: Path, places: dict[Path, TomlPlace], around: Span) -> YamlNode:
    place = places.get(path)
    span = place.value if place else around
    if isinstance(value, dict):
        entries = tuple(
            YamlEntry(
                name,
                _key(name, (*path, name), places, span),
                _node(each, (*path, name), places, span),
            )
            for name, each in value.items()
        )
        return YamlNode("mapping", span, style="block", entries=entries)
    if isinstance(value, list):
        items = tuple(_node(each, (*path, index), places, span) for index, each in enumerate(value))
        return YamlNode("sequence", span, style="block", items=items)
    if not isinstance(value, str | int | float | bool):
        value = str(value)  # a date stays text, as in YAML
    return YamlNode("scalar", span, value, "double" if isinstance(value, str) else "plain")


def _key(name: str, path: Path, places: dict[Path, TomlPlace], around: Span) -> YamlNode:
    place = places.get(path)
    return YamlNode("scalar", place.key if place else Span(around.start, around.start), name)
