"""What the value of a front-matter key may be: what its schema lists, models, files, inputs."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.declaring import undeclared
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.metadata import metadata_values
from promptwell.language.features.completion.models import models
from promptwell.language.features.completion.outside import outside_value
from promptwell.language.features.completion.paths import paths_beside
from promptwell.language.features.completion.picoschema import choices
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.yaml_cursor import YamlCursor
from promptwell.language.features.describe import describe_schema
from promptwell.language.syntax.formats.base import KeySchema

_DATA_KEYS = frozenset(
    {
        ("sample",),
        ("metadata", "dataset"),
        ("metadata", "datasets"),
        ("metadata", "datasets", 0),
        ("metadata", "tests"),
    }
)
_DATA_FILES = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".yaml", ".yml")
_MODEL_KEYS = frozenset(
    {
        ("model",),
        ("model", "id"),
        ("model", "name"),
        ("model", "configuration", "model"),
        ("model", "configuration", "name"),
        ("model", "configuration", "azure_deployment"),
    }
)


def values(site: Site, schema: KeySchema | None, cursor: YamlCursor) -> Iterator[CompletionItem]:
    """The values that fit at the cursor; `schema` is that of the key."""
    outside = outside_value(site, cursor)
    if outside is not None:
        yield from outside
        return
    path = cursor.path
    # A version 1 file has no bare text at `model`.
    if path in _MODEL_KEYS and (len(path) > 1 or (schema and "string" in schema.types)):
        yield from models(site, cursor.span)
    if path in _DATA_KEYS:
        yield from _data_files(site, cursor)
    yield from _inputs(site, cursor)
    if path[:2] == ("input", "default"):
        yield from choices(site, cursor)
    yield from metadata_values(site, cursor)
    if schema is not None:
        yield from _listed(schema, cursor)


def _inputs(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem]:
    """Names of inputs: those a tool's parameter may be bound to, those that an item may declare."""
    path, span = cursor.path, cursor.span
    if len(path) >= 3 and path[-1] == "input" and "bindings" in path:
        for name in site.model.declared:
            yield CompletionItem(name, "variable", span, name, "input")
    if path == ("inputs", 0, "name"):
        for name in undeclared(site):
            yield CompletionItem(name, "variable", span, name, "used, not declared", order=0)


def _listed(schema: KeySchema, cursor: YamlCursor) -> Iterator[CompletionItem]:
    def text() -> str:
        return describe_schema(schema, schema.name) if schema.name else ""

    for order, value in enumerate(schema.values):
        detail = "default" if value == schema.default else schema.name
        yield CompletionItem(value, "value", cursor.span, value, detail, text, order=order)
    if "boolean" in schema.types and "any" not in schema.types:
        for value in ("true", "false"):
            detail = "default" if value == schema.default else ""
            yield CompletionItem(value, "value", cursor.span, value, detail)


def _data_files(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem]:
    """Files of samples beside the prompt, and folders that may hold some."""
    for path in paths_beside(site, cursor.prefix):
        if path.endswith(("/", *_DATA_FILES)):
            words = "folder" if path.endswith("/") else "data"
            yield CompletionItem(path, "file", cursor.span, path, words, order=2)
