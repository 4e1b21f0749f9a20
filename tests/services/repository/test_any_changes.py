"""Whatever happens to the files, the index says what is there, and no prompt has two identities."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.repository.workspace import Place, place_at, prompty

from promptwell.domain.prompts.ports import Selection
from promptwell.domain.prompts.reading import digest_of

TEXTS = [
    prompty("user:\nReview the change and say what is wrong with it, and where."),
    prompty("user:\nReview the change and say what is right with it, and why."),
    prompty("system:\nYou write short poems about the sea.\nuser:\nA poem on {{ subject }}."),
    prompty(""),
    "user:\nSay hello.",
]
MAPS = ["one: |\n  Say {x} once.\ntwo: |\n  Say {x} twice.\n", "two: |\n  Say {x} twice, please.\n"]
NAMES = ["a.prompty", "b.prompty", "in/a.prompty", "in/c.prompty"]

write = st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS))
several = st.tuples(
    st.just("write"), st.sampled_from(["prompts.yaml", "in/prompts.yaml"]), st.sampled_from(MAPS)
)
move = st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(NAMES))
remove = st.tuples(st.just("remove"), st.sampled_from([*NAMES, "prompts.yaml"]), st.just(""))
look = st.tuples(st.just("index"), st.sampled_from(["", "in", "a.prompty"]), st.just(""))
CHANGES = st.lists(st.one_of(write, several, move, remove, look), max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHANGES)
def test_index_agrees_with_the_files_after_any_changes(changes: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = place_at(Path(folder))
        try:
            for what, path, other in changes:
                _change(place, what, path, other)
            place.index()
            _must_agree(place)
            assert not _changes(place)
        finally:
            place.store.close()


def _change(place: Place, what: str, path: str, other: str) -> None:
    file = place.folder / path
    if what == "write":
        place.write(path, other)
    elif what == "move" and file.exists():
        (place.folder / other).parent.mkdir(exist_ok=True)
        file.replace(place.folder / other)
    elif what == "remove":
        file.unlink(missing_ok=True)
    elif what == "index":
        place.index(*filter(None, [path]))


def _must_agree(place: Place) -> None:
    """The living prompts are those of the files, each with its text and chunks."""
    expected = {}
    for file in (each for each in place.folder.rglob("*") if each.is_file()):
        path = file.relative_to(place.folder).as_posix()
        text = file.read_text(encoding="utf-8")
        for each in place.context.files.prompts(path, text):
            expected[each.path] = (digest_of(text), each.name, list(each.chunks))
    root = place.folder.as_posix()
    with place.store.reading(root) as rows:
        found = {
            path: (each.content, each.name, list(rows.chunks.of(each.id)))
            for path, each in place.records().items()
        }
        everyone = rows.prompts.select(Selection(archived=None, deleted=None), "", 1000)
        assert all(rows.contents.get(each.content) is not None for each in everyone)
        assert all(not rows.chunks.of(each.id) for each in everyone if each.deleted)
    assert found == expected
    assert len({each.id for each in everyone}) == len(everyone)


def _changes(place: Place) -> bool:
    result = place.index()
    return bool(result.added or result.changed or result.moved or result.deleted or result.restored)
