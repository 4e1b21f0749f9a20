"""How long one prompt takes: the first analysis, an edit, a very large file, and any size.

`python benchmarks/analysis.py first` prints the milliseconds of a first analysis in a fresh process.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from math import log
from pathlib import Path
from statistics import linear_regression, median

from inputs import prompt
from timing import cpu_times, p95

from promptwell.adapters.tokenizers import RankTokenizers
from promptwell.language.rules.base import Diagnostic, RuleContext, RuleSettings
from promptwell.language.rules.run import check
from promptwell.language.semantics.project import Project

PATH = "/bench/a.prompty"
SMALL, LARGE = 20_000, 1_000_000
SIZES = (5_000, 10_000, 20_000, 40_000, 80_000, 160_000)


class OneFile:
    """A project of one file whose text can be changed, as an editor changes it."""

    def __init__(self, text: str, path: str = PATH) -> None:
        self.text = text
        self.path = path
        self.project = Project(self)
        self.context = RuleContext(RuleSettings(), self.project, RankTokenizers())

    def read(self, path: str) -> str | None:
        """The text of the one file."""
        return self.text if path == self.path else None

    def exists(self, path: str) -> bool:
        """Whether it is the one file."""
        return self.read(path) is not None

    def root(self, path: str) -> str:
        """The folder of the one file."""
        return path.rpartition("/")[0]

    def list(self, folder: str) -> list[str]:
        """The one file."""
        return [self.path] if self.path.startswith(folder) else []

    def diagnostics(self, *, large: bool = False) -> Sequence[Diagnostic]:
        """Parse to diagnostics."""
        self.project.changed(self.path)
        model = self.project.model(self.path)
        assert model is not None
        return check(model, self.context, large_file=large)


def edits(repeats: int = 200) -> list[float]:
    """Milliseconds of CPU of one edit each: a character typed somewhere in a prompt of 20 kB."""
    file = OneFile(prompt(SMALL))
    file.diagnostics()
    choose = random.Random(2)  # noqa: S311  # no secret
    body = file.text.index("system:\n") + 8

    def edit() -> None:
        place = choose.randrange(body, len(file.text))
        file.text = file.text[:place] + choose.choice("abc {}%\n") + file.text[place:]
        file.diagnostics()

    return cpu_times(edit, repeats)


def first(repeats: int = 5) -> float:
    """The median of a first analysis of 20 kB, each in a process that has just started."""
    command = [sys.executable, Path(__file__).as_posix(), "first"]
    times = [
        float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for _ in range(repeats)
    ]
    return median(times)


def large_file(repeats: int = 5) -> float:
    """The median of the large-file mode on 1 MB; each time another text, so that no cache helps."""
    times = []
    for seed in range(repeats):
        file = OneFile(prompt(LARGE, seed=100 + seed))
        times += cpu_times(lambda file=file: file.diagnostics(large=True), 1)  # type: ignore[misc]
    return median(times)


def scaling() -> tuple[dict[int, float], float]:
    """Milliseconds by size, and the exponent: 1 where time grows as the bytes do."""
    times: dict[int, float] = {}
    for size in SIZES:
        runs = []
        for seed in range(3):
            file = OneFile(prompt(size, seed=size + seed))
            runs += cpu_times(file.diagnostics, 1)
        times[size] = median(runs)
    slope, _ = linear_regression(
        [log(size) for size in times], [log(each) for each in times.values()]
    )
    return times, slope


def _first_here() -> float:
    # Everything is imported before the clock runs, as it is in a server that has started.
    OneFile("---\nname: a\n---\nsystem:\n{{ x }}\n").diagnostics()
    file = OneFile(prompt(SMALL))
    return cpu_times(file.diagnostics, 1)[0]


def typing_p95() -> float:
    """The 95th percentile of one edit."""
    return p95(edits())


if __name__ == "__main__" and sys.argv[1:] == ["first"]:
    print(_first_here())
