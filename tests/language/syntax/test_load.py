"""Loading a Prompty file into data, beyond what the conformance vectors cover."""

from __future__ import annotations

from typing import Any

import pytest

from promptwell.errors import LoadError
from promptwell.language.syntax.load import load, valid_inputs
from promptwell.language.syntax.parse import parse


def loaded(front_matter: str, **files: str) -> dict[str, Any]:
    texts = {name.replace("__", "/"): text for name, text in files.items()}
    document = parse(f"---\n{front_matter}\n---\nsystem:\nHi\n", "/p/a.prompty")
    return load(document, {"NAME": "value"}, lambda path: texts.get(path.removeprefix("/p/")))


def test_inputs_in_map_form_and_shorthand_become_a_list() -> None:
    data = loaded("inputs:\n  a: Jane\n  b: {kind: integer, default: 3}\n  c:")

    assert data["inputs"] == [
        {"name": "a", "kind": "string", "default": "Jane"},
        {"name": "b", "kind": "integer", "default": 3},
        {"name": "c"},
    ]


def test_yaml_aliases_stand_for_their_values() -> None:
    data = loaded("metadata:\n  a: &x {n: 1}\n  b: *x\n  c: 2026-01-01")

    assert data["metadata"] == {"a": {"n": 1}, "b": {"n": 1}, "c": "2026-01-01"}


def test_aliases_that_multiply_are_refused() -> None:
    lines = ["metadata:", "  a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]

    with pytest.raises(LoadError, match="more than 100,000 values"):
        loaded("\n".join(lines))


def test_variables_in_lists_of_mappings_are_resolved_and_plain_text_is_not() -> None:
    data = loaded("tools:\n  - {name: '${env:NAME}', kind: x}\nname: 'a ${env:NAME}'")

    assert data["tools"][0]["name"] == "value"
    assert data["name"] == "a ${env:NAME}"


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "a/../../x", "C:/x", "..\\x"])
def test_files_outside_the_prompt_s_folder_are_refused(path: str) -> None:
    with pytest.raises(LoadError) as caught:
        loaded(f"metadata:\n  a: '${{file:{path}}}'")

    assert caught.value.reason == "file-outside"


def test_a_named_file_that_is_not_there_or_no_data_is_told() -> None:
    with pytest.raises(LoadError, match="is not there"):
        loaded("metadata: '${file:a.json}'")
    with pytest.raises(LoadError, match="this is not JSON"):
        loaded("metadata: '${file:x.json}'", **{"x.json": "{"})


def test_text_and_yaml_files_are_read_by_their_suffix() -> None:
    files = {"a.yaml": "x: 1", "a.txt": "x: 1"}

    assert loaded("metadata: '${file:a.yaml}'", **files)["metadata"] == {"x": 1}
    assert loaded("metadata: '${file:a.txt}'", **files)["metadata"] == "x: 1"


def test_a_missing_required_input_says_how_to_give_it() -> None:
    with pytest.raises(LoadError, match=r"Missing required input 'city'.*--vars city="):
        valid_inputs([{"name": "city", "required": True}], {})
