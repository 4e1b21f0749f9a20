"""Whatever is done with a prompt: its versions stay as they were, and no version comes from itself."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.repository.workspace import Place, place_at

from promptwell.domain.versions.graph import has_cycle
from promptwell.errors import ConflictError
from promptwell.services.versions.branching import BranchRequest, SwitchRequest, branch, switch
from promptwell.services.versions.history import HistoryRequest, VersionRequest, history, show
from promptwell.services.versions.recording import RecordRequest, record
from promptwell.services.versions.rolling_back import RollbackRequest, rollback
from promptwell.services.versions.shown import ShownVersion

FILE = "a.prompty"
TEXTS = st.text(alphabet="ab é\n\r\t{}#\u2028\ufeff", max_size=12).map("user:\n".__add__)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), TEXTS, st.sampled_from(["", "kept"])),
        st.tuples(st.just("write"), TEXTS, st.just("")),
        st.tuples(st.just("back"), st.integers(1, 8), st.just("")),
        st.tuples(st.just("branch"), st.sampled_from(["one", "two"]), st.integers(1, 8)),
        st.tuples(st.just("switch"), st.sampled_from(["main", "one", "two"]), st.just("")),
        st.tuples(st.just("wait"), st.integers(1, 20), st.just("")),
    ),
    max_size=9,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_versions_stay_as_they_were(steps: list[tuple[str, str | int, str | int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = place_at(Path(folder))
        place.now = datetime(2026, 7, 1, tzinfo=UTC)
        place.write(FILE, "user:\nfirst\n")
        record(place.context, RecordRequest(prompt=FILE, message="first"))
        known: dict[str, str] = {}
        for what, first, second in steps:
            _do(place, what, first, second)
            _must_hold(place, known)
        place.store.close()


def _do(place: Place, what: str, first: str | int, second: str | int) -> None:
    context = place.context
    if what == "wait":
        place.now += timedelta(minutes=int(first))
        return
    if what in ("save", "write"):
        place.write(FILE, str(first))
        if what == "save":
            record(context, RecordRequest(prompt=FILE, message=str(second)))
        return
    numbers = {each.number: each for each in _versions(place)}
    before = place.read(FILE)
    try:
        if what == "back" and first in numbers:
            wanted = show(context, VersionRequest(prompt=FILE, ref=str(first))).text
            done = rollback(context, RollbackRequest(prompt=FILE, ref=str(first)))
            assert place.read(FILE) == wanted
            if wanted != before:
                # And forward again: the version before it has what was there.
                back = str(done.version.parents[0])
                assert done.version.number > max(numbers)
                rollback(context, RollbackRequest(prompt=FILE, ref=back))
                head = show(context, VersionRequest(prompt=FILE, ref=back)).text
                assert place.read(FILE) == head
        elif what == "branch" and second in numbers:
            branch(context, BranchRequest(prompt=FILE, name=str(first), ref=str(second)))
        elif what == "switch":
            names = branch(context, BranchRequest(prompt=FILE)).branches
            if first in [each.name for each in names]:
                switch(context, SwitchRequest(prompt=FILE, branch=str(first)))
                wanted = show(context, VersionRequest(prompt=FILE, ref=str(first))).text
                assert place.read(FILE) == wanted
    except ConflictError:
        # The branch is there, or the file has text that is kept nowhere: it still has it.
        assert place.read(FILE) == before


def _versions(place: Place) -> list[ShownVersion]:
    return list(history(place.context, HistoryRequest(prompt=FILE, limit=1000)).versions)


def _must_hold(place: Place, known: dict[str, str]) -> None:
    with place.store.reading(place.folder.as_posix()) as rows:
        prompt = rows.prompts.in_file(FILE)[0].id
        graph = rows.versions.graph(prompt)
        assert not has_cycle(graph)
        assert all(parent in graph for parents in graph.values() for parent in parents)
        for each in rows.versions.select(prompt, 0, 1000):
            text = rows.contents.get(each.content)
            assert text is not None
            assert known.setdefault(each.id, text) == text
