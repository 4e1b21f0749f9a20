"""What a ref means, and what is said of one that is not there."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pygit2
import pytest
from tests.services.repository.workspace import place_at

from promptwell.adapters.git.history import WorkspaceHistory
from promptwell.errors import NotFoundError, PromptwellError, UsageError
from promptwell.services.versions.branching import BranchRequest, branch
from promptwell.services.versions.history import VersionRequest, show
from promptwell.services.versions.labelling import LabelRequest, label
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


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("HED", "`HED` is no version, label or branch of it.*did you mean `HEAD`"),
        ("HEAD~9", r"a\.prompty: there is no git ref .*the history of `HEAD` does not go back"),
        ("b", "`b` is no version, label or branch of it"),
        ("production", "A line of the labels can't be read: promptwell.labels, line 1: this is no"),
        ("staging", "promptwell.labels, line 3: `a.prompty@staging` stands in line 2"),
    ],
)
def test_what_is_known_of_a_ref_that_is_not_there_is_told(
    tmp_path: Path, ref: str, message: str
) -> None:
    place = place_at(tmp_path)
    root = place.folder.as_posix()
    place.write("a.prompty", "user:\nOne\n")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "one")):
        person = ("-c", "user.name=Ann", "-c", "user.email=a@example.com")
        subprocess.run(["git", *person, *arguments], check=True, cwd=root)
    twice = "".join(f"a.prompty@staging {digit * 64}\n" for digit in "12")
    place.write("promptwell.labels", f"a.prompty@production 7\n{twice}")
    context = replace(place.context, git=WorkspaceHistory(root))
    record(context, RecordRequest(prompt="a.prompty"))
    with pytest.raises(PromptwellError, match=message):
        show(context, VersionRequest(prompt="a.prompty", ref=ref))
    place.store.close()


@pytest.mark.parametrize("name", ["working", "HEAD"])
def test_what_means_something_else_is_no_label_and_no_branch(tmp_path: Path, name: str) -> None:
    place = place_at(tmp_path)
    place.write("a.prompty", "user:\nOne\n")
    with pytest.raises(UsageError, match=f"`{name}` can't be a label; it stands for the"):
        label(place.context, LabelRequest(prompt="a.prompty", name=name))
    with pytest.raises(UsageError, match=f"`{name}` can't be the name of a branch; it stands for"):
        branch(place.context, BranchRequest(prompt="a.prompty", name=name))
    place.store.close()


def test_what_is_to_be_removed_has_to_be_named(tmp_path: Path) -> None:
    place = place_at(tmp_path)
    place.write("a.prompty", "user:\nOne\n")
    gone = LabelRequest(prompt="a.prompty", name="zzz", remove=True)
    with pytest.raises(NotFoundError, match="no label `zzz`; it has no labels"):
        label(place.context, gone)
    label(place.context, LabelRequest(prompt="a.prompty", name="production"))
    with pytest.raises(NotFoundError, match="no label `zzz`; there is only `production`"):
        label(place.context, gone)
    with pytest.raises(UsageError, match="name the label to remove"):
        label(place.context, LabelRequest(prompt="a.prompty", remove=True))
    with pytest.raises(UsageError, match="name the branch to remove"):
        branch(place.context, BranchRequest(prompt="a.prompty", remove=True))
    place.store.close()


def test_a_name_that_only_the_file_has_leads_to_its_path(tmp_path: Path) -> None:
    place = place_at(tmp_path)
    place.write("prompts/mail.prompty", "---\nname: Answer to a complaint\n---\nuser:\nOne\n")
    with pytest.raises(NotFoundError, match=r"did you mean `prompts/mail\.prompty`"):
        show(place.context, VersionRequest(prompt="mail"))
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
