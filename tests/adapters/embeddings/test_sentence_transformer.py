"""A real model of sentence-transformers: what it makes of texts, and what it says when it can't."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from array import array
from pathlib import Path

import pytest
from tests.packaged_model import packaged_model

from promptwell.adapters.embeddings.model_folder import identity_of
from promptwell.adapters.embeddings.remembering import RememberingEmbedder
from promptwell.adapters.embeddings.sentence_transformer import SentenceTransformerEmbedder
from promptwell.errors import EngineError, MissingExtraError

pytestmark = [
    pytest.mark.xdist_group("embedding model"),  # one process loads it
    pytest.mark.filterwarnings("default"),  # what PyTorch's import warns of is not ours to mend
]


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(packaged_model())


def numbers(vector: bytes) -> array[float]:
    found = array("f")
    found.frombytes(vector)
    return found


def similarity(one: bytes, other: bytes) -> float:
    return sum(a * b for a, b in zip(numbers(one), numbers(other), strict=True))


@pytest.mark.semantic
def test_texts_that_mean_the_same_are_near_and_others_are_not(
    embedder: SentenceTransformerEmbedder,
) -> None:
    ticket, same, other = embedder.embed([
        "Summarize the customer's complaint in two sentences.",
        "Write a short summary of what the client is unhappy about.",
        "Translate this poem into French.",
    ])  # fmt: skip
    assert similarity(ticket, same) > 0.6
    assert similarity(ticket, other) < 0.3


@pytest.mark.semantic
def test_vectors_have_length_one_and_do_not_depend_on_their_neighbors(
    embedder: SentenceTransformerEmbedder,
) -> None:
    texts = [f"Answer question {number}. " * (1 + number % 9) for number in range(70)]
    together = embedder.embed(texts)
    assert {len(each) for each in together} == {4 * embedder.dimensions} == {4 * 384}
    for number in (0, 8, 33, 69):
        assert similarity(together[number], together[number]) == pytest.approx(1, abs=1e-5)
        alone = embedder.embed([texts[number]])[0]
        assert similarity(alone, together[number]) == pytest.approx(1, abs=1e-5)


@pytest.mark.semantic
def test_any_text_has_a_vector(embedder: SentenceTransformerEmbedder) -> None:
    texts = ["", " ", "\0\ud800", "😀" * 5_000, "Ä\u202e字"]
    assert [len(each) for each in embedder.embed(texts)] == [4 * 384] * 5
    assert embedder.embed([]) == []


@pytest.mark.semantic
def test_a_query_comes_in_between_the_batches_of_a_job(
    embedder: SentenceTransformerEmbedder,
) -> None:
    job_is_done = threading.Event()
    begun = threading.Event()

    def job() -> None:
        begun.set()
        embedder.embed(["A rather long text that takes its time. " * 20] * 160)
        job_is_done.set()

    thread = threading.Thread(target=job)
    thread.start()
    begun.wait(10)
    embedder.embed(["a query"])
    assert not job_is_done.is_set()
    thread.join(100)
    assert job_is_done.is_set()


@pytest.mark.semantic
def test_queries_are_remembered(embedder: SentenceTransformerEmbedder) -> None:
    remembering = RememberingEmbedder(embedder, most=3)
    first = remembering.embed(["one", "two", "one"])
    assert remembering.embed(["two", "three", "one"])[::2] == [first[1], first[0]]
    counts = remembering.counts()
    assert (counts.hits, counts.misses, counts.size) == (2, 3, 3)
    assert (remembering.model, remembering.dimensions) == (embedder.model, 384)


@pytest.mark.semantic
def test_another_model_at_the_same_place_is_another_model(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "config.json").write_text("{}")
    before = identity_of(str(model))
    moved = tmp_path / "elsewhere" / "model"
    moved.parent.mkdir()
    model.rename(moved)
    assert identity_of(str(moved)) == before
    (moved / "config.json").write_text('{"hidden_size": 4}')
    assert identity_of(str(moved)) != before
    assert identity_of("all-MiniLM-L6-v2") == "all-MiniLM-L6-v2"


SHOW = """
import sys
from promptwell.adapters.embeddings.sentence_transformer import SentenceTransformerEmbedder
from promptwell.errors import PromptwellError
embedder = SentenceTransformerEmbedder(*sys.argv[1:])
print(embedder.model, "torch" in sys.modules)
try:
    print(embedder.dimensions, len(embedder.embed(["hello"])[0]))
except PromptwellError as error:
    print(type(error).__name__, error)
"""


def shown(folder: Path, *names: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SHOW, *names],
        cwd=folder,
        env={**os.environ, "HF_HUB_OFFLINE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.semantic
def test_the_default_model_comes_from_the_cache_and_not_from_the_workspace(tmp_path: Path) -> None:
    """Laid out as Hugging Face's client does; a folder of the same name in the workspace is no model."""
    cached = tmp_path / "home/hub/models--sentence-transformers--all-MiniLM-L6-v2"
    (cached / "snapshots").mkdir(parents=True)
    (cached / "snapshots" / ("a" * 40)).symlink_to(packaged_model(), target_is_directory=True)
    (cached / "refs").mkdir()
    (cached / "refs/main").write_text("a" * 40)
    workspace = tmp_path / "workspace"
    for name in ("all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"):
        (workspace / name).mkdir(parents=True)
        (workspace / name / "modules.json").write_text("planted")
    done = shown(workspace, HF_HOME=str(tmp_path / "home"))
    assert done.stdout == "all-MiniLM-L6-v2 False\n384 1536\n", done.stderr
    assert done.stderr == ""


@pytest.mark.semantic
def test_a_model_that_is_not_to_be_had_is_told(tmp_path: Path) -> None:
    done = shown(tmp_path, HF_HOME=str(tmp_path))
    assert (
        "EngineError the embedding model 'all-MiniLM-L6-v2' is not on this machine" in done.stdout
    )
    assert "Connect to the network once, or give the absolute path" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.semantic
@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no model of sentence-transformers lies here"),
        ({"config.json": "{}", "model.safetensors": "x"}, "can't be loaded"),
        ({"modules.json": json.dumps([{"type": "evil.Module"}]), "a.bin": ""}, "can't be loaded"),
    ],
)
def test_a_folder_without_a_sound_model_is_told(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(EngineError, match=message):
        SentenceTransformerEmbedder(str(tmp_path)).embed(["hello"])


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])  # nothing more can be found
    monkeypatch.delitem(sys.modules, "sentence_transformers", raising=False)
    with pytest.raises(MissingExtraError, match=r"pip install 'promptwell\[semantic\]'"):
        SentenceTransformerEmbedder().embed(["hello"])
