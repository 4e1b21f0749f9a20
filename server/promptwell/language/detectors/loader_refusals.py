"""What the loader of prompty 2 refuses in front matter, place by place.

It mirrors the published package (2.1.0), not its schema: the loader lets many wrong values pass
and refuses a few that the specification allows. A test compares the two on generated files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.source import Span


class Refusal(NamedTuple):
    """One place that keeps a file from being loaded.

    `kind` is `type` for a value of the wrong shape (`node` is the value, `wanted` what it
    should be), `shorthand` for a bare value where a mapping with a kind must stand, and `missing` for
    a mapping (`node`) that lacks `key`. `span` is where to show it, `name` what the value belongs to.
    """

    kind: Literal["type", "shorthand", "missing"]
    span: Span
    name: str
    node: YamlNode
    wanted: str = ""
    key: str = ""

    @property
    def old_kind(self) -> YamlEntry | None:
        """The `type` of version 1 that stands where the `kind` is missing."""
        if self.key != "kind" or self.name == "connection":
            return None
        return self.node.entry("type")

    @property
    def is_old_template(self) -> bool:
        """Whether the refused value is a template's bare name, as version 1 has it."""
        return self.kind == "type" and self.name == "template" and bool(self.node.text())


def loader_refusals(root: YamlNode) -> Iterator[Refusal]:
    """Everything in a v2 file's front matter that prompty 2 refuses, in the order it is checked."""
    for entry in _last_of_each(root):
        value = entry.value
        if _is_open(value):
            continue
        match entry.name:
            case "inputs" | "outputs":
                yield from _properties(entry, value)
            case "model":
                yield from _model(entry, value)
            case "tools":
                yield from _tools(entry, value)
            case "template":
                yield from _template(entry, value)
            case "metadata":
                if value.kind != "mapping" and not _is_null(value):
                    yield _wrong(entry, value, "a mapping")


def _properties(entry: YamlEntry, value: YamlNode) -> Iterator[Refusal]:
    if value.kind == "mapping":
        for each in _last_of_each(value):
            if _is_open(each.value):
                # `a: ${env:X}` becomes a bare value, whatever the variable holds.
                continue
            if each.value.kind == "mapping":
                yield from _property(each.name, each.key.span, each.value)
            elif each.value.kind == "sequence":
                yield _wrong(each, each.value, "a mapping with a `kind`")
            else:
                yield Refusal(
                    "shorthand", each.span, each.name, each.value, "a mapping with a `kind`"
                )
    elif value.kind == "sequence":
        for item in value.items:
            yield from _listed_property(entry.name, item)
    elif not isinstance(value.value, str):
        yield _wrong(entry, value, "a list or a mapping")


def _listed_property(owner: str, item: YamlNode) -> Iterator[Refusal]:
    if _is_open(item):
        return
    if item.kind == "mapping":
        name = item.get("name")
        label = str(name.value) if name and name.kind == "scalar" else owner
        yield from _property(label, _head(item), item)
    elif item.kind == "sequence" or _is_null(item):
        yield Refusal("type", item.span, owner, item, "a mapping with a `name` and a `kind`")


def _property(name: str, span: Span, node: YamlNode) -> Iterator[Refusal]:
    kind = node.get("kind")
    if kind is None and not _has_merge(node):
        yield Refusal("missing", span, name, node, key="kind")
        return
    if kind is None or _is_open(kind):
        return
    if not isinstance(kind.value, str) or not kind.value:
        yield Refusal("type", _shown(kind, span), "kind", kind, "a kind such as `string`")
        return
    for entry in _last_of_each(node):
        if entry.name == "items" and kind.value == "array":
            if not _is_null(entry.value):
                yield from _items(entry)
        elif (kind.value, entry.name) in (
            ("object", "properties"),
            ("union", "oneOf"),
            ("union", "anyOf"),
        ) and not _is_open(entry.value):
            yield from _properties(entry, entry.value)
    if kind.value == "array" and _lacks(node, "items"):
        yield Refusal("missing", span, name, node, key="items")


def _items(entry: YamlEntry) -> Iterator[Refusal]:
    value = entry.value
    if _is_open(value):
        return
    if value.kind == "mapping":
        yield from _property("items", entry.key.span, value)
    elif value.kind == "sequence":
        yield _wrong(entry, value, "a mapping with a `kind`")


def _model(entry: YamlEntry, value: YamlNode) -> Iterator[Refusal]:
    if value.kind != "mapping":
        if not isinstance(value.value, str) or value.kind == "sequence":
            yield _wrong(entry, value, "a model's name or a mapping")
        return
    for each in _last_of_each(value):
        if each.name == "connection":
            yield from _connection(each)
        elif each.name == "options" and each.value.kind != "mapping" and not _is_open(each.value):
            yield _wrong(each, each.value, "a mapping")


