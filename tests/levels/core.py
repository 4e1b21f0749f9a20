"""The core level: the language package called directly, with the case's files in memory."""

from __future__ import annotations

from datetime import date

from tests.levels.base import Place, Reported, is_called
from tests.levels.settings import SETTINGS_FILE, settings_file
from tests.marked_cases import Case

from promptwell.language.rules.base import Diagnostic, RuleContext
from promptwell.language.rules.run import check
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.detect import detect, owned
from promptwell.language.text.edit import TextEdit, apply_edits, without_overlaps
from promptwell.settings.workspace import WorkspaceSettings

ROOT = "/case"


class MemoryFiles:
    """The case's files, as the project asks for them."""

    def __init__(self, case: Case) -> None:
        self.texts = {f"{ROOT}/{file.path}": file.text for file in case.files}
        self.texts[f"{ROOT}/{SETTINGS_FILE}"] = settings_file(case)

    def read(self, path: str) -> str | None:
        return self.texts.get(path)

    def root(self, path: str) -> str:
        return ROOT

    def list(self, folder: str) -> list[str]:
        return sorted(path for path in self.texts if path.startswith(folder.rstrip("/") + "/"))


class CoreCase:
    """A case's workspace as a project in memory."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.files = MemoryFiles(case)
        self.settings = WorkspaceSettings(ROOT, read=self.files.read)
        self.project = Project(self.files, self.settings.of_folder(ROOT).associations)
        self.project.known(
            path for path in self.files.texts if owned(path, self.project.associations)
        )
        self.today = date.fromisoformat(case.today or "2026-01-01")

    def diagnostics(self, path: str) -> list[Reported] | None:
        return [
            Reported(each.rule, each.severity, each.span, each.message)
            for each in self._check(path)
        ]

    def after(self, how: str, title: str, rules: frozenset[str] | None) -> dict[str, str] | None:
        groups: dict[str, list[list[TextEdit]]] = {}
        for file in self.case.files:
            path = f"{ROOT}/{file.path}"
            for diagnostic in self._check(file.path):
                if rules is not None and diagnostic.rule not in rules:
                    continue
                for fix in diagnostic.fixes:
                    if how == "action" and not is_called(fix.title, title):
                        continue
                    if how == "safe" and not fix.safe:
                        continue
                    groups.setdefault(path, []).append(list(fix.edits))
                    for other, edits in fix.other_files.items():
                        groups.setdefault(other, []).append(list(edits))
                    break
        texts = {file.path: file.text for file in self.case.files}
        for path, edits_of in groups.items():
            name = path.removeprefix(f"{ROOT}/")
            texts[name] = apply_edits(texts[name], without_overlaps(edits_of))
        return texts

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

    def symbols(self, path: str) -> list[str] | None:
        return None

    def _check(self, path: str) -> list[Diagnostic]:
        text = self.case.file(path).text
        model = self.project.model(f"{ROOT}/{path}")
        if model is None or detect(f"{ROOT}/{path}", text, self.project.associations) is None:
            return []
        settings = self.settings.at(f"{ROOT}/{path}").rule_settings(f"{ROOT}/{path}", self.today)
        return check(model, RuleContext(settings, self.project))


class CoreLevel:
    """Opens cases in memory."""

    def open(self, case: Case) -> CoreCase:
        return CoreCase(case)
