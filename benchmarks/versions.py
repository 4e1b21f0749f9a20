"""Versions of prompts: saving one, and taking a long past from git."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from timing import p95

from promptwell.adapters.storage.opening import open_store
from promptwell.bootstrap.operations import Operations, local_user
from promptwell.bootstrap.prompt_files import workspace_prompts

if TYPE_CHECKING:
    from promptwell.services.living_engine import Engine

COMMITS = 10_000
SAVES = 200
_FILES = 50
_RENAMED_EVERY = 500
_NO_ENGINE = cast("Engine", None)  # no version asks anything of it


def save_p95() -> float:
    """Milliseconds of a save of 2 kB among 200 prompts, as the engine does it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "work")
        subprocess.run(["git", "init", "-q", str(root)], check=True)
        for number in range(200):
            Path(root, f"p{number}.prompty").write_text(_text(number, 0), encoding="utf-8")
        operations = Operations(open_store(f"{folder}/store"), workspace_prompts, _NO_ENGINE)
        operations.run("index", {}, root=root.as_posix(), actor=local_user())
        times = []
        for turn in range(SAVES):
            text = _text(turn % 20, turn + 1)
            Path(root, f"p{turn % 20}.prompty").write_text(text, encoding="utf-8")
            asked = {"prompt": f"p{turn % 20}.prompty", "text": text, "session": "editor"}
            begun = time.perf_counter()
            operations.run("version.record", asked, root=root.as_posix(), actor=local_user())
            times.append((time.perf_counter() - begun) * 1000)
        operations.close()
    return p95(times)


def import_rate(commits: int = COMMITS) -> float:
    """Commits a second of `history import`, of a history with renames and merges."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "work")
        write_history(root, commits)
        operations = Operations(open_store(f"{folder}/store"), workspace_prompts, _NO_ENGINE)
        operations.run("index", {}, root=root.as_posix(), actor=local_user())
        begun = time.perf_counter()
        operations.run("history.import", {}, root=root.as_posix(), actor=local_user())
        taken = time.perf_counter() - begun
        operations.close()
    return commits / taken


def write_history(root: Path, commits: int) -> None:
    """A repository with so many commits, each a change of one of fifty prompts; some are renamed on the way."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    stream = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=root, stdin=subprocess.PIPE)
    assert stream.stdin
    names = [f"p{number}.prompty" for number in range(_FILES)]
    for number in range(commits):
        file = number % _FILES
        lines = []
        if number and number % _RENAMED_EVERY == 0:
            renamed = f"moved/p{file}-{number}.prompty"
            lines.append(f"R {names[file]} {renamed}\n".encode())
            names[file] = renamed
        text = _text(file, number).encode()
        lines.append(b"M 100644 inline %s\ndata %d\n%s\n" % (names[file].encode(), len(text), text))
        message = f"Change {number}".encode()
        stream.stdin.write(
            b"commit refs/heads/main\ncommitter Ann <a@b.c> %d +0000\ndata %d\n%s\n"
            % (1_700_000_000 + number * 60, len(message), message)
        )
        stream.stdin.write(b"".join(lines))
    stream.stdin.close()
    stream.wait()
    subprocess.run(["git", "checkout", "-q", "-f", "main"], cwd=root, check=True)


def _text(file: int, change: int) -> str:
    lines = "\n".join(f"Line {each} of prompt {file} says this and that." for each in range(40))
    return f"---\nname: p{file}\n---\nuser:\n{lines}\nChange {change} of {{{{ text }}}}.\n"
