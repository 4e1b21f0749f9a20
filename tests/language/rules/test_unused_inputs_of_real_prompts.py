"""unused-input on real prompts: three inputs of contoso-chat are unused, and no other one is."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.run import check
from promptwell.language.semantics.project import Project

FOLDER = Path(__file__).parents[4] / "shared" / "corpus" / "contoso-chat"


class Disk:
    def read(self, path: str) -> str | None:
        file = Path(path)
        return file.read_text(encoding="utf-8") if file.is_file() else None

    def exists(self, path: str) -> bool:
        return Path(path).exists()

    def root(self, path: str) -> str:
        return FOLDER.as_posix()

    def list(self, folder: str) -> list[str]:
        return [file.as_posix() for file in sorted(Path(folder).rglob("*.prompty"))]


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no corpus at {FOLDER}")
def test_three_inputs_are_unused_and_no_other_one() -> None:
    files = Disk().list(FOLDER.as_posix())
    project = Project(Disk())
    project.known(files)
    found = set()
    for path in files:
        model = project.model(path)
        assert model is not None
        for each in check(model, RuleContext(RuleSettings(), project)):
            if each.rule == "unused-input":
                found.add((Path(path).stem, model.document.source.slice(each.span)))
    assert found == {("coherence", "context"), ("fluency", "context"), ("groundedness", "question")}
