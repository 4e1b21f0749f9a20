"""Dotprompt's own specification: what its cases say holds here as well, or the reason stands beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.dotprompt import prompt_declarations
from promptwell.language.syntax.parse import parse
from promptwell.language.syntax.picoschema import read_schema, to_json_schema
from promptwell.language.syntax.render import render_template
from promptwell.language.syntax.rendering.result import RenderedMessage

SPEC = Path(__file__).parents[3] / "shared" / "corpus" / "dotprompt" / "spec"
pytestmark = pytest.mark.skipif(not SPEC.is_dir(), reason="the corpus is not there")


class Case(NamedTuple):
    """One test of a suite: the suite's template and data, the test's own data and expectation."""

    id: str
    suite: dict[str, Any]
    test: dict[str, Any]

    @property
    def expected(self) -> dict[str, Any]:
        expected = self.test.get("expect")
        return expected if isinstance(expected, dict) else {}

    def data(self, key: str) -> Any:
        return {**self.suite.get("data", {}), **self.test.get("data", {})}.get(key)


# What the specification asks of the application that runs a prompt, not of the prompt's text.
NOT_OURS = {
    "metadata_state": "the state comes from the application; rendering here has none",
    "metadata_context_variables": "the context comes from the application; rendering here has none",
    "system_only_prompt": "the conversation so far comes from the application",
    "history": "the conversation so far comes from the application; rendering here has none",
}
# Schemas that the application defines: here they stay a reference by name.
DEFINED_IN_CODE = "the schema is defined by the application and stays a name here"


def cases() -> list[Case]:
    found = []
    for path in sorted(SPEC.rglob("*.yaml")):
        for suite in yaml.safe_load(path.read_text(encoding="utf-8")):
            for number, test in enumerate(suite["tests"]):
                found.append(Case(f"{path.stem}/{suite['name']}/{number}", suite, test))
    return found


ALL = cases() if SPEC.is_dir() else []


def plain(messages: tuple[RenderedMessage, ...]) -> list[dict[str, Any]]:
    return [
        {"role": each.role, "content": [part_of(part) for part in each.parts]} for each in messages
    ]


def part_of(part: Any) -> dict[str, Any]:
    if part.kind == "text":
        return {"text": part.value}
    return {"media": {"url": part.value, **part.attributes}}


def wanted(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages as the specification has them, without the places that the application fills.

    Such a place cuts a text in two, which are one here.
    """
    return [{"role": each["role"], "content": joined(each["content"])} for each in messages]


def joined(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in parts:
        if is_pending(part):
            continue
        if found and "text" in part and "text" in found[-1]:
            found[-1] = {"text": found[-1]["text"] + part["text"]}
        else:
            found.append(part)
    return found


def is_pending(part: dict[str, Any]) -> bool:
    return bool(part.get("metadata", {}).get("pending"))


def test_there_are_117_cases() -> None:
    assert len(ALL) == 117


@pytest.mark.parametrize("case", ALL, ids=[each.id for each in ALL])
def test_a_template_is_read_without_faults_and_printed_unchanged(case: Case) -> None:
    text = case.suite["template"]
    document = parse(text, "case.prompt", dialect="dotprompt")
    assert document.print() == text
    assert not document.problems
    analyze(document)


@pytest.mark.parametrize("case", ALL, ids=[each.id for each in ALL])
def test_a_template_renders_to_the_messages_of_the_specification(case: Case) -> None:
    expected = case.expected.get("messages")
    if expected is None:
        pytest.skip("the case says nothing of messages")
    reason = next((why for name, why in NOT_OURS.items() if name in case.id), "")
    document = parse(case.suite["template"], "case.prompt", dialect="dotprompt")
    declared = {
        each.name: each.default for each in prompt_declarations(document) if each.has_default
    }
    defaults = case.test.get("options", {}).get("input", {}).get("default", {})
    partials = {**case.suite.get("partials", {}), **case.suite.get("resolverPartials", {})}
    body = document.source.slice(document.body)
    rendered = render_template(
        body.strip() if document.front_matter else body,
        {**declared, **defaults, **(case.data("input") or {})},
        engine="handlebars",
        dialect="dotprompt",
        partials=partials,
        links={("", name): name for name in partials},
    )
    if reason and plain(rendered.messages) != wanted(expected):
        pytest.xfail(reason)
    assert plain(rendered.messages) == wanted(expected)


SCHEMAS = [
    pytest.param(case, side, id=f"{case.id}/{side}")
    for case in ALL
    for side in ("input", "output")
    if case.expected.get(side, {}).get("schema") is not None
]


@pytest.mark.parametrize(("case", "side"), SCHEMAS)
def test_a_schema_becomes_the_json_schema_of_the_specification(case: Case, side: str) -> None:
    document = parse(case.suite["template"], "case.prompt", dialect="dotprompt")
    node = document.root.get(side, "schema")
    assert node is not None
    schema, problems = read_schema(node)
    assert not problems
    found = to_json_schema(schema)
    if "$ref" in str(found):
        pytest.xfail(DEFINED_IN_CODE)
    assert found == case.expected[side]["schema"]


METADATA = [case for case in ALL if "raw" in case.expected or "config" in case.expected]


@pytest.mark.parametrize("case", METADATA, ids=[each.id for each in METADATA])
def test_front_matter_holds_what_the_specification_reads_in_it(case: Case) -> None:
    data = parse(case.suite["template"], "case.prompt", dialect="dotprompt").root.plain()
    for key in ("name", "description", "model", "config"):
        assert data.get(key) == case.expected.get(key, data.get(key))
    if "raw" in case.expected:
        assert data == case.expected["raw"]
