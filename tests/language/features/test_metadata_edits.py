"""Metadata is set by the smallest edit: what people wrote around it stays, to the sign."""

from __future__ import annotations

from typing import Any

import pytest

from promptwell.language.features.metadata_edits import set_metadata
from promptwell.language.semantics.metadata_declarations import MetadataDeclarations, MetadataField
from promptwell.language.syntax.parse import parse
from promptwell.language.text.edit import apply_edits

DECLARED = MetadataDeclarations(
    ("support", "sales"),
    {
        "team": MetadataField(),
        "langs": MetadataField("list"),
        "due": MetadataField("date"),
        "risk": MetadataField("enum", ("low", "high"), required=True),
    },
)


def changed(text: str, path: str = "/w/a.prompty", **changes: Any) -> str:
    made = set_metadata(parse(text, path), changes, DECLARED)
    assert made.problems == ()
    return apply_edits(text, made.edits)


def refused(text: str, path: str = "/w/a.prompty", **changes: Any) -> list[str]:
    made = set_metadata(parse(text, path), changes, DECLARED)
    assert made.edits == ()
    return [problem.message for problem in made.problems]


def test_a_value_keeps_its_quotes_and_its_comment() -> None:
    text = "---\nmetadata:\n  status:  'draft'   # since May\n  owner: Ann\n---\nHello.\n"
    assert changed(text, status="approved") == text.replace("draft", "approved")


def test_new_keys_come_last_in_the_order_asked_for() -> None:
    text = "---\nmetadata:\n    owner: Ann # or Bob\n# outside\nname: a\n---\nHello.\n"
    assert changed(text, status="draft", tags=["a", "on"]) == text.replace(
        "# outside", '    status: draft\n    tags: [a, "on"]\n# outside'
    )


def test_only_tags_that_come_or_go_are_touched() -> None:
    text = "---\nmetadata:\n  tags:\n  - mail # first\n  # why\n  - 'old'\n  - support\n---\nHi.\n"
    assert changed(text, tags=["mail", "support", "new one"]) == text.replace(
        "  - 'old'\n", ""
    ).replace("  - support\n", "  - support\n  - new one\n")


def test_a_list_in_brackets_keeps_its_spacing() -> None:
    text = "---\nmetadata: {tags: [ mail,'old',  support ], owner: Ann}\n---\nHi.\n"
    assert changed(text, tags=["a", "mail", "support"]) == text.replace(
        "[ mail,'old',  support ]", "[ a, mail,support ]"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: a\n", "name: a\nmetadata:\n  status: draft\n"),
        ("", "metadata:\n  status: draft\n"),
        ("# only this\n", "# only this\nmetadata:\n  status: draft\n"),
        ("metadata:\nname: a\n", "metadata:\n  status: draft\nname: a\n"),
        ("metadata: ~\n", "metadata: {status: draft}\n"),
        ("metadata: {}\n", "metadata: {status: draft}\n"),
        ("{name: a}\n", "{name: a, metadata: {status: draft}}\n"),
        (
            "model:\n    id: m\n",
            "model:\n    id: m\nmetadata:\n    status: draft\n",
        ),
        (
            "metadata:\n  notes: |+\n    a\n\nname: a\n",
            "metadata:\n  notes: |+\n    a\n\n  status: draft\nname: a\n",
        ),
    ],
)
def test_the_place_is_made_where_there_is_none(before: str, after: str) -> None:
    assert changed(f"---\n{before}---\nHi.\n", status="draft") == f"---\n{after}---\nHi.\n"


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
def test_a_file_without_front_matter_gets_one(eol: str) -> None:
    text = f"user:{eol}Hi.{eol}"
    front_matter = "---\nmetadata:\n  status: draft\n---\n".replace("\n", eol)
    assert changed(text, status="draft") == front_matter + text
    assert changed("\ufeff" + text, status="draft") == "\ufeff" + front_matter + text


def test_the_last_key_takes_metadata_along_but_no_comment() -> None:
    text = "---\nname: a\nmetadata:\n  status: draft\n  tags:\n    - a\nmodel: m\n---\nHi.\n"
    assert changed(text, status=None, tags=[]) == "---\nname: a\nmodel: m\n---\nHi.\n"
    text = "---\nmetadata: # ours\n  status: draft\n---\nHi.\n"
    assert changed(text, status=None) == "---\nmetadata: # ours\n---\nHi.\n"


def test_what_is_said_already_and_what_is_not_there_need_no_edit() -> None:
    text = "---\nmetadata: {status: 'draft', tags: [a]}\n---\nHi.\n"
    assert changed(text, status="draft", tags=("a",), owner=None) == text
    assert changed("Hi.\n", owner=None) == "Hi.\n"


def test_version_1_has_its_tags_at_the_top() -> None:
    text = "---\nname: a\ntags: [old]\nmodel: {api: chat}\n---\nHi.\n"
    assert changed(text, tags=["new"]) == text.replace("old", "new")
    assert changed(text, tags=[]) == text.replace("tags: [old]\n", "")


def test_dotprompt_has_metadata_too() -> None:
    text = "---\nmodel: googleai/gemini-2.5-flash\n---\nHi.\n"
    after = text.replace("flash\n", "flash\nmetadata:\n  status: draft\n")
    assert changed(text, "/w/a.prompt", status="draft") == after


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"status": "aproved"}, "`status` can't be `aproved`; did you mean `approved`?"),
        ({"category": "chat"}, "`category` can't be `chat`; it takes `support` or `sales`"),
        ({"tags": "a"}, "`tags` is the text `a`; it takes a list of texts"),
        ({"tags": ["a", 5]}, "an item of `tags` is the number 5; it takes texts"),
        ({"due": "soon"}, "`due` is the text `soon`; it takes a day such as `2026-01-31`"),
        ({"risk": None}, "`risk` can't be taken away: the settings require it"),
        ({"teem": "x"}, "there is no field `teem`; did you mean `team`?"),
        ({"x": "x"}, "there is no field `x`; declare it in the settings, `metadata.fields.x`"),
        ({"budget": {"tokens": 5}}, "`budget` is set by hand in the prompt's file"),
        ({"owner": " "}, "`owner` is an empty text; it takes a text"),
    ],
)
def test_what_the_settings_do_not_allow_is_not_written(
    changes: dict[str, Any], message: str
) -> None:
    assert refused("---\nname: a\n---\nHi.\n", **changes) == [message]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("---\nname: a: b\n---\nHi.\n", "a.prompty"),
        ("---\nname: a\nname: b\n---\nHi.\n", "a.prompty"),
        ("---\nname: a\n", "a.prompty"),
        ("---\nmetadata: words\n---\nHi.\n", "a.prompty"),
        ("---\nmetadata: &m {status: draft}\nx: *m\n---\nHi.\n", "a.prompty"),
        ("---\nmetadata: {status: &s draft}\nx: *s\n---\nHi.\n", "a.prompty"),
        ("---\nmetadata: &m\n  status: draft\nx: *m\n---\nHi.\n", "a.prompty"),
        ("---\nmetadata:\n  status: !!str &s\n    draft\nx: *s\n---\nHi.\n", "a.prompty"),
        ("---\nname: a\n...\n---\nHi.\n", "a.prompty"),
        ("---\nname: a\ndescription: b\n---\nHi.\n", "SKILL.md"),
        ("Hi {{ name }}.\n", "a.j2"),
    ],
)
def test_what_cannot_be_changed_alone_is_left_as_it_is(text: str, path: str) -> None:
    assert len(refused(text, f"/w/{path}", status="approved")) == 1
