"""Chroma in this process: it finds what is near, agrees with the store, and mends itself."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.adapters.vectors.made_up import Stored, entry, similarity, vector

from promptwell.adapters.vectors.embedded_chroma import EmbeddedChroma, open_vector_index
from promptwell.errors import StoreError

pytestmark = pytest.mark.semantic
MODEL = "all-MiniLM-L6-v2"
COUNT = 2_500


@pytest.fixture
def stored() -> Stored:
    return Stored(60)


@pytest.fixture
def index(tmp_path: Path, stored: Stored) -> Iterator[EmbeddedChroma]:
    opened = open_vector_index(str(tmp_path / "vectors"), MODEL, stored)
    yield opened
    opened.close()


def test_the_nearest_are_those_that_looking_at_all_finds(
    index: EmbeddedChroma, stored: Stored
) -> None:
    for seed in (3, 1_000, 1_001):
        found = index.nearest(vector(seed), 5)
        assert [each.key for each in found] == stored.nearest(vector(seed), 5)
        for each in found:
            real = similarity(stored.entries[each.key].vector, vector(seed))
            assert each.similarity == pytest.approx(real, abs=1e-5)
    assert index.nearest(vector(3), 1)[0].similarity == pytest.approx(1.0)


@pytest.mark.parametrize("share", [1, 5, 20, 55])
def test_only_wanted_keys_are_found_and_unknown_ones_do_no_harm(
    index: EmbeddedChroma, stored: Stored, share: int
) -> None:
    wanted = [entry(seed).key for seed in range(share)]
    found = [each.key for each in index.nearest(vector(77), 10, [*wanted, "unknown"])]
    ranked = [key for key in stored.nearest(vector(77), 60) if key in wanted]
    assert found == ranked[:10]


def test_questions_that_nothing_can_answer_get_nothing(index: EmbeddedChroma) -> None:
    assert index.nearest(vector(1), 0) == []
    assert index.nearest(vector(1), 5, []) == []
    assert index.nearest(vector(1), 5, ["unknown"]) == []
    assert len(index.nearest(vector(1), 10_000)) == 60


def test_an_empty_index_finds_nothing_and_can_be_filled(tmp_path: Path) -> None:
    index = open_vector_index(str(tmp_path), MODEL, Stored(0))
    assert (index.nearest(vector(1), 3), index.count()) == ([], 0)
    index.add([entry(1), entry(1), entry(2)])
    assert [each.key for each in index.nearest(vector(1), 1)] == [entry(1).key]
    index.close()


def test_what_is_added_is_found_and_what_is_removed_is_not(index: EmbeddedChroma) -> None:
    index.add([entry(500), entry(3)])
    assert index.nearest(vector(500), 1)[0].key == entry(500).key
    index.remove([entry(500).key, "unknown"])
    assert index.nearest(vector(500), 1)[0].key != entry(500).key
    assert index.count() == len(index.keys()) == 60


def test_it_agrees_with_the_store_when_it_is_opened_again(tmp_path: Path) -> None:
    stored = Stored(60)
    open_vector_index(str(tmp_path), MODEL, stored).close()
    del stored.entries[entry(5).key]
    stored.entries[entry(900).key] = entry(900)
    index = open_vector_index(str(tmp_path), MODEL, stored)
    assert index.keys() == set(stored.entries)
    assert index.nearest(vector(900), 1)[0].key == entry(900).key
    index.close()


def test_models_do_not_mix(tmp_path: Path) -> None:
    one = open_vector_index(str(tmp_path), "a/model", Stored(3))
    other = open_vector_index(str(tmp_path), "a-model", Stored(9))
    assert (one.count(), other.count()) == (3, 9)
    one.close()
    other.close()


def test_a_closed_index_says_so(tmp_path: Path) -> None:
    index = open_vector_index(str(tmp_path), MODEL, Stored(3))
    index.close()
    with pytest.raises(StoreError, match="is closed"):
        index.nearest(vector(1), 1)


# What happens to files: each is one that was seen to give an error, wrong answers or a crash.


def overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xa5" * 4096)


def halve(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


DAMAGE = [
    *(
        (name, how)
        for name in ("chroma.sqlite3", "header.bin")
        for how in (overwrite, halve, empty)
    ),
    *(
        (name, Path.unlink)
        for name in ("chroma.sqlite3", "index_metadata.pickle", "link_lists.bin")
    ),
    ("index_metadata.pickle", overwrite),
    ("data_level0.bin", halve),
    ("length.bin", halve),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index large enough that Chroma writes its graph to disk."""
    folder = tmp_path_factory.mktemp("sound") / "vectors"
    open_vector_index(str(folder), MODEL, Stored(COUNT)).close()
    return folder