def _connection(entry: YamlEntry) -> Iterator[Refusal]:
    value = entry.value
    if _is_open(value):
        return
    if value.kind != "mapping":
        yield _wrong(entry, value, "a mapping with a `kind`")
        return
    kind = value.get("kind")
    if kind is None:
        if not _has_merge(value):
            yield Refusal("missing", entry.key.span, entry.name, value, key="kind")
    elif not _is_open(kind) and (not isinstance(kind.value, str) or not kind.value):
        yield Refusal("type", _shown(kind, entry.key.span), "kind", kind, "a kind such as `key`")


def _tools(entry: YamlEntry, value: YamlNode) -> Iterator[Refusal]:
    if value.kind == "mapping":
        for each in _last_of_each(value):
            if _is_open(each.value):
                continue
            if each.value.kind == "mapping":
                yield from _tool(each.name, each.key.span, each.value)
            elif each.value.kind == "sequence" or each.value.value != "function":
                yield _wrong(each, each.value, "a mapping with a `kind`")
    elif value.kind == "sequence":
        for item in value.items:
            if _is_open(item):
                continue
            if item.kind != "mapping":
                yield Refusal(
                    "type", item.span, "tools", item, "a mapping with a `name` and a `kind`"
                )
                continue
            name = item.get("name")
            label = str(name.value) if name and name.kind == "scalar" else "tool"
            yield from _tool(label, _head(item), item)
    elif value.value != "":
        yield _wrong(entry, value, "a list or a mapping")


def _tool(name: str, span: Span, node: YamlNode) -> Iterator[Refusal]:
    kind = node.get("kind")
    if (kind is None and _has_merge(node)) or (kind is not None and _is_open(kind)):
        return
    if kind is None:
        if _lacks(node, "connection"):
            yield Refusal("missing", span, name, node, key="kind")
    elif kind.value != "function" and _lacks(node, "connection"):
        yield Refusal("missing", span, name, node, key="connection")
    for entry in _last_of_each(node):
        if not _is_open(entry.value):
            yield from _tool_key(entry, kind.value if kind else None)


def _tool_key(entry: YamlEntry, kind: object) -> Iterator[Refusal]:
    value = entry.value
    if entry.name == "bindings":
        yield from _bindings(entry)
    elif entry.name == "parameters" and kind == "function":
        yield from _properties(entry, value)
    elif entry.name == "connection" and kind != "function" and not _is_null(value):
        yield from _connection(entry)
    elif (
        entry.name == "approvalMode"
        and kind == "mcp"
        and value.kind != "mapping"
        and not isinstance(value.value, str)
    ):
        yield _wrong(entry, value, "a mode's name or a mapping")


def _bindings(entry: YamlEntry) -> Iterator[Refusal]:
    value = entry.value
    if value.kind == "mapping":
        for each in _last_of_each(value):
            if each.value.kind == "sequence":
                yield _wrong(each, each.value, "the name of an input")
    elif value.kind == "sequence":
        for item in value.items:
            if item.kind == "mapping" or _is_open(item) or isinstance(item.value, str):
                continue
            yield Refusal("type", item.span, entry.name, item, "a mapping with `name` and `input`")
    elif not isinstance(value.value, str):
        yield _wrong(entry, value, "a list or a mapping")


def _template(entry: YamlEntry, value: YamlNode) -> Iterator[Refusal]:
    if value.kind != "mapping":
        yield _wrong(entry, value, "a mapping with `format` and `parser`")
        return
    for key in ("format", "parser"):
        if _lacks(value, key):
            yield Refusal("missing", entry.key.span, entry.name, value, key=key)
    for each in _last_of_each(value):
        if each.name not in ("format", "parser") or _is_open(each.value) or _is_null(each.value):
            continue
        if each.value.kind != "mapping" and not isinstance(each.value.value, str):
            yield _wrong(each, each.value, "a name or a mapping with a `kind`")


def _wrong(entry: YamlEntry, value: YamlNode, wanted: str) -> Refusal:
    return Refusal("type", _shown(value, entry.key.span), entry.name, value, wanted)


def _shown(value: YamlNode, key: Span) -> Span:
    return value.span if value.span.end > value.span.start else key


def _head(node: YamlNode) -> Span:
    """The part of a list item that names it: its name, else its first key."""
    name = node.entry("name")
    if name and name.value.span.end > name.value.span.start:
        return name.value.span
    return node.entries[0].key.span if node.entries else node.span


def _last_of_each(node: YamlNode) -> Iterator[YamlEntry]:
    """The entries that count: of two with one key, the loader sees the last."""
    last = {entry.name: entry for entry in node.entries}
    return (entry for entry in node.entries if last[entry.name] is entry)


def _is_null(node: YamlNode) -> bool:
    return node.kind in ("scalar", "missing") and node.value is None


def _is_open(node: YamlNode) -> bool:
    """Whether the value is only known once it is loaded: an alias, or `${env:}` and `${file:}`."""
    if node.kind == "alias":
        return True
    value = node.value
    if node.kind != "scalar" or not isinstance(value, str):
        return False
    return value.startswith("${") and value.endswith("}")


def _lacks(node: YamlNode, key: str) -> bool:
    value = node.get(key)
    if value is None:
        return not _has_merge(node)
    return _is_null(value)


def _has_merge(node: YamlNode) -> bool:
    return any(entry.name == "<<" for entry in node.entries)
