"""The inline diff in a real Neovim: what is drawn is what the server answers, in either unit of columns."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import pytest
from tests.editors.neovim.test_neovim import HERE, PLUGIN, _with_line_ends, run

pytestmark = pytest.mark.xdist_group("neovim")

Seen = dict[str, Any]


@pytest.fixture(
    scope="module", params=[("utf-8", "\n"), ("utf-16", "\r\n")], ids=["utf-8", "utf-16-crlf"]
)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    encoding, ends = request.param
    folder = tmp_path_factory.mktemp("neovim-diff") / "workspace"
    shutil.copytree(HERE / "workspace", folder)
    _with_line_ends(folder, ends)
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "core.autocrlf=false")
    for words in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-qm", "First words")):
        subprocess.run(["git", *identity, *words], cwd=folder, check=True)
    before = (folder / "greeting.prompty").read_text(encoding="utf-8")
    return {**run("diff.lua", folder, str(PLUGIN), encoding), "first": before}


def lines(answer: Seen) -> list[int]:
    """The lines that are to be marked."""
    return [
        line
        for hunk in answer["hunks"]
        if hunk["kind"] != "removed"
        for line in range(hunk["range"]["start"]["line"], hunk["range"]["end"]["line"])
    ]


def gone_words(answer: Seen) -> list[list[Any]]:
    """What is to stand among the words, by line."""
    return [
        [word["range"]["start"]["line"], word["oldText"]]
        for hunk in answer["hunks"]
        if hunk["kind"] == "changed"
        for word in hunk.get("tokens", hunk["words"])
        if word["oldText"]
    ]


@pytest.mark.parametrize("moment", ["on", "typed", "reverted", "by_token", "reloaded", "against"])
def test_what_is_drawn_is_what_the_server_answers(seen: Seen, moment: str) -> None:
    drawn = seen[moment]
    assert [row for row, _ in drawn["lines"]] == lines(drawn["answer"])
    assert drawn["inline"] == gone_words(drawn["answer"])
    assert len(drawn["signs"]) == len(drawn["lines"]) + len(drawn["above"])


def test_nothing_is_drawn_before_it_is_asked_for(seen: Seen) -> None:
    assert seen["nothing"] == []


def test_words_that_came_are_marked_and_those_that_went_stand_before_them(seen: Seen) -> None:
    assert "greets kindly" in [text for _, text in seen["on"]["words"]]
    assert "signs" in [text for _, text in seen["on"]["inline"]]
    assert "kindly, always 🌿" in " ".join(text for _, text in seen["typed"]["words"])


def test_lines_that_went_stand_above_the_next_line(seen: Seen) -> None:
    ((_, text),) = seen["on"]["above"]
    assert "required" in text
    assert {sign for _, sign in seen["on"]["signs"]} >= {"-", "+"}
    assert seen["on"]["status"].startswith("HEAD +")


def test_what_the_changes_mean_is_told_in_a_window(seen: Seen) -> None:
    assert seen["explained"].startswith("HEAD +")
    assert "system message" in seen["explained"]


def test_keys_go_from_change_to_change_and_around(seen: Seen) -> None:
    starts = [hunk["range"]["start"]["line"] for hunk in seen["typed"]["answer"]["hunks"]]
    assert seen["next"] == [*starts, starts[0], starts[-1]]


def test_a_change_is_reverted_and_one_undo_brings_it_back(seen: Seen) -> None:
    assert "kindly" not in seen["reverted"]["text"]
    assert "🌿 Be brief." in seen["reverted"]["text"]
    assert seen["undone"]["same"] is True


def test_all_changes_are_reverted_at_once(seen: Seen) -> None:
    first = seen["first"].replace("\r\n", "\n").rstrip("\n")
    assert seen["reverted_all"]["text"] == first
    assert seen["reverted_all"]["answer"]["hunks"] == []
    assert seen["reverted_all"]["same"] is True


def test_tokens_are_marked_instead_of_words(seen: Seen) -> None:
    by_token = seen["by_token"]
    assert by_token["status"].endswith(" tokens")
    marked = {text for _, text in by_token["words"]}
    assert marked - {text for _, text in seen["typed"]["words"]}
    tokens = [each for hunk in by_token["answer"]["hunks"] for each in hunk["tokens"]]
    assert len(marked) <= len(tokens)


def test_a_file_that_is_read_again_is_drawn_again_and_followed(seen: Seen) -> None:
    assert seen["reloaded"]["text"].endswith("Added by another program.")
    after = seen["reloaded"]["after"]
    assert [row for row, _ in after["lines"]] == lines(after["answer"])


def test_long_lines_that_went_are_put_into_rows_that_fit(seen: Seen) -> None:
    assert len(seen["narrow"]["wide"]) < len(seen["narrow"]["rows"])
    rows = [text for _, text in seen["narrow"]["rows"]]
    assert max(len(each) for each in rows) <= 40
    assert "\t" not in "".join(rows)
    said = (
        "A sentence with a tab that says more than a narrow window has room for in one of its rows."
    )
    assert " ".join(" ".join(rows).split()) == said


def test_a_new_file_is_all_added_and_not_emptied_by_a_revert(seen: Seen) -> None:
    assert seen["new_file"]["status"] == "new file +1 −0"
    assert seen["new_file"]["text"] == "Only here."


def test_a_conflict_is_told_and_either_side_is_taken(seen: Seen) -> None:
    conflict = seen["conflict"]
    assert (conflict["rule"], conflict["line"]) == ("conflict-markers", 1)
    around = "system:\n{}\nuser:\nHi".format
    assert conflict["texts"] == [
        around("Be brief."),
        around("Be verbose."),
        around("Be brief.\nBe verbose."),
    ]
    assert conflict["same"] is True


def test_a_commit_empties_the_drawing_by_itself(seen: Seen) -> None:
    assert seen["committed"]["drawn"]["lines"] == []
    assert seen["committed"]["status"] == "HEAD no changes"


def test_refs_are_completed(seen: Seen) -> None:
    assert {"HEAD", "main", "production"} <= set(seen["offered"])


def test_it_goes_and_leaves_nothing(seen: Seen) -> None:
    assert seen["off"] == {"marks": 0, "status": False, "mapped": False}


def test_a_ref_that_is_not_there_is_told_with_the_nearest(seen: Seen) -> None:
    assert "did you mean `production`?" in seen["refused"]
