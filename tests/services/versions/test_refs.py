"""A number is a version's before it is anything of git's."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pygit2
import pytest
from tests.services.repository.workspace import place_at

from promptwell.adapters.git.history import WorkspaceHistory
from promptwell.errors import NotFoundError
from promptwell.services.versions.history import VersionRequest, show
from promptwell.services.versions.recording import RecordRequest, record


def test_a_number_that_is_the_beginning_of_several_commits_is_no_question_to_git(
    tmp_path: Path,
) -> None:
    place = place_at(tmp_path)
    root = place.folder.as_posix()
    subprocess.run(["git", "init", "-q", root], check=True)
    number = _ambiguous(pygit2.Repository(root))
    place.write("a.prompty", "user:\nOne\n")
    context = replace(place.context, git=WorkspaceHistory(root))
    record(context, RecordRequest(prompt="a.prompty"))
    with pytest.raises(NotFoundError, match="its only version is 1"):
        show(context, VersionRequest(prompt="a.prompty", ref=number))
    place.store.close()


def _ambiguous(repository: pygit2.Repository) -> str:
    """Four digits with which two objects begin: some are soon found among so many."""
    seen: set[str] = set()
    for number in range(20_000):
        start = str(repository.create_blob(str(number).encode()))[:4]
        if re.fullmatch(r"[1-9]\d{3}", start) and start in seen:
            return start
        seen.add(start)
    raise AssertionError("git would have to number its objects in another way")
