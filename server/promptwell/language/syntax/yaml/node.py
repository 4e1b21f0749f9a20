"""The tree of a YAML text: mappings, sequences and scalars, each with its span."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
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
        entries = tuple(entry.shifted(by) for entry in self.entries)
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


class YamlEntry:
    """One `key: value` of a mapping; `name` is the key as text, whatever type YAML gives it.

    An entry that has moved makes its nodes when they are first asked for: with each keystroke hundreds
    move and few are looked at. `by` is how far it stands behind its `base`.
    """

    __slots__ = ("_base", "_kept", "_key", "_value", "by", "name")

    def __init__(
        self,
        name: str,
        key: YamlNode | None,
        value: YamlNode | None,
        base: YamlEntry | None = None,
        by: int = 0,
    ) -> None:
        self.name = name
        self.by = by
        self._base = (
            base  # None for the base: an object that holds itself waits for the garbage search
        )
        self._key = key
        self._value = value
        self._kept: dict[Hashable, Any] | None = None

    @property
    def base(self) -> YamlEntry:
        """The entry as it was read."""
        return self._base or self

    @property
    def kept(self) -> dict[Hashable, Any]:
        """What was worked out from the base so far; the same for all that have it."""
        if self._base is not None:
            return self._base.kept
        if self._kept is None:
            self._kept = {}
        return self._kept

    @property
    def key(self) -> YamlNode:
        """The key."""
        if self._key is None:
            self._key = self.base.key.shifted(self.by)
        return self._key

    @property
    def value(self) -> YamlNode:
        """What the key is given."""
        if self._value is None:
            self._value = self.base.value.shifted(self.by)
        return self._value

    @property
    def span(self) -> Span:
        """From the key to the end of the value."""
        base = self._base or self
        key, value = base.key.span, base.value.span
        return Span(key.start + self.by, max(key.end, value.end) + self.by)

    def shifted(self, by: int) -> YamlEntry:
        """The same entry in a text where it begins `by` code points later."""
        if not by:
            return self
        return YamlEntry(self.name, None, None, self._base or self, self.by + by)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, YamlEntry):
            return NotImplemented
        if self.base is other.base:
            return self.by == other.by
        return (self.name, self.key, self.value) == (other.name, other.key, other.value)

    def __hash__(self) -> int:
        return hash((self.name, self.span))

    def __repr__(self) -> str:
        return f"YamlEntry({self.name!r}, {self.key!r}, {self.value!r})"
