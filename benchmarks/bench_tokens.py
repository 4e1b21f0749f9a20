"""Measure counting tokens: loading ranks, exact counts, estimates, and the estimate's error.

    python benchmarks/bench_tokens.py

Times are medians of CPU milliseconds; loading is measured in a new process each time. The error
is over the corpus beside the repository, and left out without it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import mean, median
from time import process_time

from promptwell.adapters.tokenizers import RankTokenizers
from promptwell.adapters.tokenizers.rank_tokenizers import RankTokenizer
from promptwell.language.semantics.tokens.estimate import estimate_tokens

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
ENCODINGS = ("cl100k_base", "o200k_base")
SIZE = 20_000
RUNS = 15
LOADING = """\
import resource, time
from promptwell.adapters.tokenizers import RankTokenizers
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
assert RankTokenizers().load_ranks({encoding!r})
print((time.process_time() - start) * 1000)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""
PARAGRAPH = """\
## {number}. Refunds

When a customer asks for a refund of order {{{{ order.id }}}}, check the date of purchase first.
Orders older than {number} days can't be refunded; offer {number}5 % off the next one instead.
{{% if order.gift %}}Don't mention prices: the order is a gift.{{% endif %}}

"""


def main() -> int:
    """Print the table."""
    text = "".join(PARAGRAPH.format(number=number) for number in range(1, 200))[:SIZE]
    print(f"{'':34}{ENCODINGS[0]:>14}{ENCODINGS[1]:>14}")
    loads = [loading(encoding) for encoding in ENCODINGS]
    row("load the ranks, ms", [time for time, _ in loads])
    row("memory they take, MB", [size for _, size in loads])
    row("count 20 kB exactly, ms", [first_count(each, text) for each in ENCODINGS])
    row("  again after an edit, ms", [count_after_edit(each, text) for each in ENCODINGS])
    row("estimate 20 kB, ms", [first_estimate(each, text) for each in ENCODINGS])
    row("  again after an edit, ms", [estimate_after_edit(each, text) for each in ENCODINGS])
    if CORPUS.is_dir():
        row("mean error of the estimate, %", [error(each) for each in ENCODINGS])
    return 0


def row(title: str, values: list[float]) -> None:
    """Print one line of the table."""
    print(f"{title:34}" + "".join(f"{value:14.2f}" for value in values))


def loading(encoding: str) -> tuple[float, float]:
    """Milliseconds and megabytes that loading takes in a new process."""
    runs = []
    for _ in range(5):
        command = [sys.executable, "-c", LOADING.format(encoding=encoding)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        time, size = map(float, done.stdout.split())
        runs.append((time, size))
    return median(time for time, _ in runs), median(size for _, size in runs)


def first_count(encoding: str, text: str) -> float:
    """Counting a text that was not seen before: each run has other words in every block."""
    tokenizer = loaded(encoding)
    texts = iter([text.replace("Refunds", f"Refund {run}") for run in range(RUNS)])
    return milliseconds(lambda: tokenizer.count(next(texts)))


def count_after_edit(encoding: str, text: str) -> float:
    """Counting a text again after one of its paragraphs changed."""
    tokenizer = loaded(encoding)
    tokenizer.count(text)
    texts = iter(edits(text))
    return milliseconds(lambda: tokenizer.count(next(texts)))


def first_estimate(encoding: str, text: str) -> float:
    """Estimating a text that was not seen before."""
    texts = iter([text.replace("Refunds", f"Return {run}") for run in range(RUNS)])
    return milliseconds(lambda: estimate_tokens(next(texts), encoding))


def estimate_after_edit(encoding: str, text: str) -> float:
    """Estimating a text again after one of its paragraphs changed."""
    estimate_tokens(text, encoding)
    texts = iter(edits(text))
    return milliseconds(lambda: estimate_tokens(next(texts), encoding))


def edits(text: str) -> list[str]:
    """The text with one paragraph changed, another way for each run."""
    return [text.replace("## 20. Refunds", f"## 20. Refunds {run}") for run in range(RUNS)]


def milliseconds(action: Callable[[], object]) -> float:
    """The median CPU time of an action in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = process_time()
        action()
        times.append(process_time() - start)
    return median(times) * 1000


def error(encoding: str) -> float:
    """The mean error of the estimate over the corpus's files, in percent."""
    tokenizer = loaded(encoding)
    errors = []
    for path in sorted(CORPUS.rglob("*.*")):
        if path.is_file() and path.suffix in (
            ".prompty",
            ".jinja2",
            ".j2",
            ".prompt",
            ".md",
            ".mdc",
        ):
            text = path.read_bytes().decode("utf-8", "replace")
            exact = tokenizer.count(text)
            if exact and exact >= 100:
                errors.append(abs(estimate_tokens(text, encoding) - exact) / exact)
    return 100 * mean(errors)


@cache
def loaded(encoding: str) -> RankTokenizer:
    """An encoding's tokenizer."""
    tokenizer = RankTokenizers(load="on-demand").tokenizer(encoding)
    assert tokenizer is not None
    return tokenizer


if __name__ == "__main__":
    raise SystemExit(main())
