"""The front matter beside its schema: each key with what the format says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.detectors.kept import kept_per_document
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.base import KeySchema, schema_for
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode


class KnownValue(NamedTuple):
    """A value that the schema describes.

    `entry` is the key it belongs to, or None for an item of a list; `owner` is the list's key.
    """

    node: YamlNode
    schema: KeySchema
    entry: YamlEntry | None
    owner: str = ""


class StrangeKey(NamedTuple):
    """A key that the schema of its mapping does not list, or that has no meaning there.

    `idle` is the schema of a key that is known but does nothing beside the mapping's other keys.
    """

    entry: YamlEntry
    holder: YamlNode
    schema: KeySchema
    idle: KeySchema | None = None


class DescribedKeys(NamedTuple):
    """The front matter as its schema sees it, in the order of the text."""

    values: tuple[KnownValue, ...]
    strange: tuple[StrangeKey, ...]


@kept_per_document
def described_keys(document: PromptDocument) -> DescribedKeys:
    """All values with their schemas, and the keys that have none; empty for a format without a schema."""
    schema = schema_for(document) if document.front_matter else None
    if schema is None or document.front_matter is None or document.front_matter.root is None:
        return DescribedKeys((), ())
    values: list[KnownValue] = []
    strange: list[StrangeKey] = []
    for found in _describe(document.root, schema, None):
        if isinstance(found, KnownValue):
            values.append(found)
        else:
            strange.append(found)
    return DescribedKeys(tuple(values), tuple(strange))


def _describe(
    node: YamlNode, schema: KeySchema, entry: YamlEntry | None, owner: str = ""
) -> Iterator[KnownValue | StrangeKey]:
    yield KnownValue(node, schema, entry, owner)
    if node.kind == "mapping" and schema.allows(node):
        item = schema.item if schema.named else None
        for each in node.entries:
            if item is not None:
                yield from _describe(each.value, item, each)
            else:
                yield from _key(each, node, schema)
    elif node.kind == "sequence" and schema.item is not None and schema.allows(node):
        for element in node.items:
            yield from _describe(element, schema.item, None, entry.name if entry else "")


def _key(
    entry: YamlEntry, holder: YamlNode, schema: KeySchema
) -> Iterator[KnownValue | StrangeKey]:
    child = schema.child(entry.name, holder)
    if child is None:
        if schema.children and not schema.open and entry.name != "<<":
            yield StrangeKey(entry, holder, schema)
        return
    if not child.applies(holder):
        yield StrangeKey(entry, holder, schema, child)
    else:
        yield from _describe(entry.value, child, entry)
