"""What is named, measured or unrecorded stays, whatever is saved, switched or pruned after it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.services.repository.workspace import Place, place_at

from promptwell.errors import ConflictError, UsageError
from promptwell.services.versions.branching import BranchRequest, SwitchRequest, branch, switch
from promptwell.services.versions.history import HistoryRequest, history
from promptwell.services.versions.labelling import LabelRequest, label
from promptwell.services.versions.pruning import PruneRequest, prune
from promptwell.services.versions.recording import RecordRequest, record

FILE = "a.prompty"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = place_at(tmp_path)
    yield made
    made.store.close()


def save(place: Place, text: str, *, message: str = "", session: str = "here") -> str:
    place.write(FILE, f"user:\n{text}\n")
    place.now += timedelta(minutes=1)
    done = record(place.context, RecordRequest(prompt=FILE, message=message, session=session))
    return done.recorded[0].version.id


def numbers(place: Place) -> list[int]:
    return [each.number for each in history(place.context, HistoryRequest(prompt=FILE)).versions]


def test_a_save_takes_no_labelled_version_away(place: Place) -> None:
    save(place, "one", message="first")
    save(place, "two")
    label(place.context, LabelRequest(prompt=FILE, name="production"))
    save(place, "three")
    assert numbers(place) == [3, 2, 1]


@pytest.mark.parametrize("damage", ["a.prompty@production: {} (good)\n", "UTF-16"])
def test_a_save_takes_no_version_away_that_a_damaged_file_of_labels_may_name(
    place: Place, damage: str
) -> None:
    save(place, "one", message="first")
    save(place, "two")
    name = label(place.context, LabelRequest(prompt=FILE, name="production")).labels[0].text_id
    file = place.folder / "promptwell.labels"
    file.write_bytes(damage.format(name).encode("utf-16" if damage == "UTF-16" else "utf-8"))
    save(place, "three")
    assert numbers(place) == [3, 2, 1]


def test_what_a_damaged_line_of_a_label_names_is_not_pruned(place: Place) -> None:
    save(place, "one", session="a")
    name = label(place.context, LabelRequest(prompt=FILE, name="production")).labels[0].text_id
    place.write("promptwell.labels", f"a.prompty@production: {name.upper()} (good)\n")
    save(place, "two", session="b")
    save(place, "three", session="c")
    place.now += timedelta(days=10)
    assert prune(place.context, PruneRequest(days=1)).versions == 1
    assert numbers(place) == [3, 1]


def test_a_save_takes_no_version_away_with_which_another_branch_ends(place: Place) -> None:
    save(place, "one", message="first")
    save(place, "two")
    branch(place.context, BranchRequest(prompt=FILE, name="polite"))
    save(place, "three")
    assert numbers(place) == [3, 2, 1]


def test_what_was_measured_or_has_a_message_is_not_pruned(place: Place) -> None:
    save(place, "one", message="why")
    measured = save(place, "two", session="b")
    save(place, "three", session="c")
    save(place, "four", session="d")
    with place.store.writing(place.folder.as_posix()) as rows:
        rows.versions.measure(measured, {"score": 0.5})
    place.now += timedelta(days=10)
    done = prune(place.context, PruneRequest(days=1))
    assert (done.versions, done.held) == (1, 3)
    assert numbers(place) == [4, 2, 1]


def test_switching_keeps_a_text_that_no_version_has(place: Place) -> None:
    save(place, "one", message="first")
    branch(place.context, BranchRequest(prompt=FILE, name="polite"))
    save(place, "two", message="second")
    place.write(FILE, "user:\nnever saved\n")
    with pytest.raises(ConflictError):
        switch(place.context, SwitchRequest(prompt=FILE, branch="polite"))
    assert place.read(FILE) == "user:\nnever saved\n"


def test_what_an_editor_saves_keeps_the_byte_order_mark_of_its_file(place: Place) -> None:
    place.write(FILE, "\ufeffuser:\none\n")
    record(place.context, RecordRequest(prompt=FILE, text="user:\none\n", message="by an editor"))
    done = prune(place.context, PruneRequest(days=0))
    assert done.versions == 0
    with place.store.reading(place.folder.as_posix()) as rows:
        version = rows.versions.select(rows.prompts.in_file(FILE)[0].id, 0, 1)[0]
        assert rows.contents.get(version.content) == "\ufeffuser:\none\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_path_that_would_be_two_lines_has_no_label(place: Place) -> None:
    place.write("a\nb.prompty", "user:\nHi\n")
    place.index()
    with pytest.raises(UsageError, match="rename the file"):
        label(place.context, LabelRequest(prompt="a\nb.prompty", name="production"))
