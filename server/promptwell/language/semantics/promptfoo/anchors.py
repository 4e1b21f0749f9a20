"""What YAML's aliases in promptfoo's settings stand for: `vars: *common`, `<<: *common`."""

from __future__ import annotations

import re

from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode

_ANCHOR = re.compile(r"&([^\s\[\]{},]+)")
_DEEPEST = 20


class Anchors:
    """The anchored values of a YAML text by name; the last of two of one name counts."""

    def __init__(self, text: str, root: YamlNode) -> None:
        self._values: dict[str, YamlNode] = {}
        if "*" not in text:
            return
        for node in root.walk():
            anchor = _ANCHOR.match(text, node.span.start, node.span.end)
            if anchor is not None and node.kind != "alias":
                self._values[anchor[1]] = node

    def followed(self, node: YamlNode | None) -> YamlNode | None:
        """The value that a node stands for; None for an alias to nowhere."""
        for _ in range(_DEEPEST):
            if node is None or node.kind != "alias":
                return node
            node = self._values.get(str(node.value))
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
