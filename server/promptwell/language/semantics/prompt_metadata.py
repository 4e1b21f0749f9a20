"""What a prompt's file says about the prompt: its tags, status, category, owner, and a team's own fields.

Of each format its own places count: `metadata` where the format has it, and the `tags`, `version` and
`authors` that Prompty version 1 has at the top.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from promptwell.language.semantics.metadata_declarations import OWN_KEYS
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.base import schema_for
from promptwell.language.syntax.formats.keys.metadata import STATUSES
from promptwell.language.syntax.yaml.node import YamlNode

FieldValue = str | int | float | bool | tuple[str, ...]
"""The value of a field; a date is text, as in JSON."""

_AT_THE_TOP = ("tags", "version", "authors")
_DESCRIPTIVE = frozenset(("version", "authors"))


@dataclass(frozen=True)
class PromptMetadata:
    """What is known about one prompt besides its text.

    `status` is one of `STATUSES`, and None where the file says something else. `category` is the word as
    written. `fields` holds all else under `metadata` that is a text, a number, a truth value or a list of
    such, declared or not, without the keys that steer Promptwell itself.
    """

    tags: tuple[str, ...] = ()
    status: str | None = None
    category: str | None = None
    owner: str | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


def prompt_metadata(document: PromptDocument) -> PromptMetadata:
    """The metadata of a document of any format. Never raises: what can't be understood is left out."""
    nodes = metadata_nodes(document)
    status = _text(document, nodes.get("status"))
    fields = {}
    for name, node in nodes.items():
        if name in _DESCRIPTIVE or name not in OWN_KEYS:
            value = field_value(document, node)
            if value is not None and name and _is_encodable(name):
                fields[name] = value
    return PromptMetadata(
        tags=tags_of(document, nodes.get("tags")),
        status=status if status in STATUSES else None,
        category=_text(document, nodes.get("category")),
        owner=_text(document, nodes.get("owner")),
        fields=fields,
    )


def metadata_nodes(document: PromptDocument) -> dict[str, YamlNode]:
    """The values of all keys that hold metadata, by their names; the last of two that are the same."""
    found: dict[str, YamlNode] = {}
    if document.format == "prompty":
        found |= {e.name: e.value for e in document.root.entries if e.name in _AT_THE_TOP}
    block = metadata_block(document)
    if block is not None:
        found |= {each.name: each.value for each in block.entries if each.value.kind != "missing"}
    return found


def metadata_block(document: PromptDocument) -> YamlNode | None:
    """The mapping under `metadata`; None where there is none, and where the format has no such key."""
    node = document.header.get("metadata")
    if node is None or node.kind != "mapping":
        return None
    schema = schema_for(document)
    return node if schema is not None and schema.child("metadata") is not None else None


def tags_of(document: PromptDocument, node: YamlNode | None) -> tuple[str, ...]:
    """The tags in a list, or in a text that has commas between them; each once, in their order."""
    if node is None:
        return ()
    if node.kind == "sequence":
        texts = [_text(document, item) for item in node.items]
    else:
        texts = [each.strip() for each in (_text(document, node) or "").split(",")]
    return tuple(dict.fromkeys(each for each in texts if each))


def field_value(document: PromptDocument, node: YamlNode) -> FieldValue | None:
    """A value of a field: what YAML says, with the items of a list as texts; None for all else."""
    if node.kind == "sequence":
        return tuple(each for each in _texts(document, node) if each)
    if node.kind != "scalar" or node.value is None:
        return None
    value: FieldValue = node.value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, str) and not _is_encodable(value):
        return None
    return value


def written_text(document: PromptDocument, node: YamlNode) -> str:
    """A scalar as a text: `1.10` stays `1.10`, and `on` stays `on`, though YAML has other values for them."""
    if isinstance(node.value, str):
        return node.value
    written = document.file.slice(node.span)
    is_bare = node.style == "plain" and written[:1] not in ("&", "!")
    return written if is_bare else str(node.value)


def keeps_metadata(document: PromptDocument) -> bool:
    """Whether metadata may be written into a file: Prompty and Dotprompt have a key of their own for it."""
    if document.embedding is not None or document.is_container:
        return False
    return document.format == "prompty" or document.dialect == "dotprompt"


def _texts(document: PromptDocument, node: YamlNode) -> Iterator[str | None]:
    for item in node.items:
        yield _text(document, item)


def _text(document: PromptDocument, node: YamlNode | None) -> str | None:
    if node is None or node.kind != "scalar" or node.value is None:
        return None
    text = written_text(document, node).strip()
    return text if text and _is_encodable(text) else None


def _is_encodable(text: str) -> bool:
    """Whether a text can be stored: half of a pair of surrogates, which YAML can write, is no character."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
