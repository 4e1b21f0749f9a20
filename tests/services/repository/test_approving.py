"""What is approved was approved by a reviewer, and passed its projects' checks, whichever way it was written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.services.repository.workspace import Place, prompty

from promptwell.domain.security.permission import Actor, Role
from promptwell.errors import Refused, UsageError
from promptwell.services.projects import members, setting_up
from promptwell.services.prompts import exchange, placing, tagging, writing
from promptwell.services.versions import recording, rolling_back

BROKEN = "user:\nUse the key {{ key"


@pytest.fixture
def editor(place: Place) -> Place:
    """The workspace as somebody sees it who may edit, and not approve."""
    place.write("a.prompty", approved("user:\nSay hello."))
    place.index()
    return replace(place, actor=Actor("ed", Role.EDITOR))


def approved(body: str) -> str:
    return prompty(body, name="a", metadata="{status: approved}")


def update(place: Place, **asked: object) -> str:
    revision = place.records()["a.prompty"].revision
    request = writing.UpdateRequest(prompt="a.prompty", revision=revision, **asked)  # type: ignore[arg-type]
    return writing.update(place.context, request).status


def test_another_text_of_an_approved_prompt_takes_a_reviewer(editor: Place) -> None:
    text = approved("user:\nSay something else.")
    with pytest.raises(Refused, match=r"changing the approved `a\.prompty` takes reviewer"):
        update(editor, text=text)
    assert "hello" in editor.read("a.prompty")
    assert update(replace(editor, actor=Actor("rev", Role.REVIEWER)), text=text) == "approved"


def test_another_text_and_no_longer_approved_takes_an_editor(editor: Place) -> None:
    text = prompty("user:\nSay something else.", name="a", metadata="{status: in-review}")
    assert update(editor, text=text) == "in-review"


def test_tags_of_an_approved_prompt_take_an_editor(editor: Place) -> None:
    tagging.tag(editor.context, tagging.TagRequest(prompts=("a",), add=("mail",)))
    assert update(editor, set={"owner": "ed"}) == "approved"


def test_another_text_passes_the_checks_of_the_project(place: Place, editor: Place) -> None:
    setting_up.new(
        place.context, setting_up.NewRequest(name="web", check=("structure", "variables"))
    )
    members.add(place.context, members.MembersRequest(name="web", prompts=("a",)))
    with pytest.raises(UsageError, match=r"a\.prompty can't be approved: the project `web`"):
        update(place, text=approved(BROKEN))


def test_an_approved_prompt_joins_a_project_only_if_it_passes_its_checks(place: Place) -> None:
    place.write("a.prompty", approved(BROKEN))
    place.write("b.prompty", approved("user:\nSay hello.").replace("name: a", "name: b"))
    place.write("c.prompty", prompty(BROKEN, name="c"))
    place.index()
    setting_up.new(
        place.context, setting_up.NewRequest(name="web", check=("structure", "variables"))
    )
    with pytest.raises(
        UsageError,
        match=r"^a\.prompty is approved and can't belong to it: the project `web` requires",
    ):
        members.add(place.context, members.MembersRequest(name="web", prompts=("b", "a")))
    shown = members.add(place.context, members.MembersRequest(name="web", prompts=("b", "c")))
    assert list(shown.prompts) == ["b.prompty", "c.prompty"]


def test_a_copy_by_an_editor_is_a_draft(place: Place, editor: Place) -> None:
    request = placing.CopyRequest(prompt="a", target="b.prompty")
    assert placing.copy(editor.context, request).status == "draft"
    request = placing.CopyRequest(prompt="a", target="c.prompty")
    assert placing.copy(place.context, request).status == "approved"


def test_an_import_brings_nothing_approved_past_review(place: Place, editor: Place) -> None:
    exported = exchange.export(place.context, exchange.ExportRequest())
    (file,) = exported.files
    other = replace(exported, files=(replace(file, path="b.prompty"),))
    with pytest.raises(Refused, match=r"approving `b\.prompty` takes reviewer"):
        exchange.import_prompts(editor.context, exchange.ImportRequest(document=other))
    assert list(place.records()) == ["a.prompty"]
    done = exchange.import_prompts(place.context, exchange.ImportRequest(document=other))
    assert done.made == ("b.prompty",)


def test_a_rollback_to_what_was_approved_takes_a_reviewer(place: Place, editor: Place) -> None:
    recording.record(place.context, recording.RecordRequest(prompt="a"))
    update(editor, set={"status": "draft"})
    request = rolling_back.RollbackRequest(prompt="a", ref="1")
    with pytest.raises(Refused, match=r"approving `a\.prompty` takes reviewer"):
        rolling_back.rollback(editor.context, request)
    assert "draft" in editor.read("a.prompty")
    rolling_back.rollback(place.context, request)
    assert place.records()["a.prompty"].status == "approved"
