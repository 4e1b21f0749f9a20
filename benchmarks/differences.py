"""How long it takes to compare two prompts, and to follow a buffer while somebody types."""

from __future__ import annotations

import random
from functools import partial
from time import process_time
from typing import NamedTuple

from inputs import prompt
from timing import cpu_times, p95

from promptwell.domain.versions.differences.inline import InlineDiff
from promptwell.domain.versions.differences.lines import diff_lines
from promptwell.domain.versions.differences.words import with_words
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import Span
from promptwell.services.versions.comparing import compare

SIZE = 20_000


class Taken(NamedTuple):
    """Milliseconds of CPU."""

    text: float
    everything: float
    typing: float
    typing_in_a_rewrite: float
    large: float


def measure() -> Taken:
    """The p95 of a diff of lines and words, of one with structure, of keystrokes, and of 5 MB."""
    base = prompt(SIZE)
    pairs = [(base, edited(base, seed, changes)) for seed in range(5) for changes in (5, 30, 120)]
    _whole(*pairs[0])  # the tables of models are read once
    text = [time for pair in pairs for time in cpu_times(partial(_text, *pair), 5)]
    whole = [time for pair in pairs for time in cpu_times(partial(_whole, *pair), 3)]
    large = prompt(5_000_000)
    return Taken(
        p95(text),
        p95(whole),
        p95(typed(base, pairs[1][1])),
        p95(typed(base, prompt(SIZE, seed=2))),
        max(cpu_times(lambda: _text(large, edited(large, 1, 300)), 1)),
    )


def edited(text: str, seed: int, changes: int) -> str:
    """A text as people change it: lines reworded, put in, taken out and moved."""
    random_ = random.Random(seed)  # noqa: S311  # the same changes in each run
    lines = text.split("\n")
    for _ in range(changes):
        at = random_.randrange(len(lines))
        what = random_.random()
        if what < 0.5:
            words = lines[at].split(" ")
            words[random_.randrange(len(words))] = random_.choice(
                ["always", "never", "a", "{{ name }}"]
            )
            lines[at] = " ".join(words)
        elif what < 0.7:
            lines.insert(at, "Be brief and answer in one sentence.")
        elif what < 0.9:
            del lines[at]
        else:
            taken = lines[at : at + 5]
            del lines[at : at + 5]
            to = random_.randrange(len(lines))
            lines[to:to] = taken
    return "\n".join(lines)


def typed(base: str, buffer: str, keys: int = 200) -> list[float]:
    """The time that each of some keystrokes takes, in bursts all over the text."""
    random_ = random.Random(1)  # noqa: S311  # the same keys in each run
    current = InlineDiff.of(base, buffer)
    times = []
    at = 0
    for number in range(keys):
        if number % 20 == 0:
            at = random_.randrange(len(current.buffer))
        edits = [TextEdit(Span(at, at), random_.choice("abc \n"))]
        start = process_time()
        later = current.after(edits)
        times.append((process_time() - start) * 1000)
        assert later.buffer == apply_edits(current.buffer, edits)
        current = later
        at += 1
    return times


def _text(old: str, new: str) -> None:
    with_words(diff_lines(old, new), old, new)


def _whole(old: str, new: str) -> None:
    found = compare(old, new, "bench.prompty")
    assert found.structure.sentence
    assert found.lines.hunks


if __name__ == "__main__":
    print(measure())
