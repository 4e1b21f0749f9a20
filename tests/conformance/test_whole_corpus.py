"""Every prompt file of the corpus: no rule breaks, no error where there is none, no character is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.conformance.folder_on_disk import FolderOnDisk

from promptwell.language.rules.base import RuleContext, RuleSettings
from promptwell.language.rules.registry import all_rules
from promptwell.language.rules.run import check_file
from promptwell.language.semantics.containers import models_of
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.detect import detect

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
# Each folder, and how many of its files are prompt files by name or by content.
FOLDERS = {
    "ai-inference": 2,
    "awesome-copilot": 385,
    "awesome-cursorrules": 119,
    "contoso-chat": 14,
    "dotprompt": 39,
    "gh-models": 9,
    "openhands": 49,
    "promptflow": 267,
    "prompty": 91,
}
# Files that their own tools refuse; those of Dotprompt are listed, and tried with it, in another test.
REFUSED = {"no_end.jinja2"}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}"),
]


class Folder(FolderOnDisk):
    """A folder of the corpus as a workspace, with the prompt files in it."""

    def __init__(self, name: str) -> None:
        super().__init__(CORPUS / name)
        self.project = Project(self)
        self.prompts = [path for path in self.list("") if self._is_prompt(path)]
        self.project.known(self.prompts)

    def _is_prompt(self, path: str) -> bool:
        text = self.read(path)
        return text is not None and detect(path, text) is not None


@pytest.fixture(scope="module", params=FOLDERS)
def folder(request: pytest.FixtureRequest) -> Folder:
    return Folder(request.param)


def test_no_folder_is_left_out() -> None:
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} == set(FOLDERS)


def test_every_file_is_read_and_printed_back_exactly(folder: Folder) -> None:
    assert len(folder.prompts) == FOLDERS[folder.folder.name]
    for path in folder.prompts:
        document = folder.project.document(path)
        assert document is not None
        assert document.print() == folder.read(path), path


def test_what_a_file_says_stands_where_it_is_said_to_stand(folder: Folder) -> None:
    for path in folder.prompts:
        for model in models_of(folder.project, path):
            text = model.document.text
            for use in model.uses:
                # What is used without being written, such as the `this` of a helper, has no place.
                assert text[use.span.start : use.span.end] in ("", use.name), (path, use)


def test_no_rule_breaks_and_no_file_that_its_tool_accepts_has_an_error(folder: Folder) -> None:
    # Those that wait for settings as well; none may break.
    every = {rule.id(): "default" for rule in all_rules()}
    settings = RuleSettings(severities=every, today=date(2026, 12, 1))
    for path in folder.prompts:
        failures: list[str] = []
        found = check_file(
            path,
            RuleContext(settings, folder.project),
            on_failure=lambda rule, error, into=failures: into.append(f"{rule.id()}: {error!r}"),  # type: ignore[misc]
        )
        assert failures == [], path
        if folder.folder.name != "dotprompt" and Path(path).name not in REFUSED:
            assert [each for each in found if each.severity == "error"] == [], path
