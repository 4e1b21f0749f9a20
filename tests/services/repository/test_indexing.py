"""The index knows the prompts of a workspace, and each of them again wherever it goes."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.services.repository.workspace import Place, nobody_looks, prompty

from promptwell.domain.prompts.reading import digest_of
from promptwell.errors import Cancelled
from promptwell.language.semantics.new_prompt import new_prompt
from promptwell.services.indexing import RebuildRequest, rebuild
from promptwell.services.prompts import keeping, writing

REVIEW = (
    "system:\nYou review changes to code. Say what is wrong and where.\nuser:\nReview {{ change }}."
)
POEM = (
    "system:\nYou write poems about the sea in four short lines.\nuser:\nA poem on {{ subject }}."
)
MODELS = """\
name: Sort feedback
description: Puts feedback into a class.
model: openai/gpt-4o
messages:
  - role: system
    content: Sort the feedback of customers into classes.
  - role: user
    content: "{{feedback}}"
"""
MAP = """\
shorten:
  system: You sum up texts in one sentence.
  user: "Sum up {{ text }}"
naming:
  system: You find titles for texts, at most five words long.
  user: "A title for {{ text }}"
"""


def issues(result) -> dict[str, str]:
    return {each.path: each.reason for each in result.problems}


def test_prompts_of_all_formats_are_known_by_their_names(place: Place) -> None:
    place.write("review.prompty", prompty(REVIEW, name="code-review", description="Reviews code"))
    place.write("prompts/sort.prompt.yml", MODELS)
    place.write("card.prompt", "---\nmodel: googleai/gemini-2.5-flash\n---\nHello {{name}}\n")
    place.write(
        ".claude/skills/mend/SKILL.md", "---\nname: mend\ndescription: Mends.\n---\nMend.\n"
    )
    place.write("poem.j2", POEM)
    place.write("prompts.yaml", MAP)
    place.write("notes.txt", "no prompt")
    result = place.index()
    assert {(each.path, each.name, each.format) for each in place.records().values()} == {
        ("review.prompty", "code-review", "prompty"),
        ("prompts/sort.prompt.yml", "Sort feedback", "github-models"),
        ("card.prompt", "card", "dotprompt"),
        (".claude/skills/mend/SKILL.md", "mend", "agent-file"),
        ("poem.j2", "poem", "jinja"),
        ("prompts.yaml#shorten", "shorten", "prompt-map"),
        ("prompts.yaml#naming", "naming", "prompt-map"),
    }
    assert (result.files, result.prompts, len(result.added)) == (6, 7, 7)
    assert place.record("prompts/sort.prompt.yml").model == "openai/gpt-4o"
    assert place.record("review.prompty").description == "Reviews code"


def test_metadata_of_the_front_matter_is_known(place: Place) -> None:
    metadata = "\n  tags: [code, team]\n  status: approved\n  owner: ann\n  audience: adults"
    place.write("a.prompty", prompty(REVIEW, name="a", metadata=metadata))
    place.index()
    record = place.record("a.prompty")
    assert (record.tags, record.status, record.owner) == (("code", "team"), "approved", "ann")
    assert record.fields == {"audience": "adults"}


def test_nothing_is_read_where_nothing_changed(place: Place) -> None:
    file = place.write("a.prompty", prompty(REVIEW))
    os.utime(file, (1_700_000_000, 1_700_000_000))
    place.index()
    file.write_bytes(b"x" * file.stat().st_size)  # nobody looks
    os.utime(file, (1_700_000_000, 1_700_000_000))
    before = place.records()
    result = place.index()
    assert (result.unchanged, result.changed, result.problems) == (1, (), ())
    assert place.records() == before


def test_file_that_changes_again_within_the_same_moment_is_seen(place: Place) -> None:
    file = place.write("a.prompty", prompty(REVIEW))
    place.index()
    moment = file.stat().st_mtime_ns
    file.write_text(prompty(REVIEW).replace("wrong", "right"))
    os.utime(file, ns=(moment, moment))
    assert place.index().changed == ("a.prompty",)


def test_change_counts_a_revision_and_touching_does_not(place: Place) -> None:
    file = place.write("a.prompty", prompty(REVIEW))
    place.index()
    first = place.record("a.prompty")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    place.index()
    assert place.record("a.prompty") == first
    file.write_text(prompty(POEM))
    place.index()
    assert place.record("a.prompty").id == first.id
    assert place.record("a.prompty").revision == first.revision + 1


def test_moved_and_edited_prompt_is_the_same_one(place: Place) -> None:
    place.write("a/review.prompty", prompty(REVIEW))
    place.write("a/poem.prompty", prompty(POEM))
    place.index()
    known = place.records()
    (place.folder / "b").mkdir()
    shutil.move(place.folder / "a/review.prompty", place.folder / "b/check.prompty")
    shutil.move(place.folder / "a/poem.prompty", place.folder / "b/verse.prompty")
    place.write("b/verse.prompty", prompty(POEM.replace("four short", "six long")))
    result = place.index()
    assert {(each.before, each.path) for each in result.moved} == {
        ("a/review.prompty", "b/check.prompty"),
        ("a/poem.prompty", "b/verse.prompty"),
    }
    assert place.record("b/check.prompty").id == known["a/review.prompty"].id
    assert place.record("b/verse.prompty").id == known["a/poem.prompty"].id


def test_prompt_that_is_only_like_a_deleted_one_is_another_one(place: Place) -> None:
    first = writing.new(place.context, writing.NewRequest(name="first"))
    keeping.delete(place.context, keeping.PromptsRequest(prompts=("first",)))
    place.write("second.prompty", new_prompt("second"))
    result = place.index()
    assert (result.added, result.restored) == (("second.prompty",), ())
    assert place.record("second.prompty").id != first.id
    with place.store.reading(place.folder.as_posix()) as rows:
        deleted = rows.prompts.by_id(first.id)
    assert deleted is not None
    assert deleted.deleted


def test_prompt_that_went_a_moment_ago_and_is_in_another_folder_is_the_same_one(
    place: Place,
) -> None:
    file = place.write("a/poem.prompty", prompty(POEM))
    place.index()
    known = place.record("a/poem.prompty")
    file.unlink()
    place.index()
    place.write("b/poem.prompty", prompty(POEM.replace("four short", "six long")))
    assert place.index().restored == ("b/poem.prompty",)
    assert place.record("b/poem.prompty").id == known.id


def test_files_that_change_places_take_their_identities_along(place: Place) -> None:
    place.write("a.prompty", prompty(REVIEW))
    place.write("b.prompty", prompty(POEM))
    place.write("c.prompty", prompty("user:\nSay what day it is today, please."))
    place.index()
    known = {path: each.id for path, each in place.records().items()}
    (place.folder / "c.prompty").rename(place.folder / "d.prompty")
    (place.folder / "b.prompty").rename(place.folder / "c.prompty")
    (place.folder / "a.prompty").rename(place.folder / "b.prompty")
    (place.folder / "c.prompty").rename(place.folder / "a.prompty")
    place.index()
    assert {path: each.id for path, each in place.records().items()} == {
        "a.prompty": known["b.prompty"],
        "b.prompty": known["a.prompty"],
        "d.prompty": known["c.prompty"],
    }


def test_file_moved_over_another_one_ends_the_other(place: Place) -> None:
    place.write("a.prompty", prompty(REVIEW))
    place.write("b.prompty", prompty(POEM))
    place.index()
    known = place.records()
    (place.folder / "a.prompty").replace(place.folder / "b.prompty")
    result = place.index()
    assert place.record("b.prompty").id == known["a.prompty"].id
    assert result.deleted == ("b.prompty",)


def test_prompt_of_a_file_of_several_keeps_its_identity_under_another_name(place: Place) -> None:
    place.write("prompts.yaml", MAP)
    place.index()
    known = place.records()
    place.write("prompts.yaml", MAP.replace("naming:", "headline:", 1))
    place.index()
    assert place.record("prompts.yaml#headline").id == known["prompts.yaml#naming"].id
    (place.folder / "lib").mkdir()
    (place.folder / "prompts.yaml").rename(place.folder / "lib/prompts.yaml")
    place.index()
    assert {path: each.id for path, each in place.records().items()} == {
        "lib/prompts.yaml#headline": known["prompts.yaml#naming"].id,
        "lib/prompts.yaml#shorten": known["prompts.yaml#shorten"].id,
    }


def test_copy_is_another_prompt(place: Place) -> None:
    place.write("a.prompty", prompty(REVIEW))
    place.index()
    place.write("b.prompty", prompty(REVIEW))
    place.index()
    assert len({each.id for each in place.records().values()}) == 2


def test_prompt_that_comes_back_is_the_one_that_went(place: Place) -> None:
    file = place.write("a.prompty", prompty(REVIEW))
    place.index()
    known = place.record("a.prompty")
    file.unlink()
    assert place.index().deleted == ("a.prompty",)
    assert place.records() == {}
    place.now += timedelta(days=100)
    place.write("a.prompty", prompty(REVIEW))
    assert place.index().restored == ("a.prompty",)
    assert place.record("a.prompty").id == known.id


def test_move_whose_ends_are_seen_one_after_the_other_is_one(place: Place) -> None:
    file = place.write("a.prompty", prompty(REVIEW))
    place.index()
    known = place.record("a.prompty")
    file.unlink()
    place.index("a.prompty")
    place.now += timedelta(minutes=1)
    place.write("b/c.prompty", prompty(REVIEW.replace("where", "why")))
    place.index("b/c.prompty")
    assert place.record("b/c.prompty").id == known.id


def test_what_was_read_before_somebody_else_wrote_is_no_news(place: Place) -> None:
    place.write("a.prompty", prompty(REVIEW))
    place.index()
    place.write("a.prompty", prompty(POEM))

    def write_meanwhile(done: int, total: int | None = None, what: str = "") -> None:
        if what == "a.prompty":
            place.progress = nobody_looks
            newest = writing.UpdateRequest(prompt="a.prompty", revision=2, text=prompty("Say no."))
            place.index()
            writing.update(place.context, newest)

    place.progress = write_meanwhile
    place.index()
    record = place.record("a.prompty")
    assert record.revision == 3
    assert record.content == digest_of(place.read("a.prompty"))


def test_a_file_that_is_made_again_while_the_index_runs_is_not_deleted(place: Place) -> None:
    place.write("a.prompty", prompty(REVIEW))
    place.write("b.prompty", prompty(POEM))
    place.write("ignored.prompty", prompty(POEM))
    place.index()
    before = place.record("a.prompty")
    (place.folder / "a.prompty").unlink()
    place.write("b.prompty", prompty("Say no."))
    place.write(".gitignore", "ignored.prompty\n")
    place.git("init", "-q")

    def make_again(done: int, total: int | None = None, what: str = "") -> None:
        if what == "b.prompty":
            place.write("a.prompty", prompty("Say yes."))

    place.progress = make_again
    result = place.index()
    assert result.deleted == ("ignored.prompty",), "it is there, and counts no more"
    assert place.record("a.prompty") == before
    place.progress = nobody_looks
    assert place.index().changed == ("a.prompty",)
    assert place.record("a.prompty").id == before.id


def test_only_the_files_that_are_named_are_looked_at(place: Place) -> None:
    place.write("a.prompty", prompty(REVIEW))
    place.write("b/b.prompty", prompty(POEM))
    place.write("node_modules/c.prompty", prompty(POEM))
    place.write("notes.txt", "no prompt")
    assert place.index("a.prompty", "node_modules/c.prompty", "notes.txt").added == ("a.prompty",)
    assert place.index("b").added == ("b/b.prompty",)
    shutil.rmtree(place.folder / "b")
    (place.folder / "a.prompty").unlink()
    assert place.index("b").deleted == ("b/b.prompty",)
    assert place.index("a.prompty").deleted == ("a.prompty",)


def test_what_git_ignores_is_not_looked_at_when_named(place: Place) -> None:
    place.git("init", "-q")
    place.write(".gitignore", "out/\nsecret.prompty\n")
    place.write("out/a.prompty", prompty(REVIEW))
    place.write("secret.prompty", prompty(REVIEW))
    place.write("b.prompty", prompty(REVIEW))
    assert place.index("out/a.prompty", "secret.prompty", "b.prompty").added == ("b.prompty",)
    assert place.index().added == ()


def test_bad_files_are_told_and_stop_nothing(place: Place) -> None:
    place.write("good 😀 file.prompty", prompty(REVIEW))
    (place.folder / "binary.prompty").write_bytes(b"\x7fELF\0\0")
    (place.folder / "late.prompty").write_bytes(b"a" * 9000 + b"\0")
    (place.folder / "latin.prompty").write_bytes(b"user:\nCaf\xe9\n")
    (place.folder / "wide.prompty").write_bytes("user:\nHello".encode("utf-16"))
    place.write("large.prompty", "user:\n" + "word " * 1_000_000)
    place.write("a#b.prompty", prompty(REVIEW))
    (place.folder / "lost.prompty").symlink_to("nowhere.prompty")
    (place.folder / "round.prompty").symlink_to("round.prompty")
    (place.folder / "loop").symlink_to(".")
    outside = place.folder.parent / "outside.prompty"
    outside.write_text("user:\nsecret")
    (place.folder / "out.prompty").symlink_to(outside)
    result = place.index()
    assert result.added == ("good 😀 file.prompty",)
    assert issues(result) == {
        "binary.prompty": "this looks like a binary file, not like a prompt",
        "late.prompty": "this looks like a binary file, not like a prompt",
        "latin.prompty": "line 2 is not UTF-8; save it as UTF-8",
        "wide.prompty": "this is UTF-16; save it as UTF-8",
        "large.prompty": "5,000,006 bytes, more than the 2,097,152 that a prompt may have here; "
        "exclude it in promptwell.toml",
        "a#b.prompty": "`#` in a file's name is not supported; rename the file",
        "out.prompty": "this leads out of the workspace",
    }


def test_file_that_turns_bad_keeps_what_was_known_of_it(place: Place) -> None:
    place.write("a.prompty", prompty(REVIEW))
    place.index()
    known = place.records()
    (place.folder / "a.prompty").write_bytes(b"\0\0")
    assert issues(place.index()) == {
        "a.prompty": "this looks like a binary file, not like a prompt"
    }
    assert place.records() == known


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_folder_that_can_not_be_read_keeps_what_was_known_in_it(place: Place) -> None:
    place.write("a/a.prompty", prompty(REVIEW))
    place.index()
    (place.folder / "a").chmod(0)
    result = place.index()
    (place.folder / "a").chmod(0o755)
    assert (issues(result), result.deleted) == ({"a": "permission denied"}, ())


def test_cancelled_index_keeps_what_it_has_done_and_goes_on_later(place: Place) -> None:
    for number in range(450):
        place.write(f"{number}.prompty", prompty(f"user:\nSay the number {number}."))
    counted: list[int] = []

    def stop(done: int, total: int | None = None, what: str = "") -> None:
        counted.append(done)
        if done == 420:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        replace(place, progress=stop).index()
    assert len(place.records()) == 400
    assert counted == list(range(421))
    assert len(place.index().added) == 50


def test_rebuild_reads_all_again_and_keeps_identities(place: Place) -> None:
    file = place.write("a.prompty", prompty(REVIEW))
    place.write("b.prompty", prompty(POEM)).unlink()
    os.utime(file, (1_700_000_000, 1_700_000_000))
    place.index()
    known = place.record("a.prompty")
    root = place.folder.as_posix()
    with place.store.writing(root) as rows:
        whole = rows.chunks.of(known.id)
        rows.chunks.replace({known.id: ()})
    assert place.index().changed == ()
    rebuild(place.context, RebuildRequest())
    assert place.record("a.prompty") == known
    with place.store.reading(root) as rows:
        assert rows.chunks.of(known.id) == whole != []


def test_git_tells_of_renames_that_the_text_does_not(place: Place) -> None:
    place.git("init", "-q")
    long = "\n".join(f"Rule {number}: never say the word {number * 7}." for number in range(20))
    place.write("sub/old.prompty", prompty(f"user:\n{long}"))
    place.git("add", ".")
    place.git("commit", "-qm", "one")
    place.index()
    known = place.record("sub/old.prompty")
    place.git("mv", "sub/old.prompty", "new.prompty")
    place.git("commit", "-qm", "two")
    place.write("new.prompty", prompty(POEM))
    place.git("add", ".")
    place.git("commit", "-qm", "three")
    place.git("mv", "new.prompty", "newest.prompty")
    result = place.index()
    assert [(each.before, each.path) for each in result.moved] == [
        ("sub/old.prompty", "newest.prompty")
    ]
    assert place.record("newest.prompty").id == known.id


def test_branches_that_are_changed_bring_back_the_prompts_that_they_had(place: Place) -> None:
    place.git("init", "-q", "-b", "main")
    place.write("a.prompty", prompty(REVIEW))
    place.git("add", ".")
    place.git("commit", "-qm", "one")
    place.git("checkout", "-qb", "other")
    place.write("b.prompty", prompty(POEM))
    place.git("add", ".")
    place.git("commit", "-qm", "two")
    place.index()
    known = place.records()
    place.git("checkout", "-q", "main")
    assert place.index().deleted == ("b.prompty",)
    place.now += timedelta(days=1)
    place.git("checkout", "-q", "other")
    place.index()
    assert {path: each.id for path, each in place.records().items()} == {
        path: each.id for path, each in known.items()
    }


def test_worktrees_share_a_store_and_have_their_own_prompts(place: Place, tmp_path: Path) -> None:
    place.git("init", "-q", "-b", "main")
    place.write("a.prompty", prompty(REVIEW))
    place.git("add", ".")
    place.git("commit", "-qm", "one")
    place.git("worktree", "add", "-q", str(tmp_path / "second"))
    second = Place(tmp_path / "second", place.store)
    place.index()
    second.index()
    second.write("a.prompty", prompty(POEM))
    (place.folder / "a.prompty").rename(place.folder / "b.prompty")
    assert second.index().changed == ("a.prompty",)
    assert [each.path for each in place.index().moved] == ["b.prompty"]
    assert set(second.records()) == {"a.prompty"}
    assert second.record("a.prompty").id != place.record("b.prompty").id


def test_broken_repository_is_a_folder_like_any_other(place: Place) -> None:
    place.write(".git/HEAD", "nonsense")
    place.write("a.prompty", prompty(REVIEW))
    place.index()
    (place.folder / "a.prompty").rename(place.folder / "b.prompty")
    place.write("b.prompty", prompty(REVIEW.replace("wrong", "odd")))
    assert [each.path for each in place.index().moved] == ["b.prompty"]
