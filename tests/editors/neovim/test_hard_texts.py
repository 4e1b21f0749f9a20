"""The inline diff in a real Neovim, of texts that make it hard to draw."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from tests.canary_prompts import FAKES
from tests.editors.neovim.test_neovim import PLUGIN, run

pytestmark = pytest.mark.xdist_group("neovim")

Seen = dict[str, Any]
KEY = next(secret for line, secret in FAKES.values() if line == f"use {secret} here")


@pytest.fixture(scope="module", params=["utf-8", "utf-16"])
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    folder = tmp_path_factory.mktemp("neovim-hard") / "workspace"
    folder.mkdir()
    (folder / "promptwell.toml").write_text("")
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROMPTWELL_FAKE_KEY", KEY)
        return run("hard_texts.lua", folder, str(PLUGIN), request.param)


def test_lines_that_went_beside_one_that_changed_stand_above_the_next_line(seen: Seen) -> None:
    drawn = seen["lines_among_words"]
    assert drawn["above"] == [[1, "One."], [1, "Two."]]
    assert [text for _, text in drawn["inline"]] == ["kind"]
    assert drawn["signs"] == [[0, "~"], [1, "-"]]


def test_a_line_that_went_at_the_end_stands_below_the_last_one(seen: Seen) -> None:
    drawn = seen["lines_at_the_end"]
    assert [text for _, text in drawn["above"]] == ["One"]
    assert drawn["inline"] == []


def test_a_secret_that_went_is_shown_in_stars_and_reverted_whole(seen: Seen) -> None:
    drawn = seen["secret"]
    shown = "".join(text for _, text in drawn["inline"] + drawn["above"])
    assert "***" in shown
    assert not any(KEY[at : at + 8] in shown for at in range(len(KEY) - 8))
    assert drawn["reverted"] == f"Use {KEY} here.\nKeep.\nOr {KEY}.\nKeep."


def test_what_was_replaced_whole_leaves_room_for_what_came(seen: Seen) -> None:
    ((_, shown),) = seen["replaced"]["inline"]
    assert shown.startswith("Line 1 of what was there.⏎Line 2")
    assert shown.endswith("… (60 lines)")
    assert len(shown) < 450


def test_of_many_changes_those_in_sight_are_drawn(seen: Seen) -> None:
    many = seen["many"]
    assert len(many["top"]["answer"]["hunks"]) == 400
    for drawn, around in (many["top"], 0), (many["bottom"], 799):
        rows = [row for row, _ in drawn["lines"]]
        assert min(abs(row - around) for row in rows) <= 1
        assert 20 < len(rows) < 120


def test_other_line_ends_are_told_once_and_not_line_by_line(seen: Seen) -> None:
    drawn = seen["line_ends"]
    assert [row for row, _ in drawn["lines"]] == [1]
    assert "line ends are others (LF)" in drawn["explained"]


def test_a_ref_that_is_not_there_takes_nothing_away(seen: Seen) -> None:
    assert "nowhere" in seen["slip"]["said"]
    assert seen["slip"]["status"] == "HEAD +1 −1"
    assert seen["slip"]["words"] == seen["line_ends"]["words"]


def test_colors_follow_the_background_until_the_user_sets_them(seen: Seen) -> None:
    dark, light = seen["colors"]["dark"], seen["colors"]["light"]
    assert dark[0] == dark[1] != light[0] == light[1]
    assert seen["colors"]["own"] == 0x123456
