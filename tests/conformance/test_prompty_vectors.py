"""The Prompty project's own conformance vectors, run through our code."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from promptwell.adapters.files import read_text
from promptwell.errors import FileProblem, LoadError, RenderError
from promptwell.language.syntax.load import load, valid_inputs
from promptwell.language.syntax.parse import parse
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


# What a vector calls an error, and what we call it.
LOAD_ERRORS = {
    "Environment variable 'NONEXISTENT' not set": "env",
    "outside allowed roots": "file-outside",
    "Missing required input": "input",
    "invalid frontmatter": "front-matter",
    "Invalid template format": "template",
    "FileNotFoundError": "missing",
}


@pytest.mark.parametrize("vector", vectors("load"))
def test_a_file_loads_as_prompty_loads_it(vector: dict[str, Any]) -> None:
    given, expected = vector["input"], vector["expected"]

    if "error" in expected:
        with pytest.raises((LoadError, FileProblem)) as caught:
            _load(given)
        error = caught.value
        reason = error.reason if isinstance(error, LoadError) else "missing"
        assert reason == LOAD_ERRORS[expected["error"]]
        if isinstance(error, LoadError) and reason != "front-matter":
            assert expected["error"] in str(error)
        if "error_field" in expected:
            assert isinstance(error, LoadError)
            assert error.name == expected["error_field"]
    else:
        loaded, inputs = _load(given)
        assert inputs == expected.get("validated_inputs", inputs)
        fields = {key: value for key, value in expected.items() if key != "validated_inputs"}
        assert _within(loaded, fields)


def _load(given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    path = f"/prompts/{given.get('agent_subdir', 'app')}/prompt.prompty"
    files = {
        posixpath.normpath(posixpath.join(posixpath.dirname(path), name)): json.dumps(content)
        for name, content in given.get("files", {}).items()
    }
    if "fixture" in given:
        text = read_text(f"{CORPUS.as_posix()}/spec/fixtures/{given['fixture']}")
    elif "frontmatter_raw" in given:
        text = given["frontmatter_raw"]
    else:
        text = f"---\n{yaml.safe_dump(given['frontmatter'])}---\nsystem:\nHello\n"
    loaded = load(parse(text, path), given.get("env", {}), files.get)
    inputs = valid_inputs(loaded.get("inputs") or [], given.get("inputs", {}))
    return loaded, inputs


def _within(found: Any, expected: Any) -> bool:
    """Whether all that is expected is found; other keys may be there as well."""
    if isinstance(expected, dict) and isinstance(found, dict):
        assert all(_within(found.get(key), value) for key, value in expected.items()), found
        return True
    if isinstance(expected, list) and isinstance(found, list):
        assert len(found) == len(expected)
        return all(map(_within, found, expected))
    assert found == expected
    return True
