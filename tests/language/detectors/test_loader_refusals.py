"""What we say prompty's loader refuses is exactly what it refuses, on generated front matter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from promptwell.language.detectors.loader_refusals import loader_refusals
from promptwell.language.syntax.yaml.read import read_yaml

loader = pytest.importorskip("prompty.core.loader")

SCALARS = st.sampled_from(
    ["string", "array", "object", "union", "function", "mcp", "jinja2", "", 3, 1.5, True, None, "x"]
)
KEYS = st.sampled_from(
    [
        "name", "kind", "type", "items", "properties", "oneOf", "anyOf", "connection", "options",
        "bindings", "parameters", "format", "parser", "approvalMode", "id", "description",
    ]
)  # fmt: skip
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["a", "b", "c"])


def _properties(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2) | ANYTHING


def _property(depth: int) -> st.SearchStrategy[Any]:
    inner = _property(depth - 1) if depth else SCALARS
    fitting = st.fixed_dictionaries(
        {"kind": st.sampled_from(["string", "array", "object", "union", ""])},
        optional={"items": inner, "properties": _properties(inner), "anyOf": _properties(inner)},
    )
    return fitting | ANYTHING


CONNECTION = st.sampled_from([{"kind": "reference"}, {"kind": ""}, {}, None, "x", {"kind": 3}])
TOOL = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["function", "mcp", "openapi", "x", 3, None]),
        "connection": CONNECTION,
        "bindings": ANYTHING,
        "parameters": _properties(_property(1)),
        "approvalMode": ANYTHING,
    },
)
FRONT_MATTER = st.fixed_dictionaries(
    {},
    optional={
        "inputs": _properties(_property(2)),
        "outputs": _properties(_property(1)),
        "model": ANYTHING | st.fixed_dictionaries({"connection": CONNECTION, "options": ANYTHING}),
        "tools": st.lists(TOOL, max_size=2) | st.dictionaries(NAMES, TOOL, max_size=2) | ANYTHING,
        "template": ANYTHING | st.fixed_dictionaries({"format": ANYTHING, "parser": ANYTHING}),
        "metadata": ANYTHING,
        "other": ANYTHING,
    },
)


@settings(max_examples=400, deadline=None)
@given(FRONT_MATTER)
def test_a_place_is_named_exactly_where_the_loader_refuses(data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    refusal = _refusal_of_the_loader(data)
    root = read_yaml(text).root
    assert root is not None
    found = list(loader_refusals(root)) if root.kind == "mapping" else []
    assert bool(found) == (refusal is not None), f"{text}\nloader: {refusal}\nours: {found}"


@settings(max_examples=100, deadline=None)
@given(FRONT_MATTER)
def test_every_place_lies_in_the_text(data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    root = read_yaml(text).root
    assert root is not None
    for refusal in loader_refusals(root):
        assert 0 <= refusal.span.start < refusal.span.end <= len(text)


def _refusal_of_the_loader(data: dict[str, Any]) -> str | None:
    try:
        loader._build_agent(
            {**yaml.safe_load(yaml.safe_dump(data)), "instructions": "x"}, Path("/a.prompty")
        )
    except (ValueError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return None
