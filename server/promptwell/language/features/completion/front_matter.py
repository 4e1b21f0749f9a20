"""Keys and values of the front matter, as the format's schema has them."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.declaring import declarations, fields_to_declare
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.metadata import metadata_keys, metadata_values
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.values_of_keys import values
from promptwell.language.features.completion.yaml_cursor import Path, YamlCursor
from promptwell.language.features.describe import describe_schema
from promptwell.language.semantics.types import ANY
from promptwell.language.syntax.formats.base import KeySchema, schema_for


def in_front_matter(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem]:
    """The keys that may come next at the cursor's level, or the values that its key may have."""
    root = schema_for(site.document)
    if root is None:
        return
    if not cursor.at_key:
        yield from values(site, _at(root, cursor.path), cursor)
        return
    if cursor.new_item:
        yield from metadata_values(site, cursor)
    schema = _at(root, cursor.path)
    if schema is None:
        return
    if cursor.path == ("inputs",) or (cursor.path == ("inputs", 0) and not cursor.siblings):
        yield from declarations(site, cursor)
    elif cursor.path == ("input", "schema"):
        yield from fields_to_declare(site, cursor)
    elif cursor.path == ("sample",) or cursor.path == ("input", "default"):
        yield from _sampled(site, cursor)
    yield from metadata_keys(site, cursor)
    if schema.named:
        return
    for order, child in enumerate(schema.children):
        if child.name and child.name not in cursor.siblings and _applies(child, cursor):
            yield _key(child, cursor, order)


def _key(schema: KeySchema, cursor: YamlCursor, order: int) -> CompletionItem:
    scalar = any(each not in ("mapping", "list") for each in schema.types)
    text = schema.name
    if not cursor.has_colon:
        text += ": " if scalar or cursor.in_flow else ":"
    is_certain = all(
        condition is None or condition[0] in cursor.siblings
        for condition in (schema.when, schema.unless)
    )
    names_item = schema.name == "name" and cursor.path[-1:] == (0,)  # the map form has no such key
    rank = 0 if names_item or (schema.required and is_certain) else 1
    order = -1 if names_item else order
    return CompletionItem(
        schema.name,
        "key",
        cursor.span,
        text,
        " or ".join(schema.types) + (", required" if schema.required else ""),
        lambda: describe_schema(schema, schema.name),
        order=(9 if schema.deprecated else rank) * 100 + order,
        deprecated=bool(schema.deprecated),
        origin="required" if schema.required and is_certain else "",
    )


def _sampled(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem]:
    """Names of inputs that a sample may give a value."""
    for name in dict.fromkeys([*site.model.declared, *(use.name for use in site.model.free_uses)]):
        if name not in cursor.siblings:
            text = name if cursor.has_colon else f"{name}: "
            known = site.model.type_of_input(name)
            detail = "input" + (f", {known}" if known != ANY else "")
            yield CompletionItem(name, "variable", cursor.span, text, detail)


def _at(root: KeySchema, path: Path) -> KeySchema | None:
    """The schema below a path, whatever the file's tree looks like while it is being typed."""
    schema: KeySchema | None = root
    for step in path:
        if schema is None:
            return None
        if isinstance(step, int) or schema.named or (schema.element and "any" in schema.types):
            schema = schema.item
        else:
            schema = schema.child(step)
    return schema


def _applies(schema: KeySchema, cursor: YamlCursor) -> bool:
    """Whether the key has a meaning beside its siblings, by their values as written."""
    for condition, wanted in ((schema.when, True), (schema.unless, False)):
        if condition and condition[0] in cursor.siblings:
            if (cursor.siblings[condition[0]] in condition[1]) is not wanted:
                return False
    return True
