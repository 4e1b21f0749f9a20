"""Two texts have one semantic identity where a model gets the same from both."""

from __future__ import annotations

import pytest
from tests.language.features.in_memory import ROOT, MemoryFiles

from promptwell.domain.versions.semantic_id import SCHEME, UNKNOWN, semantic_id
from promptwell.language.semantics.project import Project

BEFORE = """---
name: summary
model:
  id: gpt-5
  options: {temperature: 0.2, maxOutputTokens: 100}
inputs:
- {name: text, kind: string}
---
system:
Be brief.
user:
Sum up {{ text }}.
"""
PARTIAL = BEFORE + "{% include 'rules.jinja' %}\n"


def of(text: str, **others: str) -> str:
    files = {name.replace("_", "."): each for name, each in others.items()}
    return semantic_id(Project(MemoryFiles({"a.prompty": text, **files})), f"{ROOT}/a.prompty")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: summary", "name:   summary  # of a text"),
        ("name: summary\n", "description: Sums up.\nname: another\n"),
        (
            "{temperature: 0.2, maxOutputTokens: 100}",
            "\\n    maxOutputTokens: 100\\n    temperature: 0.20",
        ),
        ("\n", "\r\n"),
        ("---\nsystem", "metadata: {owner: ann}\n---\nsystem"),
    ],
)
def test_layout_and_what_no_model_sees_make_no_other_prompt(old: str, new: str) -> None:
    changed = BEFORE.replace(old, new.replace("\\n", "\n"))
    assert changed != BEFORE
    assert of(changed) == of(BEFORE)
    assert of(BEFORE).startswith(f"{SCHEME}:")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Be brief.", "Be  brief."),
        ("Be brief.\n", "Be brief.\n\n"),
        ("system:", "developer:"),
        ("user:", 'user[name="ann"]:'),
        ("temperature: 0.2", "temperature: 0.3"),
        ("id: gpt-5", "id: gpt-4.1"),
        ("kind: string", "kind: integer"),
        ("inputs:", "tools: [{name: find, kind: function}]\ninputs:"),
    ],
)
def test_what_a_model_gets_makes_another_prompt(old: str, new: str) -> None:
    changed = BEFORE.replace(old, new)
    assert changed != BEFORE
    assert of(changed) != of(BEFORE)


def test_what_an_alias_stands_for_makes_another_prompt() -> None:
    aliased = BEFORE.replace("id: gpt-5", "id: *model").replace(
        "name: summary", "metadata:\n  models: {shared: &model gpt-5, other: &other gpt-5}"
    )
    assert of(aliased) == of(aliased.replace("&other gpt-5", "&other gpt-4.1"))
    assert of(aliased) != of(aliased.replace("&model gpt-5", "&model gpt-4.1"))
    merged = aliased.replace("&model gpt-5", "&model {id: *other}").replace(
        "model:\n  id: *model", "model:\n  <<: *model"
    )
    assert of(merged) != of(merged.replace("&other gpt-5", "&other gpt-4.1"))


def test_what_an_alias_of_one_of_several_prompts_stands_for_counts() -> None:
    file = """defaults: &shared gpt-5
greet:
  model: *shared
  system: You greet people.
  user: Greet {{ name }}.
leave:
  model: gpt-5
  system: You say goodbye.
  user: Say goodbye to {{ name }}.
"""

    def meaning(text: str, name: str) -> str:
        path = f"{ROOT}/prompts.yaml"
        return semantic_id(Project(MemoryFiles({"prompts.yaml": text})), f"{path}#{name}")

    other = file.replace("&shared gpt-5", "&shared gpt-4.1")
    assert meaning(file, "greet") != UNKNOWN
    assert meaning(file, "greet") != meaning(other, "greet")
    assert meaning(file, "leave") == meaning(other, "leave")


def test_a_changed_partial_makes_another_prompt() -> None:
    one = of(PARTIAL, rules_jinja="No lists.")
    assert one == of(PARTIAL, rules_jinja="No lists.")
    assert one != of(PARTIAL, rules_jinja="No tables.")


def test_a_partial_of_a_partial_counts_as_well() -> None:
    rules = "{% include 'more.jinja' %}"
    assert of(PARTIAL, rules_jinja=rules, more_jinja="1") != of(
        PARTIAL, rules_jinja=rules, more_jinja="2"
    )


@pytest.mark.parametrize(
    "text", [BEFORE + "{% include name %}\n", BEFORE + "{% include 'gone.jinja' %}\n"]
)
def test_what_cannot_be_known_is_unknown(text: str) -> None:
    assert of(text) == UNKNOWN


def test_circles_of_includes_end() -> None:
    assert of(PARTIAL, rules_jinja="{% include 'rules.jinja' %}") != UNKNOWN
