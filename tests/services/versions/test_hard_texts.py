"""Texts that no prompt should be: too large, binary, in another encoding; and a file of labels that is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from tests.services.repository.workspace import Place, place_at

from promptwell.bootstrap.prompt_reader import WorkspaceReader
from promptwell.errors import FileProblem
from promptwell.services.versions.comparing_refs import DiffRequest, diff
from promptwell.services.versions.history import HistoryRequest, VersionRequest, history, show
from promptwell.services.versions.labelling import LabelRequest, label
from promptwell.services.versions.recording import RecordRequest, record
from promptwell.services.versions.rolling_back import RollbackRequest, rollback

FILE = "a.prompty"
LINE = "Line {} of a prompt that goes on and on, as long as somebody lets it.\n"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = place_at(tmp_path)
    yield made
    made.store.close()


def of_size(size: int, lead: str = "") -> str:
    count = size // len(LINE)
    return f"user:\n{lead}" + "".join(LINE.format(number) for number in range(count))


def test_a_prompt_of_five_megabytes_is_refused_and_loses_nothing(place: Place) -> None:
    place.write(FILE, "user:\nSmall\n")
    record(place.context, RecordRequest(prompt=FILE, message="small"))
    large = of_size(5_000_000)
    place.write(FILE, large)
    for asking in (
        lambda: record(place.context, RecordRequest(prompt=FILE)),
        lambda: diff(place.context, DiffRequest(prompt=FILE)),
        lambda: rollback(place.context, RollbackRequest(prompt=FILE, ref="1")),
        lambda: label(place.context, LabelRequest(prompt=FILE, name="production")),
    ):
        with pytest.raises(FileProblem, match=r"a\.prompty: 5,\d\d\d,\d\d\d bytes, more than"):
            asking()
    assert place.read(FILE) == large
    assert [
        each.number for each in history(place.context, HistoryRequest(prompt=FILE)).versions
    ] == [1]
    assert show(place.context, VersionRequest(prompt=FILE)).text == "user:\nSmall\n"


def test_the_largest_prompts_are_recorded_compared_and_brought_back_in_linear_time(
    place: Place,
) -> None:
    def taken(size: int) -> float:
        name = f"p{size}.prompty"
        begun = process_time()
        for number, text in enumerate((of_size(size), of_size(size, "Another.\n")), 1):
            place.write(name, text)
            record(place.context, RecordRequest(prompt=name, message=str(number)))
        context = replace(place.context, reader=lambda: WorkspaceReader(place.folder.as_posix()))
        assert diff(context, DiffRequest(prompt=name, refs=("1", "2"))).hunks
        assert len(history(place.context, HistoryRequest(prompt=name)).versions) == 2
        rollback(place.context, RollbackRequest(prompt=name, ref="1"))
        assert place.read(name) == of_size(size)
        return process_time() - begun

    taken(50_000)  # what is loaded with the first use is no time of the text's
    small, large = taken(200_000), taken(1_600_000)
    assert large < 8 * small * 3 + 1


def test_a_text_that_an_editor_gives_is_no_larger_than_a_file(place: Place) -> None:
    place.write(FILE, "user:\nSmall\n")
    record(place.context, RecordRequest(prompt=FILE))
    with pytest.raises(FileProblem, match="more than"):
        record(place.context, RecordRequest(prompt=FILE, text=of_size(5_000_000)))
    assert show(place.context, VersionRequest(prompt=FILE)).text == "user:\nSmall\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"user:\n\0\1\2", "binary"), (b"user:\n\xff\xfe\xfa\n", "not UTF-8")],
)
def test_a_file_that_is_no_text_is_refused_and_loses_nothing(
    place: Place, content: bytes, why: str
) -> None:
    place.write(FILE, "user:\nText\n")
    record(place.context, RecordRequest(prompt=FILE, message="text"))
    (place.folder / FILE).write_bytes(content)
    for asking in (
        lambda: record(place.context, RecordRequest(prompt=FILE)),
        lambda: diff(place.context, DiffRequest(prompt=FILE)),
        lambda: rollback(place.context, RollbackRequest(prompt=FILE, ref="1")),
    ):
        with pytest.raises(FileProblem, match=why):
            asking()
    assert (place.folder / FILE).read_bytes() == content
    found = history(place.context, HistoryRequest(prompt=FILE))
    assert ([each.number for each in found.versions], found.recorded) == ([1], False)


@pytest.mark.parametrize("content", [b"\0\1\2", b"\xff\xfe\xfa\n"])
def test_a_file_of_labels_that_is_no_text_is_named_and_stays(place: Place, content: bytes) -> None:
    place.write(FILE, "user:\nText\n")
    record(place.context, RecordRequest(prompt=FILE))
    (place.folder / "promptwell.labels").write_bytes(content)
    with pytest.raises(FileProblem, match=r"promptwell\.labels"):
        label(place.context, LabelRequest(prompt=FILE, name="production"))
    assert (place.folder / "promptwell.labels").read_bytes() == content
    assert len(history(place.context, HistoryRequest(prompt=FILE)).versions) == 1
    # A save is not refused for it.
    place.write(FILE, "user:\nOther\n")
    assert record(place.context, RecordRequest(prompt=FILE)).recorded[0].new