@pytest.mark.parametrize(
    ("name", "damage"), DAMAGE, ids=[f"{name}-{how.__name__}" for name, how in DAMAGE]
)
def test_a_damaged_folder_is_made_anew_by_itself(
    sound: Path,
    tmp_path: Path,
    name: str,
    damage: Callable[[Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = tmp_path / "vectors"
    shutil.copytree(sound, folder)
    damage(next(folder.rglob(name)))
    stored = Stored(COUNT)
    with caplog.at_level(logging.WARNING):
        index = open_vector_index(str(folder), MODEL, stored)
    assert "vector index" in caplog.text
    assert index.keys() == set(stored.entries)
    assert [each.key for each in index.nearest(vector(7), 5)] == stored.nearest(vector(7), 5)
    index.add([entry(COUNT + 1)])
    index.close()
    assert [each.name for each in folder.glob("*/*") if each.is_dir()] == ["2"]


def test_a_sound_folder_is_not_made_anew(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    shutil.copytree(sound, folder)
    stored = Stored(COUNT)
    open_vector_index(str(folder), MODEL, stored).close()
    assert [each.name for each in folder.glob("*/*") if each.is_dir()] == ["1"]
    assert stored.asked == 1


def test_damage_that_shows_only_in_a_question_is_mended_within_it(
    sound: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "vectors"
    shutil.copytree(sound, folder)
    stored = Stored(COUNT)
    index = open_vector_index(str(folder), MODEL, stored)
    index._client.delete_collection("chunks")  # as if the files had gone from under it
    assert [each.key for each in index.nearest(vector(7), 5)] == stored.nearest(vector(7), 5)
    assert index.count() == COUNT
    index.close()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="can't be made"):
        open_vector_index(str(tmp_path / "file"), MODEL, Stored(3))


KILLED = """
import os, sys
from tests.adapters.vectors.made_up import Stored, entry
from promptwell.adapters.vectors.embedded_chroma import open_vector_index
index = open_vector_index(sys.argv[1], sys.argv[2], Stored(1500))
index.add([entry(number) for number in range(1500, 1500 + int(sys.argv[3]))])
print("written", flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal 9")
@pytest.mark.parametrize("more", [5, 1_200])
def test_after_a_kill_the_index_agrees_with_the_store(tmp_path: Path, more: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), MODEL, str(more)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (-9, "written\n"), done.stderr
    stored = Stored(1_510)
    index = open_vector_index(str(tmp_path), MODEL, stored)
    assert index.keys() == set(stored.entries)
    assert [each.key for each in index.nearest(vector(7), 5)] == stored.nearest(vector(7), 5)
    index.close()


@pytest.mark.parametrize(
    "line", ["CHROMA_SERVER_HOST=elsewhere.example", "CHROMA_SERVER_HTTP_PORT=no number"]
)
def test_a_repository_cannot_set_up_chroma(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(f"{line}\n")
    script = (
        "from promptwell.adapters.vectors.chroma_package import chroma_settings\n"
        "print(chroma_settings().chroma_server_host, chroma_settings().anonymized_telemetry)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )  # fmt: skip
    assert done.stdout == "None False\n", done.stderr
