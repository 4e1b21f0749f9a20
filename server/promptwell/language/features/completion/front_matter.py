"""Keys and values of the front matter, as the format's schema has them."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.yaml_cursor import Path, YamlCursor
from promptwell.language.features.describe import describe_schema
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.models.table import known_models
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.types import ANY
from promptwell.language.syntax.formats.base import KeySchema, schema_for
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES, dialect

_MOST_MODELS = 150
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


def in_front_matter(
    project: Project, model: SemanticModel, cursor: YamlCursor
) -> Iterator[CompletionItem]:
    """The keys that may come next at the cursor's level, or the values that its key may have."""
    root = schema_for(model.document)
    if root is None:
        return
    if not cursor.at_key:
        yield from _values(model, root, cursor)
        return
    schema = _at(root, cursor.path)
    if schema is None:
        return
    if schema.named:
        if cursor.path in (("inputs",), ("sample",)):
            yield from _missing_inputs(project, model, cursor)
        return
    for order, child in enumerate(schema.children):
        if child.name and child.name not in cursor.siblings and _applies(child, cursor):
            yield _key(child, cursor, order)


def _key(schema: KeySchema, cursor: YamlCursor, order: int) -> CompletionItem:
    scalar = any(each not in ("mapping", "list") for each in schema.types)
    text = schema.name
    if not cursor.has_colon:
        text += ": " if scalar or cursor.in_flow else ":"
    is_certain = schema.when is None or schema.when[0] in cursor.siblings
    rank = 0 if schema.required and is_certain else 1
    return CompletionItem(
        schema.name,
        "key",
        cursor.span,
        text,
        " or ".join(schema.types) + (", required" if schema.required else ""),
        describe_schema(schema, schema.name),
        order=(9 if schema.deprecated else rank) * 100 + order,
        deprecated=bool(schema.deprecated),
    )


def _values(model: SemanticModel, root: KeySchema, cursor: YamlCursor) -> Iterator[CompletionItem]:
    path = cursor.path
    if (path in _MODEL_KEYS and path != ("model",)) or (
        path == ("model",) and "string" in (_types(root, path))
    ):
        yield from _models(model, cursor)
    if len(path) >= 3 and path[-1] == "input" and "bindings" in path:
        for name in model.declared:
            yield CompletionItem(name, "variable", cursor.span, name, "input")
    if path == ("inputs", 0, "name"):
        for name in _undeclared(model):
            yield CompletionItem(name, "variable", cursor.span, name, "used, not declared", order=0)
    schema = _at(root, path)
    if schema is None:
        return
    for order, value in enumerate(schema.values):
        detail = "default" if value == schema.default else schema.name
        text = describe_schema(schema, schema.name) if schema.name else ""
        yield CompletionItem(value, "value", cursor.span, value, detail, text, order=order)
    if "boolean" in schema.types and "any" not in schema.types:
        for value in ("true", "false"):
            detail = "default" if value == schema.default else ""
            yield CompletionItem(value, "value", cursor.span, value, detail)


def _models(model: SemanticModel, cursor: YamlCursor) -> Iterator[CompletionItem]:
    provider = model.document.root.get("model", "provider")
    wanted = provider.text() if provider is not None else None
    offered = [each for each in known_models() if each.listed]
    preferred = [each for each in offered if each.provider == wanted]
    seen: set[str] = set()
    for each in (preferred or offered)[: _MOST_MODELS * 2]:
        if each.name in seen or len(seen) == _MOST_MODELS:
            continue
        seen.add(each.name)
        window = f", {each.context_window:,} tokens" if each.context_window else ""
        order = 1 if each.kind == "chat" else 3
        if each.retirement_date is not None:
            window += f", retires {each.retirement_date.isoformat()}"
            order += 1
        yield CompletionItem(
            each.name, "model", cursor.span, each.name, f"{each.provider}{window}", order=order
        )


def _missing_inputs(
    project: Project, model: SemanticModel, cursor: YamlCursor
) -> Iterator[CompletionItem]:
    """Names that the template uses and nobody declares: what an author adds to `inputs` next."""
    names = _undeclared(model)
    for name in project.inherited_uses(model.document.path):
        names.setdefault(name)
    for name in names:
        if name not in cursor.siblings and name not in model.declared:
            text = name if cursor.has_colon else f"{name}:"
            kind = model.type_of_input(name)
            detail = "used, not declared" + (f", {kind}" if kind != ANY else "")
            yield CompletionItem(name, "variable", cursor.span, text, detail)


def _undeclared(model: SemanticModel) -> dict[str, None]:
    known = dialect(model.document.dialect).globals | SPECIAL_NAMES
    return {
        use.name: None
        for use in model.free_uses
        if use.name not in model.declared and use.name not in known
    }


def _types(root: KeySchema, path: Path) -> tuple[str, ...]:
    schema = _at(root, path)
    return schema.types if schema is not None else ()


def _at(root: KeySchema, path: Path) -> KeySchema | None:
    """The schema below a path, whatever the file's tree looks like while it is being typed."""
    schema: KeySchema | None = root
    for step in path:
        if schema is None:
            return None
        if isinstance(step, int) or schema.named:
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
