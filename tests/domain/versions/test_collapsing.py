"""Saves of a few minutes are one version, unless something tells them apart or holds the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from promptwell.domain.versions.collapsing import WINDOW, takes_its_place
from promptwell.domain.versions.version import Version

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
HEAD = Version(
    id="1",
    prompt="p",
    number=1,
    content="0" * 64,
    text_id="0" * 64,
    blob_id="0" * 40,
    path="a.prompty",
    cause="save",
    author="ann",
    time=NOW,
    session="here",
)


def gives_way(
    head: Version = HEAD,
    *,
    author: str = "ann",
    session: str = "here",
    branch: str = "main",
    after: timedelta = timedelta(minutes=1),
    held: bool = False,
) -> bool:
    return takes_its_place(
        head, author=author, session=session, branch=branch, now=NOW + after, held=held
    )


def test_a_save_soon_after_another_takes_its_place() -> None:
    assert gives_way()
    assert gives_way(after=WINDOW - timedelta(seconds=1))
    assert not gives_way(after=WINDOW)


def test_the_window_begins_with_the_first_save_so_that_typing_all_day_makes_versions() -> None:
    first = NOW - timedelta(minutes=9)
    assert gives_way(replace(HEAD, begun=first), after=timedelta(seconds=30))
    assert not gives_way(replace(HEAD, begun=first), after=timedelta(minutes=1))


def test_a_clock_that_goes_back_makes_a_version_of_its_own() -> None:
    assert not gives_way(after=timedelta(seconds=-1))
    assert not gives_way(after=timedelta(days=-400))


@pytest.mark.parametrize(
    "head",
    [
        replace(HEAD, cause="run"),
        replace(HEAD, cause="rollback"),
        replace(HEAD, cause="merge"),
        replace(HEAD, cause="commit"),
        replace(HEAD, metrics={"score": 1.0}),
        replace(HEAD, commit="a" * 40),
    ],
    ids=["run", "rollback", "merge", "commit", "metrics", "committed"],
)
def test_what_was_run_measured_or_committed_stays(head: Version) -> None:
    assert not gives_way(head)


def test_another_author_editor_or_branch_makes_a_version_of_its_own() -> None:
    assert not gives_way(author="bob")
    assert not gives_way(session="there")
    assert not gives_way(branch="polite")


def test_what_something_names_stays() -> None:
    assert not gives_way(held=True)
