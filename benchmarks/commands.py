"""How long whole processes take: `--help`, one file, the corpus cold and from the cache."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from inputs import prompt
from timing import promptwell, wall_time

CORPUS = Path(__file__).parents[2] / "shared/corpus"


def empty_python() -> float:
    """Seconds of a Python process that does nothing."""
    return wall_time([sys.executable, "-c", "pass"], 15)


def help_page() -> float:
    """Seconds of `promptwell --help`."""
    return wall_time(promptwell("--help"), 15)


def one_file() -> float:
    """Seconds of `promptwell check` on one file of 2 kB, without a cache."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.prompty"
        path.write_text(prompt(2_000), encoding="utf-8")
        return wall_time(promptwell("check", "--no-cache", path.as_posix()), 9)


def corpus() -> tuple[float, float] | None:
    """Seconds of `promptwell check` over the corpus, cold and from the cache; None without a corpus."""
    if not CORPUS.is_dir():
        return None
    cold = []
    warm = 0.0
    for _ in range(3):
        with tempfile.TemporaryDirectory() as cache:
            command = promptwell("check", CORPUS.as_posix())
            cold.append(wall_time(command, 1, XDG_CACHE_HOME=cache))
            warm = wall_time(command, 5, XDG_CACHE_HOME=cache)
    return median(cold), warm
