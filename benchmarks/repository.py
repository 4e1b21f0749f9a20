"""The index of a workspace of 10,000 prompts, into a store of its own."""

from __future__ import annotations

import os
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from promptwell.adapters.storage.opening import open_store
from promptwell.bootstrap.operations import Operations, local_user
from promptwell.bootstrap.prompt_files import workspace_prompts

if TYPE_CHECKING:
    from promptwell.services.living_engine import Engine

FILES = 10_000
_NO_ENGINE = cast("Engine", None)  # the index asks nothing of it
_WORDS = tuple(
    word
    for line in (
        "the of a prompt review text write summary customer answer question model please in short",
        "sentence list items code change reply tone polite user system data table name each one value",
    )
    for word in line.split()
)


def index_times(count: int = FILES) -> tuple[float, float]:
    """Seconds of the first index of so many new files, and of the next one, which finds no change."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "work")
        write_prompts(root, count)
        store = open_store(f"{folder}/store")
        operations = Operations(store, workspace_prompts, _NO_ENGINE)
        times = []
        for _ in range(2):
            begun = time.perf_counter()
            operations.run("index", {}, root=root.as_posix(), actor=local_user())
            times.append(time.perf_counter() - begun)
        store.close()
        first, again = times
        return first, again


def write_prompts(root: Path, count: int) -> None:
    """Prompts of one to three kB, of words by chance, the same in every run."""
    chance = random.Random(6)  # noqa: S311  # it makes no secret
    long_ago = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    for number in range(count):
        lines = (" ".join(chance.choices(_WORDS, k=14)) for _ in range(chance.randint(12, 32)))
        body = "\n".join(lines)
        path = root / f"folder{number % 100}" / f"prompt{number}.prompty"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"---\nname: prompt{number}\ndescription: About {chance.choice(_WORDS)}.\n"
            f"inputs:\n  topic:\n    kind: string\nmetadata:\n  tags: [{chance.choice(_WORDS)}]\n---\n"
            f"system:\n{body}\n\nuser:\nTell me of {{{{ topic }}}} number {number}.\n",
            encoding="utf-8",
        )
        os.utime(path, (long_ago, long_ago))
