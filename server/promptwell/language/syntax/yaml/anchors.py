"""What YAML's aliases stand for: `vars: *common`, `<<: *common`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode

_ANCHOR = re.compile(r"&([^\s\[\]{},]+)")
_DEEPEST = 20


class Anchors:
    """The anchored values of a YAML text by name; the last of two of one name counts."""

    def __init__(self, text: str, root: YamlNode) -> None:
        self._values: dict[str, list[YamlNode]] = {}
        if "*" not in text:
            return
        for node in root.walk():
            anchor = _ANCHOR.match(text, node.span.start, node.span.end)
            if anchor is not None and node.kind != "alias":
                self._values.setdefault(anchor[1], []).append(node)

    def named(self, name: str) -> Sequence[YamlNode]:
        """All values that have a name; an alias means the last one before it."""
        return self._values.get(name, ())

    def followed(self, node: YamlNode | None) -> YamlNode | None:
        """The value that a node stands for; None for an alias to nowhere."""
        for _ in range(_DEEPEST):
            if node is None or node.kind != "alias":
                return node
            named = self.named(str(node.value))
            node = named[-1] if named else None
        return None

    def entries(self, node: YamlNode, depth: int = 0) -> tuple[YamlEntry, ...] | None:
        """The entries of a mapping with those that `<<` merges in; None where these can't be told."""
        found: list[YamlEntry] = []
        for entry in node.entries:
            if entry.name != "<<":
                found.append(entry)
                continue
            value = self.followed(entry.value)
            if value is None or depth == _DEEPEST:
                return None
            for each in value.items if value.kind == "sequence" else (value,):
                merged = self.followed(each)
                inner = self.entries(merged, depth + 1) if merged is not None else None
                if merged is None or merged.kind != "mapping" or inner is None:
                    return None
                found += inner
        return tuple(found)

    def behind(self, nodes: Iterable[YamlNode]) -> dict[str, list[object]]:
        """What all aliases in some values stand for, as plain data by name; an alias in it stands there as well."""
        found: dict[str, list[object]] = {}
        waiting = list(_aliases(nodes))
        while waiting:
            name = waiting.pop()
            if name not in found:
                named = self.named(name)
                found[name] = [each.plain() for each in named]
                waiting += _aliases(named)
        return found


def _aliases(nodes: Iterable[YamlNode]) -> Iterable[str]:
    return (str(each.value) for node in nodes for each in node.walk() if each.kind == "alias")
