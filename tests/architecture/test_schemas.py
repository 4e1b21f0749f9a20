"""The generated schemas are schemas, and what they describe is valid by them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from promptwell.language.syntax.parse import parse
from promptwell.settings.validate import validate

ROOT = Path(__file__).parents[2]
SCHEMAS = sorted((ROOT / "schemas").glob("*.schema.json"))
EXAMPLES = sorted((ROOT / "examples").rglob("*.prompty"))


def schema(name: str) -> Any:
    return json.loads((ROOT / f"schemas/{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_every_schema_is_one(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(content).check_schema(content)


@pytest.mark.parametrize("path", sorted((ROOT / "examples").rglob("promptwell.toml")), ids=str)
def test_settings_of_the_examples_are_valid(path: Path) -> None:
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(settings, schema("settings"))
    assert validate(settings)[1] == []


@pytest.mark.parametrize(
    "settings",
    [
        {"budget-tokens": 0},
        {"inclde": []},
        {"rules": {"unused-input": "of"}},
        {"select": "variables"},
        {"log": {"level": "loud"}},
        {"dialects": {"*.j2": "jnja"}},
    ],
    ids=str,
)
def test_the_schema_and_the_reader_refuse_the_same_settings(settings: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(settings, schema("settings"))
    assert validate(settings)[1] != []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_front_matter_of_the_clean_examples_is_valid(path: Path) -> None:
    document = parse(path.read_text(encoding="utf-8"), path.as_posix())
    if "drafts" in path.parts:
        pytest.skip("drafts have planted mistakes")
    if document.dialect in ("prompty-v1", "prompty-v2") and document.front_matter:
        jsonschema.validate(document.root.plain(), schema(document.dialect))


# As in google/dotprompt#206, where an editor should know the keys.
COMPLAINT = {
    "model": "googleai/gemini-2.5-flash",
    "input": {"schema": {"customer": "string", "order?": "string, the order's number"}},
    "output": {"format": "json"},
}


def test_the_schema_of_prompt_files_takes_front_matter_as_people_write_it() -> None:
    jsonschema.validate(COMPLAINT, schema("dotprompt"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**COMPLAINT, "config": "hot"}, schema("dotprompt"))
