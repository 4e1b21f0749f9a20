"""The Prompty project's own conformance vectors, run through our code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from promptwell.errors import RenderError
from promptwell.language.syntax.render import read_messages, render_template

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "prompty"
VECTORS = CORPUS / "vectors.json"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not VECTORS.is_file(), reason=f"the corpus is absent: no {VECTORS}"),
]

# Vectors that can't pass, each with the reason.
EXPECTED_FAILURES: dict[str, str] = {}


def vectors(operation: str) -> list[Any]:
    if not VECTORS.is_file():
        return []
    found = [each["vector"] for each in json.loads(VECTORS.read_text("utf-8"))["vectors"]]
    return [
        pytest.param(each, id=each["name"], marks=_marks(each["name"]))
        for each in found
        if each["operation"] == operation
    ]


def _marks(name: str) -> list[pytest.MarkDecorator]:
    reason = EXPECTED_FAILURES.get(name)
    return [pytest.mark.xfail(reason=reason)] if reason else []


def test_all_seventy_five_vectors_are_run() -> None:
    counts = {name: len(vectors(name)) for name in ("load", "render", "parse", "renderSegments")}

    assert counts == {"load": 28, "render": 23, "parse": 19, "renderSegments": 5}


@pytest.mark.parametrize("vector", vectors("render"))
def test_a_template_renders_as_prompty_renders_it(vector: dict[str, Any]) -> None:
    given, expected = vector["input"], vector["expected"]
    kinds = {
        name: value["_kind"]
        for name, value in given["inputs"].items()
        if isinstance(value, dict) and "_kind" in value
    }

    rendered = render_template(
        given["template"],
        given["inputs"],
        engine=given["engine"],
        dialect="prompty-v2",
        kinds=kinds,
    )

    if "nonce_pattern" in expected:
        assert re.search(expected["nonce_pattern"], rendered.text)
    else:
        assert rendered.text == expected["rendered"]


@pytest.mark.parametrize("vector", vectors("renderSegments"))
def test_each_piece_of_a_rendering_tells_where_it_came_from(vector: dict[str, Any]) -> None:
    given, expected = vector["input"], vector["expected"]

    def segments() -> list[dict[str, Any]]:
        rendered = render_template(
            given["template"],
            given["inputs"],
            engine=given["engine"],
            dialect="prompty-v2",
            strict_inputs=given.get("strict_props", ()),
        )
        return [
            {"kind": each.kind, "text": each.text, "source": each.source, "strict": each.strict}
            for each in rendered.segments
        ]

    if "error" in expected:
        with pytest.raises(RenderError) as caught:
            segments()
        assert {"StrictViolation": "strict"}[expected["error"]] == caught.value.reason
    else:
        assert segments() == expected["segments"]


@pytest.mark.parametrize("vector", vectors("parse"))
def test_a_rendered_text_is_cut_into_prompty_s_messages(vector: dict[str, Any]) -> None:
    given = vector["input"]
    threads = given.get("thread_inputs", {})

    messages = read_messages(
        given["rendered"],
        dialect="prompty-v2",
        values=threads,
        kinds=dict.fromkeys(threads, "thread"),
    )

    assert [_message(each) for each in messages] == [
        {"metadata": {}} | each for each in vector["expected"]["messages"]
    ]


def _message(message: Any) -> dict[str, Any]:
    return {
        "role": message.role,
        "content": [{"kind": each.kind, "value": each.value} for each in message.parts],
        "metadata": dict(message.metadata),
    }
