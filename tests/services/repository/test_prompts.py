"""Prompts are made, changed, moved, put aside and brought back; files and store say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.services.repository.workspace import Place, prompty

from promptwell.adapters.files import write_text
from promptwell.domain.security.permission import Actor, Role
from promptwell.errors import (
    ConflictError,
    FileProblem,
    NotFoundError,
    PromptwellError,
    Refused,
    UsageError,
)
from promptwell.services.projects import granting, members, setting_up
from promptwell.services.prompts import exchange, keeping, placing, reading, tagging, writing

MAP = 'greet: |\n  Say hello to {name}, and mean it.\nleave: "Say goodbye to {name} in one line."\n'
SKILL = "---\nname: mend\ndescription: Mends what is broken.\n---\nMend it.\n"


def make(place: Place, name: str, **more) -> reading.ShownPrompt:
    return writing.new(place.context, writing.NewRequest(name=name, **more))


def update(place: Place, prompt: str, revision: int, **more) -> reading.ShownPrompt:
    asked = writing.UpdateRequest(prompt=prompt, revision=revision, **more)
    return writing.update(place.context, asked)


def show(place: Place, prompt: str, **more) -> reading.PromptWithText:
    return reading.show(place.context, reading.ShowRequest(prompt=prompt, **more))


def paths(place: Place, **more) -> list[str]:
    found = reading.list_prompts(place.context, reading.ListRequest(**more))
    return [each.path for each in found.prompts]


def folders(place: Place, folder: str) -> tuple[dict[str, int], int]:
    found = reading.folders(place.context, reading.FoldersRequest(folder=folder))
    return {each.path: each.prompts for each in found.folders}, found.beside


def agrees(place: Place) -> bool:
    """Whether the store says of every prompt what an index of the files finds."""
    before = place.records()
    result = place.index()
    return place.records() == before and not (result.added or result.deleted or result.changed)


def test_new_prompt_is_a_managed_file_with_its_metadata(place: Place) -> None:
    made = make(place, "Greet people", tag=("hello",), owner="ann", description="Greets.")
    assert made.path == "prompts/Greet-people.prompty"
    assert (made.tags, made.owner, made.revision) == (("hello",), "ann", 1)
    text = place.read(made.path)
    assert "name: Greet people\n" in text
    assert "owner: ann" in text
    assert show(place, "Greet people").text == text
    assert agrees(place)


def test_new_prompt_goes_where_it_is_asked_for_and_writes_over_nothing(place: Place) -> None:
    assert make(place, "a", path="team/mail").path == "team/mail/a.prompty"
    assert make(place, "b", path="team/x.prompty").path == "team/x.prompty"
    with pytest.raises(ConflictError, match=r"there is a prompt `a`: team/mail/a.prompty"):
        make(place, "a", path="b.prompty")
    place.write("plain.prompty", "user:\nHello")
    with pytest.raises(FileProblem, match=r"^plain.prompty: .*that name already"):
        make(place, "c", path="plain.prompty")
    assert place.read("plain.prompty") == "user:\nHello"
    with pytest.raises(FileProblem, match="only upper and lower case"):
        make(place, "d", path="TEAM/y.prompty")
    assert agrees(place)


@pytest.mark.parametrize(
    "path", ["../a.prompty", "/etc/a.prompty", "C:/a.prompty", "a/../../b.prompty", "a\0.prompty"]
)
def test_no_path_leads_out_of_the_workspace(place: Place, path: str) -> None:
    for ask in (
        lambda: make(place, "a", path=path),
        lambda: show(place, path),
        lambda: placing.move(place.context, placing.MoveRequest(prompt="x", target=path)),
        lambda: paths(place, folder=path),
    ):
        with pytest.raises(PromptwellError):
            ask()
    assert not (place.folder.parent / "a.prompty").exists()


@pytest.mark.parametrize(
    "path", ["con.prompty", "a?.prompty", "a#b.prompty", "a .prompty/b ", ".git/a.prompty"]
)
def test_names_that_some_system_refuses_are_refused_everywhere(place: Place, path: str) -> None:
    with pytest.raises(UsageError):
        make(place, "a", path=path)


def test_link_out_of_the_workspace_is_not_followed(place: Place, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (place.folder / "out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileProblem, match="leads out of the workspace"):
        make(place, "a", path="out/a.prompty")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_update_changes_the_file_and_nothing_else_in_it(place: Place) -> None:
    text = "---\nname: a # mine\nmetadata: {status: draft}\n---\nuser:\r\nHi\n"
    place.write("a.prompty", text)
    place.index()
    done = update(place, "a", 1, set={"status": "in-review", "owner": "bob"})
    assert (done.status, done.owner, done.revision) == ("in-review", "bob", 2)
    assert place.read("a.prompty") == text.replace(
        "{status: draft}", "{status: in-review, owner: bob}"
    )
    done = update(place, "a", 2, unset=("owner",), text=place.read("a.prompty") + "More\n")
    assert (done.owner, place.read("a.prompty")[-5:]) == ("", "More\n")
    assert agrees(place)


def test_update_of_what_somebody_else_changed_is_refused_with_both_sides(place: Place) -> None:
    make(place, "a", body="user:\nOne\n")
    update(place, "a", 1, set={"owner": "bob"})
    with pytest.raises(ConflictError, match="at revision 2 now, and revision 1 was seen") as caught:
        update(place, "a", 1, text="---\nname: a\n---\nuser:\nTwo\n")
    assert caught.value.yours == {
        "revision": 1,
        "text": "---\nname: a\n---\nuser:\nTwo\n",
        "metadata": {},
    }
    assert caught.value.theirs["owner"] == "bob"
    assert caught.value.theirs["text"] == place.read("prompts/a.prompty")


def test_update_sees_what_an_editor_wrote_meanwhile(place: Place) -> None:
    made = make(place, "a")
    place.write(made.path, prompty("user:\nWritten by hand", name="a"))
    with pytest.raises(ConflictError) as caught:
        update(place, "a", made.revision, set={"owner": "bob"})
    assert "Written by hand" in caught.value.theirs["text"]
    assert "Written by hand" in place.read(made.path)


def test_values_that_the_settings_do_not_allow_are_refused(place: Place) -> None:
    place.write(
        "promptwell.toml", '[metadata.fields.risk]\ntype = "enum"\nvalues = ["low", "high"]\n'
    )
    make(place, "a", set={"risk": "low"})
    with pytest.raises(
        UsageError, match=r"^prompts/a.prompty: `risk` can't be `hihg`; did you mean `high`"
    ):
        update(place, "a", 1, set={"risk": "hihg"})
    with pytest.raises(UsageError, match="there is no field `colour`"):
        make(place, "b", set={"colour": "red"})
    with pytest.raises(UsageError, match="status"):
        update(place, "a", 1, set={"status": "done"})
    assert place.record("prompts/a.prompty").fields == {"risk": "low"}
    assert not (place.folder / "prompts/b.prompty").exists()


def test_metadata_without_a_place_in_the_file_is_kept_through_edits_and_moves(place: Place) -> None:
    place.write(".claude/skills/mend/SKILL.md", SKILL)
    place.write("prompts.yaml", MAP)
    place.index()
    update(place, "mend", 1, set={"status": "in-review", "tags": "repair, home"})
    update(place, "prompts.yaml#greet", 1, set={"owner": "bob"})
    assert place.read(".claude/skills/mend/SKILL.md") == SKILL
    assert place.read("prompts.yaml") == MAP
    place.write("prompts.yaml", MAP.replace("mean it", "smile"))
    (place.folder / ".claude/skills/mend").rename(place.folder / ".claude/skills/fix")
    place.index()
    mend = place.record(".claude/skills/fix/SKILL.md")
    assert (mend.status, mend.tags) == ("in-review", ("repair", "home"))
    assert place.record("prompts.yaml#greet").owner == "bob"
    update(place, "mend", mend.revision, unset=("status",))
    assert place.record(".claude/skills/fix/SKILL.md").status == ""
    assert agrees(place)


def test_what_a_file_says_itself_is_not_taken_away_behind_its_back(place: Place) -> None:
    said = SKILL.replace("---\nMend", "metadata:\n  owner: ann\n---\nMend")
    place.write(".claude/skills/mend/SKILL.md", said)
    place.index()
    assert place.record(".claude/skills/mend/SKILL.md").owner == "ann"
    with pytest.raises(UsageError, match="`owner` is written in the file; change it there"):
        update(place, "mend", 1, unset=("owner",))


def test_moved_prompt_keeps_all_that_is_known_of_it(place: Place) -> None:
    made = make(place, "a", tag=("x",))
    setting_up.new(place.context, setting_up.NewRequest(name="web"))
    members.add(place.context, members.MembersRequest(name="web", prompts=("a",)))
    moved = placing.move(
        place.context, placing.MoveRequest(prompt="a", target="mail/hello.prompty")
    )
    [now] = moved.prompts
    assert (now.id, now.path, now.projects) == (made.id, "mail/hello.prompty", ("web",))
    assert not (place.folder / made.path).exists()
    placing.move(place.context, placing.MoveRequest(prompt="a", target="."))
    assert paths(place) == ["hello.prompty"]
    with pytest.raises(UsageError, match=r"let the name end with `.prompty`"):
        placing.move(place.context, placing.MoveRequest(prompt="a", target="hello.txt"))
    assert agrees(place)


def test_includes_and_links_are_mended_when_files_move(place: Place) -> None:
    place.write("parts/tone.j2", "Be kind.\n")
    user = prompty("user:\n{% include '../parts/tone.j2' %}\nHi", name="user", template="jinja2")
    place.write("mail/user.prompty", user)
    place.index()
    moved = placing.move(
        place.context, placing.MoveRequest(prompt="parts/tone.j2", target="shared/kind.j2")
    )
    assert moved.mended == ("mail/user.prompty",)
    assert "{% include '../shared/kind.j2' %}" in place.read("mail/user.prompty")
    moved = placing.move(place.context, placing.MoveRequest(prompt="user", target="user.prompty"))
    assert moved.mended == ("user.prompty",)
    assert "{% include 'shared/kind.j2' %}" in place.read("user.prompty")
    assert moved.prompts[0].path == "user.prompty"
    assert agrees(place)


def test_prompt_never_moves_over_another_one(place: Place) -> None:
    first, second = make(place, "a"), make(place, "b")
    with pytest.raises(PromptwellError):
        placing.move(place.context, placing.MoveRequest(prompt="a", target=second.path))
    assert {each.id for each in place.records().values()} == {first.id, second.id}
    assert "name: b" in place.read(second.path)
    assert agrees(place)


def test_folder_moves_with_all_prompts_in_it(place: Place) -> None:
    make(place, "a", path="team/one")
    make(place, "b", path="team/one/deep")
    make(place, "c", path="team/two")
    place.write("team/one/prompts.yaml", MAP)
    known = {name: each.id for name, each in place.records().items()}
    moved = placing.move(place.context, placing.MoveRequest(prompt="team/one", target="all/first"))
    assert sorted(each.path for each in moved.prompts) == [
        "all/first/a.prompty",
        "all/first/deep/b.prompty",
        "all/first/prompts.yaml#greet",
        "all/first/prompts.yaml#leave",
    ]
    assert place.record("all/first/a.prompty").id == known["team/one/a.prompty"]
    with pytest.raises(UsageError, match="into itself"):
        placing.move(place.context, placing.MoveRequest(prompt="all", target="all/more"))
    assert agrees(place)


def test_copy_is_another_prompt_of_another_name(place: Place) -> None:
    made = make(place, "a", tag=("x",))
    copied = placing.copy(place.context, placing.CopyRequest(prompt="a", target="b.prompty"))
    assert (copied.name, copied.tags, copied.revision) == ("b", ("x",), 1)
    assert copied.id != made.id
    assert place.read("b.prompty") == place.read(made.path).replace("name: a\n", "name: b\n")
    named = placing.copy(
        place.context, placing.CopyRequest(prompt="a", target="c", name="Third: one")
    )
    assert (named.name, named.path) == ("Third: one", "c/a.prompty")
    assert agrees(place)


def test_archived_prompt_stays_and_is_left_out_of_lists(place: Place) -> None:
    made = make(place, "a", set={"status": "in-review"})
    keeping.archive(place.context, keeping.PromptsRequest(prompts=("a",)))
    assert "status: archived" in place.read(made.path)
    assert (paths(place), paths(place, show="archived")) == ([], [made.path])
    [back] = keeping.restore(place.context, keeping.RestoreRequest(prompt="a")).prompts
    assert (back.id, back.status) == (made.id, "draft")
    assert agrees(place)


def test_deleted_prompt_comes_back_with_its_text_and_projects(place: Place) -> None:
    made = make(place, "a", tag=("x",))
    text = place.read(made.path)
    setting_up.new(place.context, setting_up.NewRequest(name="web"))
    members.add(place.context, members.MembersRequest(name="web", prompts=("a",)))
    [gone] = keeping.delete(place.context, keeping.PromptsRequest(prompts=("a",))).prompts
    assert gone.deleted
    assert not (place.folder / made.path).exists()
    assert (paths(place), paths(place, show="deleted")) == ([], [made.path])
    assert show(place, "a", deleted=True).text == text
    with pytest.raises(NotFoundError, match="`promptwell prompt restore a` brings it back"):
        show(place, "a")
    place.now += timedelta(days=400)
    [back] = keeping.restore(place.context, keeping.RestoreRequest(prompt="a")).prompts
    assert (back.id, back.projects, back.deleted) == (made.id, ("web",), None)
    assert place.read(made.path) == text
    assert agrees(place)


def test_deleted_prompt_comes_back_elsewhere_where_its_place_is_taken(place: Place) -> None:
    made = make(place, "a")
    keeping.delete(place.context, keeping.PromptsRequest(prompts=("a",)))
    other = make(place, "a")
    assert other.id != made.id
    with pytest.raises(UsageError, match="say with `path` where it comes to"):
        keeping.restore(place.context, keeping.RestoreRequest(prompt=made.path))
    [back] = keeping.restore(
        place.context, keeping.RestoreRequest(prompt=made.id, path="old/a.prompty")
    ).prompts
    assert (back.id, back.path) == (made.id, "old/a.prompty")
    assert agrees(place)


def test_file_of_several_comes_back_with_all_prompts(place: Place) -> None:
    file = place.write("prompts.yaml", MAP)
    place.index()
    known = {path: each.id for path, each in place.records().items()}
    with pytest.raises(
        UsageError, match=r"one of several prompts in a file; take it out of prompts.yaml"
    ):
        keeping.delete(place.context, keeping.PromptsRequest(prompts=("prompts.yaml#greet",)))
    file.unlink()
    place.index()
    keeping.restore(place.context, keeping.RestoreRequest(prompt="prompts.yaml#leave"))
    assert {path: each.id for path, each in place.records().items()} == known
    assert place.read("prompts.yaml") == MAP
    assert agrees(place)


def test_tags_of_several_prompts_change_together_or_not_at_all(place: Place) -> None:
    make(place, "a", tag=("x",))
    place.write(".claude/skills/mend/SKILL.md", SKILL)
    done = tagging.tag(
        place.context, tagging.TagRequest(prompts=("a", "mend"), add=("y",), remove=("x",))
    )
    assert [each.tags for each in done.prompts] == [("y",), ("y",)]
    before = place.read("prompts/a.prompty")
    with pytest.raises(NotFoundError):
        tagging.tag(place.context, tagging.TagRequest(prompts=("a", "nobody"), add=("z",)))
    place.write("broken.prompty", "---\nname: [broken\n---\nuser:\nHi\n")
    with pytest.raises(UsageError, match=r"^broken.prompty"):
        tagging.tag(place.context, tagging.TagRequest(prompts=("a", "broken.prompty"), add=("z",)))
    assert place.read("prompts/a.prompty") == before
    assert place.record("prompts/a.prompty").tags == ("y",)
    assert agrees(place)


def test_lists_are_filtered_and_come_in_pages(place: Place) -> None:
    for number in range(7):
        make(
            place, f"p{number}", path="even" if number % 2 == 0 else "odd", tag=("t", f"n{number}")
        )
    update(place, "p3", 1, set={"status": "in-review", "category": "coding", "owner": "bob"})
    assert paths(place, folder="even") == [f"even/p{number}.prompty" for number in (0, 2, 4, 6)]
    assert paths(place, tag=("t", "n5")) == ["odd/p5.prompty"]
    assert paths(place, status="in-review", category="coding", owner="bob") == ["odd/p3.prompty"]
    make(place, "deep", path="even/more/still 😀")
    place.write("even/prompts.yaml", MAP)
    place.index()
    assert folders(place, "") == ({"even": 7, "odd": 3}, 0)
    assert folders(place, "even/") == ({"even/more": 1}, 6)
    (place.folder / "even/prompts.yaml").unlink()
    place.index()
    keeping.delete(place.context, keeping.PromptsRequest(prompts=("deep",)))
    found, cursor = [], ""
    while True:
        page = reading.list_prompts(place.context, reading.ListRequest(limit=3, cursor=cursor))
        assert page.total == 7
        found += [each.name for each in page.prompts]
        cursor = page.next_cursor
        if not cursor:
            break
    assert found == ["p0", "p2", "p4", "p6", "p1", "p3", "p5"]


def test_prompts_are_found_by_name_path_and_identity(place: Place) -> None:
    place.write("prompts.yaml", MAP)
    made = make(place, "greet people")
    assert show(place, "prompts.yaml#greet").text == "Say hello to {name}, and mean it."
    assert show(place, "./prompts/greet-people.prompty").prompt.id == made.id
    assert show(place, made.id).prompt.path == made.path
    with pytest.raises(
        UsageError, match=r"`prompts.yaml` is 2 prompts.*`prompts.yaml#greet`, `prompts.yaml#leave`"
    ):
        show(place, "prompts.yaml")
    with pytest.raises(NotFoundError, match="did you mean `greet people`"):
        show(place, "greet peopel")
    with pytest.raises(NotFoundError, match="`production` is no version, label or branch of it"):
        show(place, "greet@production")
    place.write("b/greet-people.prompty", prompty("user:\nHi", name="greet people"))
    place.index()
    with pytest.raises(UsageError, match=r"is 2 prompts; give the path of one"):
        show(place, "greet people")


def test_name_with_an_at_sign_is_a_name_where_there_is_such_a_prompt(place: Place) -> None:
    make(place, "ask@home", path="@team")
    assert show(place, "ask@home").prompt.path == "@team/ask-home.prompty"


def test_file_that_was_made_by_hand_is_known_when_it_is_asked_for(place: Place) -> None:
    place.index()
    place.write("other.prompty", prompty("user:\nHi", name="someone"))
    assert show(place, "someone").prompt.path == "other.prompty"
    place.write("new.prompty", prompty("user:\nHi"))
    assert show(place, "new.prompty").prompt.name == "new"
    place.write("new.prompty", prompty("user:\nHo"))
    assert "Ho" in show(place, "new").text


def test_lists_have_what_was_changed_by_hand_a_little_later(place: Place) -> None:
    make(place, "a")
    assert paths(place) == ["prompts/a.prompty"]
    place.write("b.prompty", prompty("user:\nHi"))
    assert paths(place) == ["prompts/a.prompty"]
    place.now += timedelta(seconds=3)
    assert paths(place) == ["b.prompty", "prompts/a.prompty"]


def test_disk_that_is_full_changes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make(place, "a")
    text = place.read(made.path)

    def fail(path: str, _text: str) -> None:
        raise FileProblem(f"{path}: could not be written: no space left on device")

    monkeypatch.setattr("promptwell.adapters.prompt_files.write_text", fail)
    with pytest.raises(FileProblem, match=r"^prompts/a.prompty: .*no space left"):
        update(place, "a", 1, set={"owner": "bob"})
    monkeypatch.setattr("promptwell.adapters.prompt_files.write_text", write_text)
    assert (place.record(made.path).revision, place.read(made.path)) == (1, text)
    assert agrees(place)


def test_store_that_fails_at_the_end_leaves_the_files_as_they_were(place: Place) -> None:
    make(place, "a")
    make(place, "b")
    before = {name: place.read(f"prompts/{name}.prompty") for name in "ab"}

    class Failing:
        def __init__(self, store) -> None:
            self.reading = store.reading
            self.looks = store.looks
            self._store = store

        def writing(self, root: str):
            from contextlib import contextmanager

            @contextmanager
            def failing():
                with self._store.writing(root) as rows:
                    yield rows
                    raise ConflictError("the store is gone")

            return failing()

    broken = replace(place, store=Failing(place.store))
    for ask in (
        lambda: tagging.tag(broken.context, tagging.TagRequest(prompts=("a", "b"), add=("z",))),
        lambda: keeping.delete(broken.context, keeping.PromptsRequest(prompts=("a", "b"))),
        lambda: placing.move(broken.context, placing.MoveRequest(prompt="a", target="c")),
        lambda: make(broken, "c"),
    ):
        with pytest.raises(ConflictError, match="the store is gone"):
            ask()
        assert {name: place.read(f"prompts/{name}.prompty") for name in "ab"} == before
        names = sorted(each.name for each in (place.folder / "prompts").iterdir())
        assert names == ["a.prompty", "b.prompty"]
    assert agrees(place)


def test_grants_of_a_project_let_somebody_change_its_prompts_and_no_others(place: Place) -> None:
    make(place, "mine")
    make(place, "other")
    setting_up.new(place.context, setting_up.NewRequest(name="web"))
    members.add(place.context, members.MembersRequest(name="web", prompts=("mine",)))
    granting.grant(place.context, granting.GrantRequest(name="web", who="bob", role="editor"))
    bob = replace(place, actor=Actor("bob", None))
    assert paths(bob) == ["prompts/mine.prompty"]
    assert update(bob, "mine", 1, set={"owner": "bob"}).owner == "bob"
    for ask in (
        lambda: show(bob, "other"),
        lambda: update(bob, "other", 1, set={"owner": "bob"}),
        lambda: update(bob, "mine", 2, set={"status": "approved"}),
        lambda: keeping.delete(bob.context, keeping.PromptsRequest(prompts=("mine", "other"))),
        lambda: granting.grant(
            bob.context, granting.GrantRequest(name="web", who="bob", role="admin")
        ),
        lambda: members.add(bob.context, members.MembersRequest(name="web", prompts=("other",))),
        lambda: make(bob, "more"),
    ):
        with pytest.raises(Refused, match="bob"):
            ask()
    with pytest.raises(NotFoundError, match=r"^there is no prompt `othr`$"):
        show(bob, "othr")
    assert make(bob, "more", project="web").projects == ("web",)
    granting.grant(place.context, granting.GrantRequest(name="web", who="bob", role="reviewer"))
    assert update(bob, "mine", 2, set={"status": "approved"}).status == "approved"
    granting.revoke(place.context, granting.RevokeRequest(name="web", who="bob"))
    assert paths(bob) == []


def test_prompt_with_a_finding_that_its_project_forbids_is_not_approved(place: Place) -> None:
    broken = prompty("user:\nUse the key {{ key", name="a")
    place.write("a.prompty", broken)
    setting_up.new(
        place.context, setting_up.NewRequest(name="web", check=("structure", "variables"))
    )
    members.add(place.context, members.MembersRequest(name="web", prompts=("a",)))
    with pytest.raises(
        UsageError, match=r"^a.prompty can't be approved: the project `web` requires"
    ):
        update(place, "a", 1, set={"status": "approved"})
    assert place.read("a.prompty") == broken
    place.write("a.prompty", prompty("user:\nSay hello.", name="a"))
    place.index()
    assert update(place, "a", 2, set={"status": "approved"}).status == "approved"


def test_viewer_sees_and_changes_nothing(place: Place) -> None:
    make(place, "a")
    eve = replace(place, actor=Actor("eve", Role.VIEWER))
    assert paths(eve) == ["prompts/a.prompty"]
    with pytest.raises(
        Refused, match=r"eve is viewer here, and changing `prompts/a\.prompty` takes editor"
    ):
        update(eve, "a", 1, set={"owner": "eve"})


def test_export_and_import_make_the_same_prompts_elsewhere(place: Place, tmp_path: Path) -> None:
    from tests.services.repository.workspace import place_at

    make(place, "a", tag=("x",), path="deep/er 😀")
    place.write(".claude/skills/mend/SKILL.md", SKILL)
    place.write("prompts.yaml", MAP)
    setting_up.new(place.context, setting_up.NewRequest(name="web", budget=5, check=("secrets",)))
    members.add(place.context, members.MembersRequest(name="web", prompts=("mend", "a")))
    update(place, "prompts.yaml#greet", 1, set={"tags": ["kept"], "status": "in-review"})
    document = exchange.export(place.context, exchange.ExportRequest())
    there = place_at(tmp_path / "there")
    done = exchange.import_prompts(there.context, exchange.ImportRequest(document=document))
    assert sorted(done.made) == sorted(each.path for each in document.files)
    assert exchange.export(there.context, exchange.ExportRequest()) == document
    assert there.record("prompts.yaml#greet").tags == ("kept",)
    again = exchange.import_prompts(there.context, exchange.ImportRequest(document=document))
    assert len(again.unchanged) == 3
    assert agrees(there)
    there.write("prompts.yaml", MAP.replace("hello", "hi"))
    with pytest.raises(ConflictError, match=r"^prompts.yaml is there with another text"):
        exchange.import_prompts(there.context, exchange.ImportRequest(document=document))
    replaced = exchange.import_prompts(
        there.context, exchange.ImportRequest(document=document, existing="replace")
    )
    assert replaced.replaced == ("prompts.yaml",)
    assert there.read("prompts.yaml") == MAP
    there.store.close()


def test_prompts_without_files_are_kept_in_the_store(tmp_path: Path) -> None:
    from tests.services.repository.workspace import place_at

    class Stored(Place):
        pass

    made = place_at(tmp_path)
    team = Stored(Path(), made.store)
    team.folder = _NoFolder()
    first = make(team, "a", tag=("x",))
    update(team, "a", 1, set={"owner": "bob"})
    placing.move(team.context, placing.MoveRequest(prompt="a", target="mail"))
    copied = placing.copy(team.context, placing.CopyRequest(prompt="a", target="b.prompty"))
    with pytest.raises(FileProblem, match="that name already"):
        make(team, "c", path="b.prompty")
    keeping.delete(team.context, keeping.PromptsRequest(prompts=("a",)))
    assert paths(team) == [copied.path]
    [back] = keeping.restore(team.context, keeping.RestoreRequest(prompt="a")).prompts
    assert (back.id, back.owner, back.path) == (first.id, "bob", "mail/a.prompty")
    assert "owner: bob" in show(team, "a").text
    assert agrees(team)
    made.store.close()


class _NoFolder:
    """The root of a team's store: it is no folder."""

    def as_posix(self) -> str:
        return ""
