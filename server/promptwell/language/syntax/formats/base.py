"""What a format of prompt files is, and the schema of its front matter."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Protocol

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.yaml.node import YamlNode

ValueType = Literal["string", "integer", "number", "boolean", "null", "mapping", "list", "any"]


class Format(Protocol):
    """One family of prompt files.

    To add a format, put a file into this folder that defines `FORMAT`, an object with these
    members; its docstring is the format's page. A distribution adds one by an entry point of
    the group `promptwell.formats` that names such an object. The port is made for these six:
    Prompty, Jinja templates, Markdown agent files, Dotprompt, prompts inside YAML, and promptfoo
    settings as a source of links.
    """

    name: str
    """What users write in settings: `prompty`."""

    dialects: tuple[str, ...]
    """The dialects that its files may have, the usual one first."""

    def owns(self, path: str) -> bool:
        """Whether the file's name or folder alone says that it has this format."""

    def recognizes(self, path: str, text: str) -> bool:
        """Whether the content says so, where no format owns the path."""

    def dialect_of(self, path: str, text: str) -> str:
        """The dialect of a file that has this format."""

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a file. Never raises; the document prints back to the text."""

    def schema(self, dialect: str) -> KeySchema | None:
        """What may stand in the front matter; None where the format has none."""


@dataclass(frozen=True)
class KeySchema:
    """One key of the front matter: what it takes, what it means.

    The root has the name "". `values` are what a text may be; with `suggested`, others are
    fine too. `below` are the keys of its mapping and `element` is the schema of each item of
    its list, and of each value where it maps free names (`inputs: {topic: ...}`). `shorthand` names the key
    below that a bare scalar stands for. `open` allows keys that are not listed without remark.
    `when` limits the key to mappings in which another key has one of these values: `("kind", ("array",))`;
    `unless` to those in which it has none of them.
    `deprecated` says what to write instead. With `strict` the owning tool refuses a file in which
    the value has another type or, where it is `required`, in which the key is missing; without, the tool
    reads on and the value does not do what it says. `judged_by` names the rule that judges the value in
    place of `wrong-value-type`.
    """

    name: str
    doc: str = ""
    types: tuple[ValueType, ...] = ("string",)
    values: tuple[str, ...] = ()
    suggested: bool = False
    required: bool = False
    strict: bool = False
    deprecated: str = ""
    default: str = ""
    shorthand: str = ""
    judged_by: str = ""
    open: bool = False
    when: tuple[str, tuple[str, ...]] | None = None
    unless: tuple[str, tuple[str, ...]] | None = None
    below: tuple[KeySchema, ...] | Callable[[], tuple[KeySchema, ...]] = ()
    element: KeySchema | Callable[[], KeySchema] | None = None

    @property
    def children(self) -> tuple[KeySchema, ...]:
        """The schemas of the keys in its mapping."""
        return self.below() if callable(self.below) else self.below

    @property
    def item(self) -> KeySchema | None:
        """The schema of what its list or its map of names holds."""
        if isinstance(self.element, KeySchema) or self.element is None:
            return self.element
        return self.element()

    @property
    def named(self) -> bool:
        """Whether its mapping maps names that the author chooses."""
        return self.element is not None and "mapping" in self.types and not self.children

    def child(self, name: str, node: YamlNode | None = None) -> KeySchema | None:
        """The schema of a key; with the mapping it stands in, the one that fits it there."""
        fallback = None
        for child in self.children:
            if child.name == name:
                if node is None or child.applies(node):
                    return child
                fallback = fallback or child
        return fallback

    def applies(self, node: YamlNode) -> bool:
        """Whether the key has a meaning in this mapping, by its `when` and `unless`.

        A mapping that does not say its kind yet may get any of its keys.
        """
        for condition, wanted in ((self.when, True), (self.unless, False)):
            value = node.get(condition[0]) if condition else None
            if condition and value is not None and (value.value in condition[1]) is not wanted:
                return False
        return True

    @property
    def refuses_nothing(self) -> bool:
        """Whether the owning tool refuses a file in which the key stands without a value."""
        return self.strict and "null" not in self.types and "any" not in self.types

    def allows(self, node: YamlNode) -> bool:
        """Whether a value has one of the types. A `${...}` reference and a missing value always have."""
        if "any" in self.types or node.kind in ("missing", "alias"):
            return True
        if node.kind == "mapping":
            return "mapping" in self.types
        if node.kind == "sequence":
            return "list" in self.types
        return (isinstance(node.value, str) and node.value.startswith("${")) or any(
            _is(node.value, each) for each in self.types
        )


def schema_for(document: PromptDocument) -> KeySchema | None:
    """The root of the front matter's schema for a document's format and dialect."""
    found = format_named(document.format)
    return found.schema(document.dialect) if found else None


def schema_at(document: PromptDocument, path: Sequence[str | int]) -> KeySchema | None:
    """The schema of the value below a path of keys and list positions; None where anything goes.

    `("inputs", 0)` and `("inputs", "topic")` give the schema of an input.
    """
    schema = schema_for(document)
    node: YamlNode | None = document.root
    for step in path:
        if schema is None:
            return None
        if isinstance(step, int):
            schema = schema.item
            items = node.items if node else ()
            node = items[step] if 0 <= step < len(items) else None
        else:
            schema = schema.item if schema.named else schema.child(step, node)
            node = node.get(step) if node else None
    return schema


def format_named(name: str) -> Format | None:
    """The format of a name, or None."""
    for found in all_formats():
        if found.name == name:
            return found
    return _from_distributions().get(name)


@lru_cache(maxsize=1)
def all_formats() -> tuple[Format, ...]:
    """The formats that come with Promptwell, those first that are told by a name alone."""
    from promptwell.language.syntax import formats

    found = []
    for module in sorted(pkgutil.iter_modules(formats.__path__), key=lambda each: each.name):
        if not module.ispkg and module.name != "base":
            loaded = importlib.import_module(f"{formats.__name__}.{module.name}")
            found.append(loaded.FORMAT)
    return tuple(found)


@lru_cache(maxsize=1)
def _from_distributions() -> dict[str, Format]:
    from importlib.metadata import entry_points

    return {entry.name: entry.load() for entry in entry_points(group="promptwell.formats")}


def further_formats() -> tuple[Format, ...]:
    """The formats that installed distributions add; looked up only when no other claims a file."""
    return tuple(_from_distributions().values())


def _is(value: Any, kind: ValueType) -> bool:
    if kind == "null":
        return value is None
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, int):
        return kind in ("integer", "number")
    if isinstance(value, float):
        return kind == "number"
    return kind == "string" and isinstance(value, str)
