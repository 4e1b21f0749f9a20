"""What is read of a prompt's metadata: in each format from its own places, as much as makes sense."""

from __future__ import annotations

import pytest

from promptwell.language.semantics.metadata_declarations import MetadataDeclarations, MetadataField
from promptwell.language.semantics.metadata_from_text import metadata_from_text
from promptwell.language.semantics.prompt_metadata import PromptMetadata, prompt_metadata
from promptwell.language.syntax.parse import parse


def read(text: str, path: str = "/w/a.prompty") -> PromptMetadata:
    return prompt_metadata(parse(text, path))


def prompty(metadata: str) -> str:
    return f"---\nname: a\nmetadata:\n{metadata}---\nHello.\n"


def test_everything_that_can_be_said() -> None:
    found = read(
        prompty(
            "  tags: [mail, support]\n  status: in-review\n  category: chat\n  owner: Ann\n"
            "  version: 1.2\n  authors: [Ann, Bob]\n  reviewed: 2026-02-03\n  public: yes\n  score: 4\n"
        )
    )
    assert found == PromptMetadata(
        tags=("mail", "support"),
        status="in-review",
        category="chat",
        owner="Ann",
        fields={
            "version": 1.2,
            "authors": ("Ann", "Bob"),
            "reviewed": "2026-02-03",
            "public": True,
            "score": 4,
        },
    )


def test_what_steers_promptwell_is_no_field() -> None:
    text = prompty(
        "  budget: {tokens: 5}\n  portable: true\n  trust: {a: untrusted}\n  tests: t.json\n"
    )
    assert read(text) == PromptMetadata()


def test_tags_in_a_text_have_commas_between_them() -> None:
    assert read(prompty("  tags: mail, support,, mail\n")).tags == ("mail", "support")


def test_a_tag_is_read_as_it_is_written() -> None:
    assert read(prompty("  tags: [2026, 1.10, on, ~, {a: 1}]\n")).tags == ("2026", "1.10", "on")


@pytest.mark.parametrize(
    "value", ["live", "Approved", "7", "[draft]", "{a: b}", "", "~", '"\\ud800"  # a\ttab']
)
def test_what_is_no_status_is_none(value: str) -> None:
    assert read(prompty(f"  status: {value}\n  owner: Ann\n")).status is None


@pytest.mark.parametrize("value", [".inf", ".nan", "{a: 1}", "~", '"\\ud800"  # a\ttab'])
def test_what_can_be_no_value_of_a_field_is_left_out(value: str) -> None:
    assert read(prompty(f"  x: {value}\n  y: 1\n")).fields == {"y": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Hello.",
        "---\nmetadata: 5\n---\nHello.",
        "---\nmetadata: [a]\n---\nHello.",
        "---\nmetadata:\n---\nHello.",
        "---\n- a\n---\nHello.",
        "---\n: {\n---",
    ],
)
def test_a_file_without_metadata_has_none(text: str) -> None:
    assert read(text) == PromptMetadata()


def test_broken_front_matter_gives_what_can_be_understood() -> None:
    text = "---\nname: a: b\nmetadata:\n  status: draft\n  owner: [Ann\n---\nHello."
    assert read(text).status == "draft"


def test_version_1_has_tags_authors_and_version_at_the_top() -> None:
    text = (
        "---\nname: a\nauthors: [Ann]\ntags: [mail]\nversion: '1'\nmodel: {api: chat}\n---\nHello."
    )
    found = read(text)
    assert found.tags == ("mail",)
    assert found.fields == {"authors": ("Ann",), "version": "1"}


def test_what_stands_under_metadata_goes_before_the_top() -> None:
    text = "---\ntags: [old]\nmetadata: {tags: [new]}\nmodel: {api: chat}\n---\nHello."
    assert read(text).tags == ("new",)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/w/a.prompt", "---\nmodel: m\nmetadata: {status: draft, team: mail}\n---\nHello."),
        (
            "/w/.claude/skills/a/SKILL.md",
            "---\nname: a\ndescription: b\nmetadata: {status: draft, team: mail}\n---\nHello.",
        ),
        (
            "/w/.github/agents/a.agent.md",
            "---\nname: a\nmetadata: {status: draft, team: mail}\n---\nHello.",
        ),
    ],
)
def test_other_formats_that_have_the_key(path: str, text: str) -> None:
    found = read(text, path)
    assert (found.status, found.fields) == ("draft", {"team": "mail"})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/w/a.prompt", "---\nstatus: draft\ntags: [a]\n---\nHello."),
        ("/w/.claude/commands/a.md", "---\ndescription: b\nmetadata: {status: draft}\n---\nHello."),
        ("/w/CLAUDE.md", "---\nmetadata: {status: draft}\n---\nHello."),
    ],
)
def test_keys_that_a_format_does_not_have_are_not_ours(path: str, text: str) -> None:
    assert read(text, path) == PromptMetadata()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("tags", "mail, support,", ["mail", "support"]),
        ("status", " draft ", "draft"),
        ("owner", "", None),
        ("score", "4.5", 4.5),
        ("score", "4", 4),
        ("score", "high", "high"),
        ("public", "true", True),
        ("ticket", "0012", "0012"),
        ("tags", "", []),
    ],
)
def test_what_somebody_typed_has_the_type_that_is_declared(
    name: str, text: str, value: object
) -> None:
    fields = {"score": "number", "public": "boolean", "ticket": "string"}
    declared = MetadataDeclarations(
        fields={name: MetadataField(kind) for name, kind in fields.items()}  # type: ignore[arg-type]  # literals
    )
    found = metadata_from_text(name, text, declared)
    assert (found, type(found)) == (value, type(value))
