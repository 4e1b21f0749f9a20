"""The schema of the front matter agrees with the loader that owns the format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from promptwell.language.syntax.formats.base import (
    KeySchema,
    all_formats,
    format_named,
    schema_at,
    schema_for,
)
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.yaml.node import YamlNode


def refusals(schema: KeySchema, node: YamlNode) -> Iterator[str]:
    """What the schema says that the loader refuses."""
    if schema.strict and not schema.allows(node):
        yield f"type of {schema.name}"
    if schema.refuses_nothing and node.kind == "missing":
        yield f"no value for {schema.name}"
    if node.kind == "mapping" and not schema.named:
        for child in schema.children:
            if child.strict and child.required and child.applies(node):
                condition = child.when and node.get(child.when[0])
                if node.entry(child.name) is None and (child.when is None or condition):
                    yield f"{child.name} is missing"
    for entry in node.entries:
        below = schema.item if schema.named else schema.child(entry.name, node)
        if below is not None:
            yield from refusals(below, entry.value)
    for item in node.items:
        if schema.item is not None and item.kind == "mapping":
            yield from refusals(schema.item, item)


ACCEPTED = [
    "name: x",
    "name: 3",
    "unknown: 1",
    "inputs: {x: {kind: string}}",
    "inputs: [{name: x, kind: string}]",
    "inputs: [Jane]",
    "inputs: [{name: x, kind: banana}]",
    "inputs: [{name: x, kind: array, items: {kind: string}}]",
    "inputs: [{name: x, kind: array, items: string}]",
    "inputs: [{name: x, kind: object, properties: {a: {kind: string}}}]",
    "inputs: [{name: x, kind: union, anyOf: [{kind: string}]}]",
    "inputs: [{name: x, kind: string, required: 'yes'}]",
    "outputs: [{name: x, kind: string}]",
    "model: gpt-4",
    "model: {id: x, apiType: foo, provider: bar}",
    "model: {id: x, connection: {kind: bogus}}",
    "model: {id: x, options: {temperature: hot, unknown: 1}}",
    "tools: {t: {kind: function}}",
    "tools: {t: function}",
    "tools: [{name: t, kind: function, parameters: [], bindings: {a: x, b: {input: y}}}]",
    "tools: [{name: t, kind: function, parameters: [], bindings: [{name: a, input: x}]}]",
    "tools: [{name: t, kind: mcp, connection: {kind: reference}, approvalMode: never}]",
    "tools: [{name: t, kind: openapi, connection: {kind: key}, specification: a.json}]",
    "tools: [{name: t, kind: own, connection: {kind: key}, options: {a: 1}}]",
    "template: {format: jinja2, parser: prompty}",
    "template: {format: {kind: liquid}, parser: {kind: prompty}}",
    "metadata: {anything: [1]}",
    "metadata:",
]

REFUSED = [
    "inputs:",
    "inputs: {x: Jane}",
    "inputs: {x: {default: Jane}}",
    "inputs: {x: {type: string}}",
    "inputs: [{name: x, default: a}]",
    "inputs: {x: }",
    "inputs: [{name: x, kind: array}]",
    "inputs: [{name: x, kind: object, properties: {a: 1}}]",
    "model:",
    "model: [a]",
    "model: {id: x, connection: foo}",
    "model: {id: x, connection: {name: a}}",
    "model: {id: x, options: foo}",
    "tools: [{name: t, kind: mcp}]",
    "tools: [{name: t, kind: own}]",
    "template: jinja2",
    "template:",
    "template: {format: jinja2}",
    "template: {parser: prompty}",
    "metadata: foo",
]


def loads(front_matter: str, folder: Path) -> bool:
    prompty = pytest.importorskip("prompty", reason="the prompty package is not installed")
    path = folder / "a.prompty"
    path.write_text(f"---\n{front_matter}\n---\nsystem:\nHi\n", encoding="utf-8")
    try:
        prompty.load(path)
    except Exception:  # noqa: BLE001  # the loader refuses in many ways, all alike here
        return False
    return True


@pytest.mark.parametrize("front_matter", ACCEPTED)
def test_what_prompty_loads_the_schema_accepts(front_matter: str, tmp_path: Path) -> None:
    document = parse(f"---\n{front_matter}\n---\nHi\n", "a.prompty", dialect="prompty-v2")
    schema = schema_for(document)
    assert schema is not None
    assert list(refusals(schema, document.root)) == []
    assert loads(front_matter, tmp_path)


@pytest.mark.parametrize("front_matter", REFUSED)
def test_what_prompty_refuses_the_schema_refuses(front_matter: str, tmp_path: Path) -> None:
    document = parse(f"---\n{front_matter}\n---\nHi\n", "a.prompty", dialect="prompty-v2")
    schema = schema_for(document)
    assert schema is not None
    assert list(refusals(schema, document.root)) != []
    assert not loads(front_matter, tmp_path)


@pytest.mark.parametrize(
    ("path", "name", "some_child"),
    [
        ((), "", "name"),
        (("inputs",), "inputs", None),
        (("inputs", "topic"), "", "kind"),
        (("inputs", "topic", "items"), "items", "enumValues"),
        (("outputs", 0, "kind"), "kind", None),
        (("tools", 0), "", "serverName"),
        (("tools", 0, "connection"), "connection", "apiKey"),
        (("tools", 0, "bindings", "a"), "", "input"),
        (("model", "options", "temperature"), "temperature", None),
        (("metadata", "budget", "tokens"), "tokens", None),
        (("metadata", "tests", 0), "", "inputs"),
    ],
)
def test_the_schema_of_any_place_can_be_asked(
    path: tuple[str | int, ...], name: str, some_child: str | None
) -> None:
    document = parse("---\ntools: [{kind: mcp}]\n---\n", "a.prompty")
    schema = schema_at(document, path)
    assert schema is not None
    assert schema.name == name
    if some_child:
        assert schema.child(some_child) is not None


@pytest.mark.parametrize("path", [("nothing",), ("model", "id", "x"), ("metadata", "own", "key")])
def test_a_place_without_a_schema_gives_none(path: tuple[str, ...]) -> None:
    assert schema_at(parse("---\nname: x\n---\n", "a.prompty"), path) is None


def test_a_key_belongs_to_the_kinds_it_is_for() -> None:
    document = parse("---\ninputs: [{name: a, kind: string}]\n---\n", "a.prompty")
    schema = schema_at(document, ("inputs", 0))
    node = document.root.get("inputs")
    assert schema is not None
    assert node is not None
    items, default = schema.child("items"), schema.child("default")
    assert items is not None
    assert default is not None
    assert not items.applies(node.items[0])
    assert default.applies(node.items[0])


def keys_of(schema: KeySchema, seen: set[int]) -> Iterator[KeySchema]:
    if id(schema) in seen:
        return
    seen.add(id(schema))
    yield schema
    for child in schema.children:
        yield from keys_of(child, seen)
    if schema.item is not None:
        yield from keys_of(schema.item, seen)


@pytest.mark.parametrize("dialect", ["prompty-v2", "prompty-v1"])
def test_every_key_is_explained_in_sentences(dialect: str) -> None:
    found = format_named("prompty")
    root = found.schema(dialect) if found else None
    assert root is not None
    for key in keys_of(root, set()):
        if key.name:
            assert key.doc.endswith("."), key.name
            assert key.types, key.name


def test_formats_are_found_by_name() -> None:
    names = [each.name for each in all_formats()]
    assert {"agent-file", "jinja", "prompty"} <= set(names)
    assert all(format_named(name) is not None for name in names)
    assert format_named("nothing of the kind") is None
    assert schema_for(parse("x", "a.j2")) is None
