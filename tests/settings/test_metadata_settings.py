"""`[metadata]`: categories, and fields that a team declares, each fault at its place."""

from __future__ import annotations

import pytest

from promptwell.language.semantics.metadata_declarations import MetadataField
from promptwell.settings import WorkspaceSettings

TYPES = "`string`, `number`, `boolean`, `date`, `enum` or `list`"


def faults(text: str) -> list[tuple[str, str]]:
    """What is reported of a settings file, with the words that it is reported at."""
    settings = WorkspaceSettings("/w", read={"/w/promptwell.toml": text}.get)
    settings.at("/w/a.prompty")
    return [(text[each.span.start : each.span.end], each.message) for each in settings.problems()]


def test_fields_and_categories_reach_the_rules() -> None:
    text = """
    [metadata]
    categories = ["support", "sales"]
    fields.team = {}
    [metadata.fields.risk]
    type = "enum"
    values = ["low", "high"]
    required = true
    description = "How bad a wrong answer is."
    """
    settings = WorkspaceSettings("/w", read={"/w/promptwell.toml": text}.get).at("/w/a.prompty")
    declared = settings.metadata.declarations()
    assert declared.categories == ("support", "sales")
    assert dict(declared.fields) == {
        "team": MetadataField(),
        "risk": MetadataField("enum", ("low", "high"), True, "How bad a wrong answer is."),
    }
    assert declared.required == ("risk",)


def test_fields_of_a_folder_come_beside_those_above_and_replace_them_by_name() -> None:
    settings = WorkspaceSettings(
        "/w",
        read={
            "/w/promptwell.toml": "[metadata.fields]\nteam = {required = true}\nrisk = {}",
            "/w/mail/promptwell.toml": "[metadata.fields]\nteam = {type = 'list'}\ndue = {type = 'date'}",
        }.get,
    )
    fields = settings.at("/w/mail/a.prompty").metadata.declarations().fields
    assert {name: each.type for name, each in fields.items()} == {
        "team": "list",
        "due": "date",
        "risk": "string",
    }
    assert not fields["team"].required
    assert settings.problems() == ()


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (
            "[metadata.fields.risk]\ntype = 'enm'",
            "'enm'",
            f"`metadata.fields.risk.type`: `enm` is none of {TYPES}; did you mean `enum`?",
        ),
        (
            "[metadata.fields.risk]\nrequird = true",
            "requird",
            "unknown setting `requird`; did you mean `required`?",
        ),
        (
            "[metadata]\ncategory = ['a']",
            "category",
            "unknown setting `category`; did you mean `categories`?",
        ),
        (
            "[metadata.fields.risk]\ntype = 'enum'",
            "risk",
            "the field `risk` is an `enum` and needs `values`",
        ),
        (
            "[metadata.fields.risk]\ntype = 'date'\nvalues = ['a']",
            "values",
            "`values` mean nothing where `type` is `date`; an `enum` has them",
        ),
        (
            "[metadata.fields.budget]\ntype = 'number'",
            "budget",
            "`budget` is a key of Promptwell's own; call the field something else",
        ),
        (
            "[metadata.fields.'on call']\n",
            "'on call'",
            "`on call` is no name for a field: letters, digits, `_` and `-` make one",
        ),
        ("[metadata]\ncategories = ['a', 'b', 'a']", "'a'", "`a` is listed twice"),
        ("[metadata]\ncategories = ['a ']", "'a '", "a word without blanks around it is wanted"),
        ("[metadata]\ncategories = []", "[]", "`metadata.categories`: at least one category is wanted"),
        ("[metadata]\nfields = ['team']", "['team']", "`metadata.fields`: a table is wanted"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place(text: str, place: str, message: str) -> None:
    assert faults(text) == [(place, message)]


def test_a_faulty_field_costs_nothing_but_what_is_wrong_in_it() -> None:
    text = (
        "[metadata.fields.risk]\ntype = 5\nrequired = true\n[metadata.fields.team]\ntype = 'list'"
    )
    settings = WorkspaceSettings("/w", read={"/w/promptwell.toml": text}.get).at("/w/a.prompty")
    fields = settings.metadata.declarations().fields
    assert fields["risk"] == MetadataField(required=True)
    assert fields["team"] == MetadataField("list")


def test_an_editor_can_declare_fields() -> None:
    editor = {"metadata": {"fields": {"team": {"required": True}}, "categories": ["support"]}}
    settings = WorkspaceSettings("/w", read={}.get, editor=editor)
    assert settings.at("/w/a.prompty").metadata.declarations().required == ("team",)
    assert settings.problems() == ()
