"""The command line level: `promptwell check` on all cases at once, each in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.levels.base import Place, Reported
from tests.levels.settings import SETTINGS_FILE, settings_file
from tests.marked_cases import Case

from promptwell.language.text.source import SourceText, Span


class CliLevel:
    """All cases that run here, written to one folder and checked by few processes."""

    def __init__(self, folder: Path, cases: list[Case]) -> None:
        self.folder = folder
        self.numbers = {id(case): number for number, case in enumerate(cases)}
        self.cases = cases

    def open(self, case: Case) -> CliCase:
        return CliCase(case, self, f"case-{self.numbers[id(case)]}")

    @cached_property
    def reported(self) -> dict[str, list[dict[str, Any]]]:
        """All diagnostics by path below the folder."""
        folder = self._written("check", with_rules=False)
        found: dict[str, list[dict[str, Any]]] = {}
        for diagnostic in self._check(folder)["diagnostics"]:
            path = (folder / diagnostic["path"]).relative_to(folder).as_posix()
            found.setdefault(path, []).append(diagnostic)
        return found

    @cached_property
    def fixed(self) -> Path:
        """The folder after `--fix`."""
        return self._fixed("--fix")

    @cached_property
    def fixed_unsafely(self) -> Path:
        """The folder after `--fix --unsafe-fixes`."""
        return self._fixed("--fix", "--unsafe-fixes")

    def _fixed(self, *options: str) -> Path:
        folder = self._written("".join(options).replace("-", ""), with_rules=True)
        self._check(folder, *options)
        return folder

    def _written(self, name: str, *, with_rules: bool) -> Path:
        folder = self.folder / name
        for case in self.cases:
            below = folder / f"case-{self.numbers[id(case)]}"
            settings = settings_file(case)
            if with_rules and case.compared_rules is not None:
                settings = f"select = {json.dumps(sorted(case.compared_rules))}\n{settings}"
            texts = {file.path: file.text for file in case.files} | {SETTINGS_FILE: settings}
            for path, text in texts.items():
                target = below / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.encode())
        return folder

    def _check(self, folder: Path, *options: str) -> Any:
        # Each folder is named, so that each is a workspace of its own.
        cases = [f"case-{number}" for number in self.numbers.values()]
        command = [
            sys.executable,
            "-m",
            "promptwell",
            "check",
            "--format",
            "json",
            *options,
            *cases,
        ]
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache")}
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, timeout=100, check=False
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stderr.decode("utf-8", "replace"))
        return json.loads(done.stdout)


class CliCase:
    """One case's part of what the command line said."""

    def __init__(self, case: Case, level: CliLevel, folder: str) -> None:
        self.case = case
        self.level = level
        self.folder = folder

    def diagnostics(self, path: str) -> list[Reported] | None:
        if self.case.today:
            return None
        source = SourceText(self.case.file(path).text)

        def offset(place: dict[str, int]) -> int:
            return source.offset(place["line"] - 1, place["column"] - 1)

        return [
            Reported(
                each["rule"],
                each["severity"],
                Span(offset(each["start"]), offset(each["end"])),
                each["message"],
            )
            for each in self.level.reported.get(f"{self.folder}/{path}", [])
        ]

    def after(self, how: str, title: str, rules: frozenset[str] | None) -> dict[str, str] | None:
        if how not in ("safe", "unsafe"):
            return None
        folder = self.level.fixed if how == "safe" else self.level.fixed_unsafely
        return {
            file.path: (folder / self.folder / file.path).read_bytes().decode()
            for file in self.case.files
        }

    def hover(self, place: Place) -> str | None:
        return None

    def definitions(self, place: Place) -> list[Place] | None:
        return None

    def references(self, place: Place) -> list[Place] | None:
        return None

    def completions(self) -> list[str] | None:
        return None

    def actions(self) -> list[str] | None:
        return None

    def rename(self, new_name: str) -> dict[str, str] | None:
        return None

    def view(self, what: str) -> list[str] | None:
        return None

    def symbols(self, path: str) -> list[str] | None:
        return None
