"""Snapshots of open texts over files: each stays as it was, and each change makes a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import pytest

from promptwell.language.rules.base import Diagnostic, RuleSettings
from promptwell.language.semantics.summarize import summarize_text
from promptwell.language.semantics.summary import FileSummary
from promptwell.language.syntax.detect import Associations
from promptwell.services.editor import checking, completion, hovering, navigation, renaming
from promptwell.services.workspace import Root, Workspace

PROMPT = '---\nname: a\ninputs: {agent: {kind: string, required: true}}\n---\nuser:\n{% include "p.j2" %}\n'
PARTIAL = "Yours, {{ agent }}\n"


class MemoryRoot:
    """A folder in memory."""

    def __init__(self, path: str, disk: Mapping[str, str]) -> None:
        self.path = path
        self.disk = disk
        self.stamps: dict[str, int] = {}
        self.formats: dict[str, str] = {}
        self.summarized: list[str] = []

    def read(self, path: str) -> str | None:
        return self.disk.get(path)

    def exists(self, path: str) -> bool:
        return path in self.disk

    def names_in(self, folder: str) -> list[str]:
        return []

    def stamp(self, path: str) -> object:
        return self.stamps.get(path, self.disk.get(path))

    def root(self, path: str) -> str:
        return self.path

    def prompt_files(self) -> Sequence[str]:
        return [path for path in self.disk if path.startswith(self.path)]

    def summaries(
        self, paths: Sequence[str], associations: Associations, wanted: Callable[[], bool]
    ) -> Iterator[Mapping[str, FileSummary | None]]:
        for path in paths:
            if wanted():
                self.summarized.append(path)
                text = self.read(path)
                yield {path: text and summarize_text(text, path, associations)}  # type: ignore[dict-item]

    def rule_settings(self, path: str) -> RuleSettings:
        return RuleSettings(today=date(2026, 1, 1))

    def hides_doubles(self, path: str) -> bool:
        return False

    def associations(self) -> Associations:
        return Associations(self.formats)

    def template_roots(self) -> tuple[str, ...]:
        return ()

    def large_file_limit(self, path: str) -> int:
        return 1000

    def settings_diagnostics(self) -> Mapping[str, tuple[str, tuple[Diagnostic, ...]]]:
        return {}

    def forget(self) -> None:
        """Nothing is kept."""


@pytest.fixture
def disk() -> dict[str, str]:
    return {"/w/a.prompty": PROMPT, "/w/p.j2": PARTIAL, "/other/b.prompty": PROMPT}


@pytest.fixture
def workspace(disk: dict[str, str]) -> Workspace:
    def open_root(folder: str, searched: bool) -> Root:
        return MemoryRoot(folder, disk)

    made = Workspace(open_root, lambda path: path.rpartition("/")[0])
    learn(made, made.add_folder("/w"))
    return made


def learn(workspace: Workspace, root: Root) -> bool:
    return all(step.take() for step in workspace.learn(root))


def rules(workspace: Workspace, path: str) -> list[str]:
    return [each.rule for each in checking.diagnose(workspace.snapshot(path), path)]


def test_an_open_text_goes_before_the_one_on_disk_until_it_is_closed(workspace: Workspace) -> None:
    assert "unused-input" not in rules(workspace, "/w/a.prompty")
    workspace.open("/w/p.j2", "Yours\n")
    assert "unused-input" in rules(workspace, "/w/a.prompty")
    workspace.close("/w/p.j2")
    assert "unused-input" not in rules(workspace, "/w/a.prompty")


def test_a_snapshot_goes_on_telling_its_own_moment(workspace: Workspace) -> None:
    before = workspace.snapshot("/w/a.prompty")
    workspace.open("/w/p.j2", "Yours\n")
    after = workspace.snapshot("/w/a.prompty")
    assert after.version > before.version
    assert before.project.files.read("/w/p.j2") == PARTIAL
    assert after.project.files.read("/w/p.j2") == "Yours\n"
    assert [each.rule for each in checking.diagnose(before, "/w/a.prompty")] != [
        each.rule for each in checking.diagnose(after, "/w/a.prompty")
    ]


def test_opening_a_file_as_it_is_on_disk_reads_nothing_again(workspace: Workspace) -> None:
    model = workspace.snapshot("/w/a.prompty").project.model("/w/a.prompty")
    workspace.open("/w/a.prompty", PROMPT, "prompty")
    assert workspace.snapshot("/w/a.prompty").project.model("/w/a.prompty") is model
    workspace.edit("/w/a.prompty", PROMPT + "x")
    assert workspace.snapshot("/w/a.prompty").project.model("/w/a.prompty") is not model


def test_an_edit_leaves_what_is_known_of_other_files(workspace: Workspace) -> None:
    partial = workspace.snapshot("/w/p.j2").project.model("/w/p.j2")
    workspace.open("/w/a.prompty", PROMPT + "x")
    assert workspace.snapshot("/w/p.j2").project.model("/w/p.j2") is partial


def test_who_uses_a_partial_is_known_after_learning_and_after_edits(workspace: Workspace) -> None:
    assert workspace.snapshot("/w/p.j2").project.users("/w/p.j2") == ["/w/a.prompty"]
    workspace.open("/w/a.prompty", PROMPT.replace("p.j2", "q.j2"))
    assert workspace.snapshot("/w/p.j2").project.users("/w/p.j2") == []


def test_what_changes_while_the_workspace_is_learned_is_not_lost(
    workspace: Workspace, disk: dict[str, str]
) -> None:
    root = workspace.snapshot("/w/a.prompty").root
    steps = workspace.learn(root)
    workspace.open("/w/a.prompty", PROMPT.replace("p.j2", "q.j2"))
    disk["/w/p.j2"] = "other"
    workspace.changed_on_disk(["/w/p.j2"])
    assert all(step.take() for step in steps)
    project = workspace.snapshot("/w/a.prompty").project
    assert project.users("/w/p.j2") == []
    assert project.files.read("/w/p.j2") == "other"


def test_what_was_learned_under_other_settings_is_not_taken_over(workspace: Workspace) -> None:
    root = workspace.snapshot("/w/a.prompty").root
    steps = workspace.learn(root)
    workspace.settings_changed([root])
    assert not next(steps).take()


def test_what_is_known_already_is_not_read_again(
    workspace: Workspace, disk: dict[str, str]
) -> None:
    root = workspace.snapshot("/w/a.prompty").root
    assert isinstance(root, MemoryRoot)
    assert sorted(root.summarized) == ["/w/a.prompty", "/w/p.j2"]
    disk["/w/new.prompty"] = PROMPT
    disk["/w/p.j2"] = "Nothing"
    del disk["/w/a.prompty"]
    workspace.changed_on_disk(["/w/new.prompty", "/w/p.j2", "/w/a.prompty"], came_or_went=True)
    assert learn(workspace, root)
    assert sorted(root.summarized[2:]) == ["/w/new.prompty", "/w/p.j2"]
    project = workspace.snapshot("/w/p.j2").project
    assert project.users("/w/p.j2") == ["/w/new.prompty"]
    assert set(project.paths) == {"/w/new.prompty", "/w/p.j2"}


def test_what_is_not_wanted_any_more_is_not_read(workspace: Workspace) -> None:
    root = workspace.snapshot("/w/a.prompty").root
    assert isinstance(root, MemoryRoot)
    workspace.settings_changed([root])
    read = len(root.summarized)
    assert all(step.take() for step in workspace.learn(root, lambda: False))
    assert len(root.summarized) == read


def test_a_file_outside_of_all_folders_has_a_root_of_its_own(workspace: Workspace) -> None:
    snapshot = workspace.snapshot("/other/b.prompty")
    assert snapshot.root.path == "/other"
    assert workspace.folder_of("/other/b.prompty") is None
    assert workspace.folder_of("/w/a.prompty") == "/w"


def test_the_deepest_folder_that_holds_a_file_counts(workspace: Workspace) -> None:
    workspace.add_folder("/w/deep")
    assert workspace.folder_of("/w/deep/x.prompty") == "/w/deep"
    assert workspace.folder_of("/w/deeper.prompty") == "/w"
    workspace.remove_folder("/w/deep")
    assert workspace.folder_of("/w/deep/x.prompty") == "/w"


def test_a_document_without_a_file_has_the_first_folders_settings(workspace: Workspace) -> None:
    workspace.open("untitled:1", "{{ x", "jinja")
    assert workspace.snapshot("untitled:1").root.path == "/w"
    assert "template-syntax" in rules(workspace, "untitled:1")


def test_the_editors_language_counts_only_where_no_name_tells(workspace: Workspace) -> None:
    workspace.open("/w/notes.md", "{% if x %}", "markdown")
    assert rules(workspace, "/w/notes.md") == []
    workspace.open("/w/prompt.md", "{% if x %}", "jinja")
    assert "unclosed-block" in rules(workspace, "/w/prompt.md")
    workspace.open("/w/a.prompty", PROMPT, "jinja")
    document = workspace.snapshot("/w/a.prompty").project.document("/w/a.prompty")
    assert document is not None
    assert document.format == "prompty"


def test_a_look_at_the_disk_finds_what_changed_since_the_last(
    workspace: Workspace, disk: dict[str, str]
) -> None:
    assert workspace.look_again() == []
    disk["/w/p.j2"] = "Yours\n"
    assert workspace.look_again() == ["/w/p.j2"]
    assert "unused-input" in rules(workspace, "/w/a.prompty")
    assert workspace.look_again() == []


def test_a_file_that_is_no_prompt_gets_empty_answers(workspace: Workspace) -> None:
    workspace.open("/w/readme.md", "# Hello {{ x }}", "markdown")
    snapshot = workspace.snapshot("/w/readme.md")
    assert completion.complete(snapshot, "/w/readme.md", 11) == []
    assert hovering.hover(snapshot, "/w/readme.md", 11) is None
    assert navigation.symbols(snapshot, "/w/readme.md") == []
    assert navigation.definition(snapshot, "/w/gone.prompty", 0) == []
    with pytest.raises(renaming.RenameRefusedError):
        renaming.rename(snapshot, "/w/readme.md", 11, "y")


def test_a_file_that_changes_between_its_reading_and_the_first_look_is_noticed(
    workspace: Workspace, disk: dict[str, str]
) -> None:
    assert workspace.snapshot("/w/p.j2").project.model("/w/p.j2") is not None
    disk["/w/p.j2"] = "Yours\n"
    assert workspace.look_again() == ["/w/p.j2"]
    assert workspace.look_again() == []
