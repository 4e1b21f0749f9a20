"""Summaries of files on disk: in a process of its own, in a thread, and from the cache."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from promptwell.adapters.indexing import indexer, process
from promptwell.adapters.indexing.indexer import indexed
from promptwell.adapters.indexing.job import BATCH, Job, batches
from promptwell.adapters.indexing.process import FAREWELL, WorkerFailed, batches_from_process
from promptwell.adapters.indexing.wire import pack_summary, unpack_summary
from promptwell.language.semantics.summarize import summarize_text
from promptwell.language.semantics.summary import FileSummary
from promptwell.language.syntax.detect import Associations

TEXT = '---\nname: é {number}\ninputs: {tone: string}\n---\nuser:\n{% include "p.j2" %}{{ tone }}\n'


@pytest.fixture
def paths(tmp_path: Path) -> tuple[str, ...]:
    found = []
    for number in range(BATCH + 3):
        path = tmp_path / f"{number}.prompty"
        path.write_text(TEXT.replace("{number}", str(number)), encoding="utf-8")
        found.append(path.as_posix())
    return tuple(found)


@pytest.fixture
def job(tmp_path: Path, paths: tuple[str, ...]) -> Job:
    return Job(tmp_path.as_posix(), paths, cache=(tmp_path / "cache").as_posix())


def all_of(found: object) -> Mapping[str, FileSummary | None]:
    merged: dict[str, FileSummary | None] = {}
    for batch in found:  # type: ignore[attr-defined]
        merged.update(batch)
    return merged


def test_the_process_finds_what_the_thread_finds(job: Job) -> None:
    in_process = all_of(batches_from_process(job))
    assert in_process == all_of(batches(job))
    assert list(in_process) == list(job.paths)


def test_a_summary_comes_back_as_it_was_sent() -> None:
    text = '{% from "m.j2" import a as b without context %}{{ b(\ud800) }}{% include x ignore missing %}'
    summary = summarize_text(text, "/w/a.j2", Associations())
    assert unpack_summary(pack_summary(summary)) == summary


@pytest.mark.parametrize(
    "data", [None, [], {}, "text", [1] * 8, ["", [[1]], [], 0, [], "", "", ""]]
)
def test_what_is_no_summary_is_none(data: object) -> None:
    assert unpack_summary(data) is None


def test_a_file_that_is_missing_or_leads_outside_has_none(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "outside.prompty").write_text(TEXT)
    (root / "link.prompty").symlink_to(tmp_path / "outside.prompty")
    names = ("missing.prompty", "link.prompty")
    found = all_of(
        batches(Job(root.as_posix(), tuple(f"{root.as_posix()}/{each}" for each in names)))
    )
    assert list(found.values()) == [None, None]


def cache_of(job: Job) -> Path:
    """The cache's file, once the worker has written it and is gone."""
    for thread in threading.enumerate():
        if thread.name == FAREWELL:
            thread.join(30)
    return next(Path(job.cache).glob("*.json"))


def test_a_second_look_reads_from_the_cache_and_only_what_changed_anew(job: Job) -> None:
    first = all_of(batches_from_process(job))
    cache = cache_of(job)
    cache.write_text(cache.read_text().replace("tone", "mood"))
    Path(job.paths[0]).write_text("user:\n{{ other }}\n")
    second = all_of(batches_from_process(job))
    assert second[job.paths[0]] != first[job.paths[0]]
    kept = second[job.paths[1]]
    assert kept is not None
    assert kept.declared == ("mood",)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"stamp": 1}', "\x00"])
def test_a_corrupt_cache_counts_as_none(job: Job, content: str) -> None:
    first = all_of(batches_from_process(job))
    cache_of(job).write_text(content)
    assert all_of(batches_from_process(job)) == first


def test_a_cache_that_cannot_be_written_does_not_matter(job: Job) -> None:
    Path(job.cache).write_text("a file where the folder should be")
    assert len(all_of(batches_from_process(job))) == len(job.paths)


def test_no_process_is_left_when_the_summaries_are_not_wanted(job: Job) -> None:
    found = batches_from_process(job, lambda: False)
    assert len(all_of(found)) == BATCH


def test_a_process_that_ends_early_says_so(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_MODULE", "promptwell.no_such_module")
    with pytest.raises(WorkerFailed, match="ended with code 1"):
        all_of(batches_from_process(job))


def test_where_the_process_fails_the_files_are_read_here_and_the_log_says_so(
    job: Job, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(process, "_MODULE", "promptwell.no_such_module")
    monkeypatch.setattr(indexer, "FEW", 1)
    assert len(all_of(indexed(job))) == len(job.paths)
    assert "the process for the index ended with code 1" in caplog.text
