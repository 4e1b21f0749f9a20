"""Where the front matter says that a value has an attribute: a property, or a key of a sample."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.features.available import declaration_of
from promptwell.language.features.location import Location
from promptwell.language.semantics.declarations import name_place
from promptwell.language.semantics.declared_types import named_properties
from promptwell.language.semantics.local_values import origin_of
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span


class DeclaredPath(NamedTuple):
    """A key that names an input, a property or a part of a sample, with the path to what it names.

    A path begins with the input; `[]` is an item. `schema` is what a declaration says of the value;
    None where the key stands in an example, a default or a sample.
    """

    path: tuple[str, ...]
    key: YamlNode
    schema: YamlNode | None = None


class Source(NamedTuple):
    """The key that declares an attribute, and the file that it stands in."""

    model: SemanticModel
    declared: DeclaredPath

    @property
    def location(self) -> Location:
        """Where the key stands, without its quotes."""
        document = self.model.document
        return Location(document.path, name_place(document, self.declared.key))


def attribute_source(project: Project, model: SemanticModel, span: Span) -> Source | None:
    """What declares the attribute at a span, in the file that declares its input.

    Loop variables and what `set` names are followed to the input that they come from. Properties
    go before examples, defaults and samples.
    """
    for use in model.uses:
        if span in use.path_spans:
            path = origin_of(model, use, use.path_spans.index(span) + 1)
            owner = declaration_of(project, model, path[0]) if path else None
            other = project.model(owner.path) if owner else None
            found = declared_paths(other.document.root) if other else ()
            each = next((each for each in found if each.path == path), None)
            return Source(other, each) if other and each else None
    return None


def declared_paths(root: YamlNode) -> Iterator[DeclaredPath]:
    """The keys that name inputs, properties and parts of samples.

    Properties go before examples and defaults, these before samples.
    """
    inputs = root.get("inputs")
    for key, value in named_properties(inputs) if inputs is not None else ():
        path = (str(key.value),)
        yield DeclaredPath(path, key, value)
        yield from _of_property(value, path)
        for each in ("example", "sample", "default"):
            yield from _of_data(value.get(each), path)
    yield from _of_data(root.get("sample"), ())


def _of_property(node: YamlNode, path: tuple[str, ...]) -> Iterator[DeclaredPath]:
    items, properties = node.get("items"), node.get("properties")
    if items is not None:
        yield from _of_property(items, (*path, "[]"))
    for key, value in named_properties(properties) if properties is not None else ():
        inner = (*path, str(key.value))
        yield DeclaredPath(inner, key, value)
        yield from _of_property(value, inner)


def _of_data(node: YamlNode | None, path: tuple[str, ...]) -> Iterator[DeclaredPath]:
    if node is None:
        return
    for item in node.items:
        yield from _of_data(item, (*path, "[]"))
    for entry in node.entries:
        inner = (*path, entry.name)
        yield DeclaredPath(inner, entry.key)
        yield from _of_data(entry.value, inner)
