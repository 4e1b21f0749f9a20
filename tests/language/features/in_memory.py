"""Files in memory, for questions about features."""

from __future__ import annotations

from collections.abc import Mapping

from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.text.edit import apply_edits
from promptwell.language.text.source import Span

ROOT = "/w"


class MemoryFiles:
    """Texts by path below the root."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = {f"{ROOT}/{name}": text for name, text in texts.items()}

    def read(self, path: str) -> str | None:
        return self.texts.get(path)

    def exists(self, path: str) -> bool:
        return path in self.texts or any(each.startswith(f"{path}/") for each in self.texts)

    def root(self, path: str) -> str:
        return ROOT

    def list(self, folder: str) -> list[str]:
        return sorted(path for path in self.texts if path.startswith(folder.rstrip("/") + "/"))


class Files:
    """A project with a cursor: `|` in the first text marks it and is taken out."""

    def __init__(self, **texts: str) -> None:
        named = {
            name.replace("__", "/").replace("_dot_", "."): each for name, each in texts.items()
        }
        self.texts = {name: text.replace("‸", "") for name, text in named.items()}
        self.offset = 0
        self.name = next(iter(named))
        for name, text in named.items():
            if "‸" in text:
                self.name, self.offset = name, text.index("‸")
        self.project = Project(MemoryFiles(self.texts))
        self.project.known(path for path in MemoryFiles(self.texts).texts if "." in path)

    @property
    def path(self) -> str:
        return f"{ROOT}/{self.name}"

    @property
    def model(self) -> SemanticModel:
        model = self.project.model(self.path)
        assert model is not None
        return model

    def words(self, locations: list[tuple[str, Span]]) -> list[tuple[str, int, str]]:
        """Locations as (file, line from 1, text)."""
        found = []
        for path, span in locations:
            name = path.removeprefix(f"{ROOT}/")
            text = self.texts[name]
            found.append((name, text.count("\n", 0, span.start) + 1, text[span.start : span.end]))
        return sorted(found)

    def edited(self, edits: Mapping[str, tuple[object, ...]]) -> dict[str, str]:
        """The texts that edits change, as they are afterwards."""
        return {
            path.removeprefix(f"{ROOT}/"): apply_edits(
                self.texts[path.removeprefix(f"{ROOT}/")],
                each,  # type: ignore[arg-type]  # the edits of a feature
            )
            for path, each in edits.items()
        }


def prompt(body: str, *inputs: str, more: str = "") -> str:
    """A Prompty v2 file with these inputs."""
    declared = "".join(f"  - {{name: {name}, kind: string, required: true}}\n" for name in inputs)
    head = f"inputs:\n{declared}" if inputs else ""
    return f"---\nname: a\n{head}{more}---\nuser:\n{body}"
