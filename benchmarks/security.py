"""How long the rules about security take on 20 kB: on a prompt with variables, and on real agent files.

`python benchmarks/security.py` prints the milliseconds of each rule as well.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import NamedTuple

from analysis import OneFile
from inputs import prompt
from timing import cpu_times, p95

from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.registry import GROUPS, SECURITY_GROUPS, all_rules
from promptwell.language.rules.run import check

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
SIZE = 20_000
_MOST = 60


class Taken(NamedTuple):
    """Milliseconds of CPU of one text: the median, and what one text in twenty is above."""

    median: float
    p95: float


def generated(count: int = 40) -> list[str]:
    """Prompts full of variables, each another one."""
    return [prompt(SIZE, seed=700 + seed) for seed in range(count)]


def real() -> list[str]:
    """The longest agent files of the corpus, cut to 20 kB; none where there is no corpus."""
    texts = [path.read_text("utf-8", "replace") for path in CORPUS.glob("awesome-copilot/**/*.md")]
    return [text[:SIZE] for text in sorted(texts, key=len, reverse=True)[:_MOST]]


def measure(texts: list[str], path: str, rules: tuple[str, ...] = SECURITY_GROUPS) -> Taken:
    """The time of some rules or groups on each text, once its meaning is known."""
    levels = dict.fromkeys(GROUPS, "off") | dict.fromkeys(rules, "default")
    times: list[float] = []
    for text in texts:
        file = OneFile(text, path)
        context = RuleContext(RuleSettings(severities=levels), file.project)
        model = file.project.model(path)
        assert model is not None
        times += cpu_times(lambda model=model, context=context: check(model, context), 1)  # type: ignore[misc]
    return Taken(median(times), p95(times))


def warm_up() -> None:
    """Import and compile what the rules need, as a server has after its first file."""
    measure([prompt(SIZE, seed=1), "---\nname: a\n---\n" + "password: " * 2000], "/bench/a.prompty")


def _report() -> None:
    warm_up()
    for name, texts, path in (
        ("generated prompts", generated(), "/bench/a.prompty"),
        ("agent files", real(), "/bench/.claude/agents/a.md"),
    ):
        if not texts:
            continue
        whole = measure(texts, path)
        print(f"{name}: all rules about security p50 {whole.median:.2f}, p95 {whole.p95:.2f} ms")
        for rule in all_rules():
            if rule.group in SECURITY_GROUPS:
                taken = measure(texts[:20], path, (rule.id(),))
                print(f"  {rule.id():<28} {taken.median:6.2f} {taken.p95:6.2f}")


if __name__ == "__main__":
    _report()
