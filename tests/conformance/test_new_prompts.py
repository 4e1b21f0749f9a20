"""A fresh managed prompt loads in Prompty as what was asked for."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.run import check
from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.new_prompt import new_prompt
from promptwell.language.semantics.prompt_metadata import prompt_metadata
from promptwell.language.syntax.parse import parse

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what its own dependencies deprecate is not about our files
    import prompty


def loaded(tmp_path: Path, text: str) -> Any:
    file = tmp_path / "new.prompty"
    file.write_text(text, encoding="utf-8")
    return prompty.load(file)


def test_it_says_what_was_asked_for(tmp_path: Path) -> None:
    metadata = {
        "tags": ("mail", "on"),
        "status": "draft",
        "due": "2026-01-31",
        "owner": None,
        "n": 5,
    }
    text = new_prompt(
        "support.reply",
        description="Answers a customer.",
        metadata=metadata,
        body="system:\nBe kind.\nuser:\n{{ question }}",
        model={"id": "gpt-5.4-mini", "provider": "openai"},
    )
    agent = loaded(tmp_path, text)
    assert (agent.name, agent.description) == ("support.reply", "Answers a customer.")
    said = {name: each for name, each in agent.metadata.items() if not name.startswith("__")}
    assert said == {
        "tags": ["mail", "on"],
        "status": "draft",
        "due": "2026-01-31",
        "n": 5,
    }
    messages = prompty.prepare(agent, {"question": "Where is it?"})
    assert [(each.role, each.text) for each in messages] == [
        ("system", "Be kind."),
        ("user", "Where is it?"),
    ]
    found = prompt_metadata(parse(text, "/w/new.prompty"))
    assert (found.tags, found.status) == (("mail", "on"), "draft")
    assert found.fields == {"due": "2026-01-31", "n": 5}


@pytest.mark.parametrize(
    "words",
    [
        *("a --- b", "-----", "+++ and ---", "two\nlines --- here\n", "back\\---slash", "yes", "2026"),
        *("a: b", "# no", "a\u2028b", "😀", "\ttab", "'", '"', "${env:HOME}x", "a" * 300 + " --- " + "b" * 300),
    ],
)  # fmt: skip
def test_any_words_come_through(tmp_path: Path, words: str) -> None:
    text = new_prompt("a", description=words, metadata={"owner": words, "tags": [words]})
    document = parse(text, "/w/a.prompty")
    assert document.problems == ()
    assert document.root.get("description").value == words  # type: ignore[union-attr]  # it is there
    assert prompt_metadata(document).tags == (words.strip(),)
    if "${" not in words:  # else Prompty fills it in
        assert loaded(tmp_path, text).description == words


def test_what_the_body_uses_is_declared_with_its_type(tmp_path: Path) -> None:
    body = "user:\n{% for row in rows %}{{ row.name }}{{ loop.index }}{% endfor %}{{ tone }}"
    agent = loaded(tmp_path, new_prompt("a", body=body))
    assert [(each.name, each.kind) for each in agent.inputs] == [
        ("rows", "array"),
        ("tone", "string"),
    ]


def test_given_inputs_are_taken_as_they_are(tmp_path: Path) -> None:
    inputs = [{"name": "tone", "kind": "string", "default": "kind"}]
    agent = loaded(tmp_path, new_prompt("a", body="user:\n{{ tone }}", inputs=inputs))
    assert [(each.name, each.default) for each in agent.inputs] == [("tone", "kind")]


def test_a_fresh_prompt_without_more_has_nothing_worse_than_hints() -> None:
    from tests.language.features.in_memory import Files

    files = Files(a_dot_prompty=new_prompt("a", description="Answers."))
    found = check(files.model, RuleContext(RuleSettings(), files.project))
    assert {each.severity for each in found} <= {"hint", "information"}
    assert analyze(parse(new_prompt("a"), "a.prompty")).declared.keys() == {"question"}
