"""What the front matter declares, supplies, binds and refers to."""

from __future__ import annotations

from typing import Any

import pytest

from promptwell.language.semantics.declarations import (
    binding_uses,
    declarations,
    front_matter_references,
)
from promptwell.language.semantics.model import Declaration
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.parse import parse


def prompty(front_matter: str) -> PromptDocument:
    return parse(f"---\n{front_matter}\n---\nsystem:\nHi\n", "a.prompty")


def declared(front_matter: str, data: dict[str, Any] | None = None) -> list[Declaration]:
    return list(declarations(prompty(front_matter), data or {}))


@pytest.mark.parametrize(
    "front_matter",
    [
        "inputs:\n  - {name: topic, kind: string, required: true, default: tea, description: What}",
        "inputs:\n  topic: {kind: string, required: true, default: tea, description: What}",
        "inputs:\n  topic:\n    type: string\n    is_required: true\n    default: tea\n    description: What",
    ],
)
def test_the_list_form_the_map_form_and_version_one_say_the_same(front_matter: str) -> None:
    [found] = declared(front_matter)
    assert (found.name, found.origin, str(found.type), found.kind_text) == (
        "topic",
        "inputs",
        "string",
        "string",
    )
    assert (found.required, found.default, found.has_example) == (True, "tea", False)
    assert found.description == "What"


def test_every_part_of_a_declaration_has_its_place() -> None:
    document = prompty('inputs:\n  - name: "topic"\n    kind: string\n    default: "tea"')
    [found] = declarations(document, {})
    assert document.source.slice(found.name_span) == "topic"
    assert (
        document.source.slice(found.node) == 'name: "topic"\n    kind: string\n    default: "tea"'
    )
    assert found.type_span is not None
    assert document.source.slice(found.type_span) == "string"
    assert found.default_span is not None
    assert document.source.slice(found.default_span) == '"tea"'


@pytest.mark.parametrize(
    ("value", "kind"),
    [("Jane", "string"), ("5", "integer"), ("1.5", "float"), ("true", "boolean"), ("[a]", "array")],
)
def test_a_bare_value_is_a_default_of_its_type(value: str, kind: str) -> None:
    [found] = declared(f"inputs:\n  name: {value}")
    assert (found.type.kind, found.has_default) == (kind, True)


def test_an_input_without_anything_is_declared_all_the_same() -> None:
    [found] = declared("inputs:\n  name:")
    assert (found.name, found.has_default, found.type.kind) == ("name", False, "any")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{kind: array, items: {kind: string}}", "array of string"),
        ("{kind: array, items: string}", "array of string"),
        ("{type: list}", "array"),
        ("{type: number}", "float"),
        ("{kind: thread}", "thread"),
        ("{kind: banana}", "any"),
        ("{enumValues: [1, 2]}", "integer"),
        ("{default: '${env:X}'}", "any"),
        ("'${file:x.json}'", "any"),
    ],
)
def test_types_come_from_kind_items_and_allowed_values(written: str, shown: str) -> None:
    [found] = declared(f"inputs:\n  x: {written}")
    assert str(found.type) == shown


def test_the_fields_of_an_object_are_all_there_are() -> None:
    [found] = declared(
        "inputs:\n  x: {kind: object, properties: [{name: a, kind: integer}, {name: b, kind: array}]}"
    )
    assert found.type.closed
    assert {name: str(kind) for name, kind in found.type.fields.items()} == {
        "a": "integer",
        "b": "array",
    }


def test_a_sample_in_the_front_matter_supplies_values() -> None:
    found = declared("sample:\n  name: Jane\n  items: [{a: 1}]\n  file: ${file:x.json}")
    assert [(each.name, each.origin, str(each.type)) for each in found] == [
        ("name", "sample", "string"),
        ("items", "sample", "array of object"),
        ("file", "sample", "any"),
    ]
    assert found[0].example == "Jane"


@pytest.mark.parametrize("written", ["data.json", "${file:data.json}", '"${file:data.json}"'])
def test_a_sample_file_supplies_what_it_holds(written: str) -> None:
    document = prompty(f"model: {{api: chat}}\nsample: {written}")
    [reference] = front_matter_references(document)
    assert (reference.kind, reference.target) == ("sample", "data.json")
    assert document.source.slice(reference.span) == "data.json"
    [found] = declarations(document, {"data.json": {"name": "Jane"}})
    assert (found.name, found.origin, found.name_span) == ("name", "sample-file", reference.span)


def test_datasets_and_tests_supply_values() -> None:
    front_matter = """\
metadata:
  dataset: rows.jsonl
  tests:
    - name: first
      inputs: {topic: tea}
"""
    document = prompty(front_matter)
    assert [(each.kind, each.target) for each in front_matter_references(document)] == [
        ("dataset", "rows.jsonl")
    ]
    rows = [{"inputs": {"topic": "a", "n": 1}}, {"topic": "b", "more": True}, "no row"]
    found = declarations(document, {"rows.jsonl": rows})
    assert [(each.name, each.origin) for each in found] == [
        ("topic", "dataset"),
        ("n", "dataset"),
        ("more", "dataset"),
        ("topic", "dataset"),
    ]


@pytest.mark.parametrize(
    "trust", ["{email: untrusted, name: trusted}", "{untrusted: [email], trusted: [name]}"]
)
def test_trust_is_stated_by_input_or_by_list(trust: str) -> None:
    found = declared(
        f"inputs: {{email: {{kind: string}}, name: {{kind: string}}, x: {{kind: string}}}}\n"
        f"metadata: {{trust: {trust}}}"
    )
    assert [(each.name, each.trust) for each in found] == [
        ("email", "untrusted"),
        ("name", "trusted"),
        ("x", ""),
    ]


def test_references_are_whole_values() -> None:
    document = prompty(
        "model:\n  connection:\n    kind: key\n    apiKey: ${env:KEY}\n    endpoint: '${ENV:URL:https://x}'\n"
        "description: see ${env:NOT} here\ndefault: ${file:shared/a.json}\nother: ${http:x}"
    )
    found = front_matter_references(document)
    assert [(each.kind, each.target, document.source.slice(each.span)) for each in found] == [
        ("env", "KEY", "KEY"),
        ("env", "URL", "URL"),
        ("file", "shared/a.json", "shared/a.json"),
    ]


@pytest.mark.parametrize(
    "bindings",
    ["{a: topic, b: {input: unit}}", "[{name: a, input: topic}, {name: b, input: unit}]"],
)
@pytest.mark.parametrize("form", ["tools:\n  - name: t\n    ", "tools:\n  t:\n    "])
def test_bindings_of_tools_use_inputs(form: str, bindings: str) -> None:
    document = prompty(f"{form}kind: function\n    bindings: {bindings}")
    uses = binding_uses(document)
    assert [use.name for use in uses] == ["topic", "unit"]
    assert [document.source.slice(use.span) for use in uses] == ["topic", "unit"]


def test_broken_front_matter_keeps_its_inputs_known() -> None:
    found = declared("description: note: this\ninputs:\n  topic: {kind: string}\n  half")
    assert [each.name for each in found] == ["topic"]
