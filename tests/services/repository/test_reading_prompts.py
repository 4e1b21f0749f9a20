"""Rendering, checking and telling inputs where prompts have no files, and for those who may see a part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.services.repository.workspace import Calls, Place, prompty

from promptwell.adapters.storage.opening import open_store
from promptwell.domain.security.permission import Actor
from promptwell.errors import NotFoundError, PromptwellError, Refused, UsageError

READING = ("prompt.render", "prompt.lint")


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Calls]:
    """A store that keeps prompts without a workspace."""
    store = open_store(str(tmp_path / "store"))
    calls = Calls(store, "")
    calls("prompt.new", name="tone", path="parts/tone.j2", text="in a {{ tone }} tone")
    calls(
        "prompt.new",
        name="reply",
        path="reply.prompty",
        text=prompty(
            "user:\nAnswer {{ letter }} {% include 'parts/tone.j2' %}.",
            name="reply",
            inputs="{letter: {kind: string, required: true}, tone: {kind: string, default: calm}}",
        ),
    )
    yield calls
    store.close()


def test_a_stored_prompt_is_rendered_with_its_stored_partials(stored: Calls) -> None:
    rendered = stored("prompt.render", prompt="reply", variables={"letter": "this"})
    assert rendered["messages"] == [{"role": "user", "content": "Answer this in a calm tone."}]
    assert rendered["path"] == "reply.prompty"


def test_a_stored_prompt_is_checked_and_so_is_a_draft_of_it(stored: Calls) -> None:
    assert stored("prompt.lint", prompt="reply")["summary"]["errors"] == 0
    draft = stored("prompt.lint", prompt="reply", text="user:\n{% include 'nothing.j2' %}\n")
    found = {each["rule"]: each["path"] for each in draft["diagnostics"]}
    assert found["include-not-found"] == "reply.prompty"
    assert stored("prompt.lint", text="user:\n{% if %}\n")["summary"]["errors"] > 0


def test_stored_prompts_are_offered_with_their_inputs(stored: Calls) -> None:
    offered = stored("prompt.offered")["prompts"]
    assert [each["path"] for each in offered] == ["reply.prompty"]
    assert [each["name"] for each in offered[0]["inputs"]] == ["letter", "tone"]


@pytest.mark.parametrize("path", ["/etc/hostname", "../x.prompty", "/store/../etc/hostname"])
@pytest.mark.parametrize("name", READING)
def test_no_file_of_the_server_is_read(stored: Calls, name: str, path: str) -> None:
    with pytest.raises((NotFoundError, UsageError)):
        stored(name, prompt=path)


def test_an_include_of_a_stored_prompt_leads_to_no_file(stored: Calls) -> None:
    secret = Path("/etc/hostname")
    for target in ("/etc/hostname", "../etc/hostname", "../../etc/hostname"):
        text = f"user:\n{{% include '{target}' %}}\n"
        stored("prompt.new", name="bad", path="bad.prompty", text=text)
        try:
            said = str(stored("prompt.render", prompt="bad"))
        except PromptwellError as error:
            said = str(error)
        assert not secret.exists() or secret.read_text().strip() not in said
        stored("prompt.delete", prompts=["bad.prompty"])


@pytest.fixture
def shared(place: Place) -> Calls:
    """A workspace of which somebody may see one project."""
    place.write("seen.prompty", prompty("user:\nSeen.", name="seen"))
    place.write("hidden.prompty", prompty("user:\nHidden.", name="hidden"))
    calls = Calls(place.store, place.folder.as_posix())
    calls("project.new", name="open")
    calls("project.add", name="open", prompts=["seen"])
    calls("project.grant", name="open", who="bob", role="viewer")
    return calls


BOB = Actor("bob", None)


@pytest.mark.parametrize("name", READING)
def test_who_may_see_one_project_reads_its_prompts_alone(shared: Calls, name: str) -> None:
    assert shared(name, BOB, prompt="seen")
    for prompt in ("hidden", "hidden.prompty"):
        with pytest.raises((Refused, NotFoundError)):
            shared(name, BOB, prompt=prompt)
    with pytest.raises(NotFoundError) as caught:
        shared(name, BOB, prompt="hiden")
    assert "`hidden`" not in str(caught.value)


def test_who_may_see_one_project_is_offered_its_prompts_alone(shared: Calls) -> None:
    assert [each["name"] for each in shared("prompt.offered", BOB)["prompts"]] == ["seen"]
    assert shared("prompt.complete", BOB)["names"] == ["seen", "seen.prompty"]
    told = shared("prompt.inputs", BOB, prompts=["seen", "hidden"])["prompts"]
    assert [bool(each["problem"]) for each in told] == [False, True]
    assert len(shared("prompt.offered")["prompts"]) == 2


def test_who_has_no_role_checks_no_text(shared: Calls) -> None:
    with pytest.raises(Refused):
        shared("prompt.lint", BOB, text="user:\nHello.\n")
