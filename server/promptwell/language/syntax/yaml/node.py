"""The tree of a YAML text: mappings, sequences and scalars, each with its span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from promptwell.language.text.source import Span

Kind = Literal["mapping", "sequence", "scalar", "alias", "missing"]
Style = Literal["plain", "single", "double", "literal", "folded", "flow", "block"]


@dataclass(frozen=True, slots=True)
class YamlNode:
    """One value. `value` is the resolved scalar (str, int, float, bool, None; dates stay text).

    `span` covers what is written, quotes and block indicators included, and ends at the last
    character of the value (not at the next key). A `missing` node is an absent value
    (`key:` with nothing behind it): its span is empty and its value None.
    An `alias` node has the anchor's name as its value; it is never expanded.
    """

    kind: Kind
    span: Span
    value: Any = None
    style: Style = "plain"
    entries: tuple[YamlEntry, ...] = ()
    items: tuple[YamlNode, ...] = ()

    def entry(self, key: str) -> YamlEntry | None:
        """The last entry with this key, as YAML loaders keep the last of two."""
        found = None
        for entry in self.entries:
            if entry.name == key:
                found = entry
        return found

    def get(self, *path: str) -> YamlNode | None:
        """The value below a path of keys, or None where any of them is absent."""
        node: YamlNode | None = self
        for key in path:
            entry = node.entry(key) if node else None
            node = entry.value if entry else None
        return node

    def text(self) -> str | None:
        """The scalar as text if it is a string, else None."""
        return self.value if self.kind == "scalar" and isinstance(self.value, str) else None

    def plain(self) -> Any:
        """The value as JSON-like data: dict, list, str, int, float, bool or None."""
        if self.kind == "mapping":
            return {entry.name: entry.value.plain() for entry in self.entries}
        if self.kind == "sequence":
            return [item.plain() for item in self.items]
        return self.value

    def shifted(self, by: int) -> YamlNode:
        """The same tree in a text where it begins `by` code points later."""
        if not by:
            return self
        entries = tuple(
            YamlEntry(entry.name, entry.key.shifted(by), entry.value.shifted(by))
            for entry in self.entries
        )
        items = tuple(item.shifted(by) for item in self.items)
        return YamlNode(self.kind, self.span.shift(by), self.value, self.style, entries, items)

    def walk(self) -> Iterator[YamlNode]:
        """This node and all below it, in the order of the text."""
        yield self
        for entry in self.entries:
            yield entry.key
            yield from entry.value.walk()
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """One `key: value` of a mapping; `name` is the key as text, whatever type YAML gives it."""

    name: str
    key: YamlNode
    value: YamlNode

    @property
    def span(self) -> Span:
        """From the key to the end of the value."""
        return Span(self.key.span.start, max(self.key.span.end, self.value.span.end))
