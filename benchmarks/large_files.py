"""How a very long file answers while somebody types in it: a skill of 290 kB, a map of 3,000 lines.

Each keystroke makes a text that was never there before, as a person's does.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import inputs
from timing import p95

sys.path.append(str(Path(__file__).parents[1]))

from tests.entrypoints.lsp.raw_server import RawServer  # found by the line above

_KEYSTROKES = 60
# Nobody types faster for long; what the last keystroke began has ended when the next one comes.
_BETWEEN = 0.12


class LargeFile(NamedTuple):
    """A file, and the end of a line of it behind which something is typed."""

    name: str
    file: str
    language: str
    text: str
    behind: str


class Figures(NamedTuple):
    """Milliseconds in which 95 of 100 answers come, and megabytes at the end."""

    diagnostics: float
    completion: float
    change_then_completion: float
    memory: float | None


SKILL = LargeFile(
    "skill of 290 kB", "support-handbook/SKILL.md", "markdown", inputs.skill(290_000), "Reply to $"
)
PROMPT_MAP = LargeFile(
    "map of 3,000 lines", "prompts.yaml", "yaml", inputs.prompt_map(3_000), "  Orders: {"
)


def measure(large: LargeFile) -> Figures:
    """The figures of one file, typed in near its middle."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / large.file
        path.parent.mkdir(exist_ok=True)
        path.write_text(large.text, encoding="utf-8")
        with RawServer(cwd=Path(folder)) as server:
            server.initialize(Path(folder))
            return _type(server, path.as_uri(), large)


def _type(server: RawServer, uri: str, large: LargeFile) -> Figures:
    middle = large.text.index(large.behind, len(large.text) // 2) + len(large.behind)
    line = large.text.count("\n", 0, middle)
    character = middle - large.text.rindex("\n", 0, middle) - 1
    server.open(uri, large.text, language=large.language)
    server.diagnostics(uri, 1)
    place = {"line": line, "character": character}
    at = server.at(uri, line, character)
    version = 1

    def change() -> None:
        nonlocal version
        version += 1
        letter = chr(ord("a") + version % 26)
        server.change(uri, version, {"range": {"start": place, "end": place}, "text": letter})

    def diagnosed() -> None:
        change()
        server.diagnostics(uri, version)

    def completed() -> None:
        server.request("textDocument/completion", at)

    def both() -> None:
        change()
        completed()

    def settled() -> None:
        server.diagnostics(uri, version)

    return Figures(
        _p95(diagnosed, lambda: None),
        _p95(completed, lambda: None),
        _p95(both, settled),
        server.megabytes(),
    )


def _p95(work: Callable[[], None], after: Callable[[], None]) -> float:
    times = []
    for _ in range(_KEYSTROKES):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
        after()
        time.sleep(_BETWEEN)
    return p95(times)


if __name__ == "__main__":
    for each in (SKILL, PROMPT_MAP):
        print(each.name, measure(each))
