"""The `inputs`, `sample` and `outputs` of a v1 file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.front_matter_rewrite import Group, Keep, Make, Plan
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.source import Span

_KINDS = {
    **dict.fromkeys(("list", "array", "sequence"), "array"),
    **dict.fromkeys(("dict", "map", "mapping", "object", "json"), "object"),
    **dict.fromkeys(("number", "double", "float"), "float"),
    **dict.fromkeys(("int", "integer"), "integer"),
    **dict.fromkeys(("bool", "boolean"), "boolean"),
    **dict.fromkeys(("str", "string", "text", "secret"), "string"),
}
_KIND_OF = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (list, "array"),
    (dict, "object"),
)


class InputsConversion:
    """Plans the inputs and outputs of one file; `remarks` gather what a person should look at.

    `dataset` is the sample file where it can't be read.
    """

    def __init__(
        self, document: PromptDocument, data: Mapping[str, Any], remarks: list[str]
    ) -> None:
        self.dataset = ""
        self.remarks = remarks
        self._document = document
        self._data = data
        self._root = document.root
        self._sample = self._sample_values()

    def inputs(self, entry: YamlEntry) -> list[Plan]:
        """What the `inputs` entry becomes, or a `sample` in a file without one."""
        if entry.name == "sample" and self._root.entry("inputs") is not None:
            return []
        sample = self._sample
        children: list[Plan] = []
        if entry.name == "inputs":
            if entry.value.kind == "sequence":
                return [Keep(entry, "", tuple(_kind_changes(entry.value.items)))]
            children += (
                self._input(inner, sample.pop(inner.name, None)) for inner in entry.value.entries
            )
        children += [self._sampled(name, value) for name, value in sample.items()]
        return [Group("inputs", tuple(children), entry)] if children else []

    def _input(self, entry: YamlEntry, sample: YamlEntry | Make | None) -> Plan:
        written = entry.value
        if written.kind != "mapping":
            given = written.kind not in ("missing", "alias") and written.value is not None
            default: Plan | None = Keep(entry, "default") if given else _as(sample, "default")
            parts = _typed(written.plain() if given else _value_of(sample), default)
            # A value becomes the default, and its comments stay with that line.
            return Group(_key_text(self._document, entry), parts, None if given else entry)
        children: list[Plan] = []
        typed = False
        for inner in written.entries:
            if inner.name in ("type", "kind") and not typed:
                typed = True
                children.append(_as_kind(inner))
            else:
                children.append(Keep(inner))
        if not typed:
            children.insert(0, Make("kind", _kind_of(_given(written, sample))))
        if self._is_array(written, _given(written, sample)) and written.entry("items") is None:
            children.append(_items_of(_given(written, sample)))
        if sample is not None:
            taken = "example" if written.get("default") is not None else "default"
            if taken == "default" or written.entry("example") is None:
                more = _as(sample, taken)
                # A sample that says what the default says already adds nothing.
                if more and not (taken == "example" and _value_of(sample) == _default(written)):
                    children.append(more)
        return Group(_key_text(self._document, entry), tuple(children), entry)

    def _is_array(self, written: YamlNode, value: Any) -> bool:
        kind = written.get("type") or written.get("kind")
        text = (kind.text() if kind else None) or _kind_of(value)
        return _KINDS.get(text.lower()) == "array"

    def _sampled(self, name: str, sample: YamlEntry | Make) -> Plan:
        key = _key_text(self._document, sample) if isinstance(sample, YamlEntry) else name
        return Group(key, _typed(_value_of(sample), _as(sample, "default")))

    def _sample_values(self) -> dict[str, YamlEntry | Make]:
        written = self._root.get("sample")
        if written is None:
            return {}
        if written.kind == "mapping":
            return {entry.name: entry for entry in written.entries}
        name = str(written.value or "")
        path = name[7:-1].strip() if name.startswith("${") else name
        content = self._data.get(path)
        if isinstance(content, list) and content:
            content = content[0]
        if not isinstance(content, dict):
            if name:
                self.dataset = path
                self.remarks.append(
                    f"the sample file '{path}' can't be read: it is now `metadata.dataset`; give the "
                    "inputs their defaults by hand"
                )
            return {}
        return {str(key): Make(str(key), value) for key, value in content.items()}

    def outputs(self, entry: YamlEntry) -> list[Plan]:
        """What the `outputs` entry becomes."""
        written = entry.value
        if written.kind == "sequence":
            return [Keep(entry, "", tuple(_kind_changes(written.items)))]
        if written.kind != "mapping":
            return [Keep(entry)] if written.text() else []
        children: list[Plan] = []
        for inner in written.entries:
            if inner.value.kind == "mapping":
                parts = [
                    _as_kind(each) if each.name == "type" else Keep(each)
                    for each in inner.value.entries
                ]
                if self._is_array(inner.value, None) and inner.value.entry("items") is None:
                    parts.append(_items_of(None))
                children.append(Group(_key_text(self._document, inner), tuple(parts), inner))
            else:
                kind = Make("kind", _kind_of(inner.value.value))
                children.append(Group(_key_text(self._document, inner), (kind,), inner))
        return [Group("outputs", tuple(children), entry)]


def _as_kind(entry: YamlEntry) -> Plan:
    written = entry.value.text()
    kind = _KINDS.get(written.lower(), written) if written else "string"
    if kind == written:
        return Keep(entry, "kind")
    if entry.value.kind != "scalar":
        return Make("kind", "string")
    return Keep(entry, "kind", ((entry.value.span, str(kind)),))


def _typed(value: Any, default: Plan | None) -> tuple[Plan, ...]:
    found: list[Plan] = [Make("kind", _kind_of(value))]
    if isinstance(value, list):
        found.append(_items_of(value))
    return (*found, default) if default else tuple(found)


def _items_of(value: Any) -> Make:
    """The items of an array, which Prompty 2 wants to be told."""
    first = value[0] if isinstance(value, list) and value else {}
    return Make("items", {"kind": "object" if isinstance(first, list) else _kind_of(first)})


def _kind_changes(items: Iterable[YamlNode]) -> Iterable[tuple[Span, str]]:
    for item in items:
        entry = item.entry("type")
        if entry is not None and item.entry("kind") is None:
            yield entry.key.span, "kind"
            written = entry.value.text()
            if written and written.lower() in _KINDS:
                yield entry.value.span, _KINDS[written.lower()]


def _as(sample: YamlEntry | Make | None, name: str) -> Plan | None:
    if sample is None or _value_of(sample) is None:
        return None
    return Keep(sample, name) if isinstance(sample, YamlEntry) else Make(name, sample.value)


def _value_of(sample: YamlEntry | Make | None) -> Any:
    if sample is None:
        return None
    return sample.value.plain() if isinstance(sample, YamlEntry) else sample.value


def _default(written: YamlNode) -> Any:
    node = written.get("default")
    return node.plain() if node is not None else None


def _given(written: YamlNode, sample: YamlEntry | Make | None) -> Any:
    value = _default(written)
    return _value_of(sample) if value is None else value


def _kind_of(value: Any) -> str:
    return next((kind for type_, kind in _KIND_OF if isinstance(value, type_)), "string")


def _key_text(document: PromptDocument, entry: YamlEntry) -> str:
    return document.source.slice(entry.key.span)
