"""The core level: the language package called directly, with the case's files in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from tests.levels.base import (
    ASKED_KINDS,
    Place,
    RefusedError,
    Reported,
    is_called,
    shown_action,
)
from tests.levels.core_views import VIEWS, Viewed
from tests.levels.settings import SETTINGS_FILE, settings_file
from tests.marked_cases import Case, MarkedFile

from promptwell.language.features.actions.action import Change, CodeAction, Question
from promptwell.language.features.actions.offer import code_actions
from promptwell.language.features.completion.complete import complete
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.definition import definition
from promptwell.language.features.formatting.on_type import on_type
from promptwell.language.features.hover import hover
from promptwell.language.features.in_files import (
    actions_in_files,
    file_symbols,
    format_file,
    format_file_ranges,
    in_files,
    items_in_file,
    renaming_in_files,
)
from promptwell.language.features.location import FileEdits, Location
from promptwell.language.features.outline import OutlineItem
from promptwell.language.features.references import references
from promptwell.language.features.rename import rename
from promptwell.language.rules.base import Diagnostic, RuleContext, RuleSettings
from promptwell.language.rules.run import check_file
from promptwell.language.semantics.containers import edits_in_file, model_at
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.detect import detect, owned
from promptwell.language.text.edit import TextEdit, apply_edits, without_overlaps
from promptwell.settings.rule_levels import rule_settings
from promptwell.settings.workspace import WorkspaceSettings

ROOT = "/case"


class MemoryFiles:
    """The case's files, as the project asks for them."""

    def __init__(self, case: Case) -> None:
        self.texts = {f"{ROOT}/{file.path}": file.text for file in case.files}
        self.texts[f"{ROOT}/{SETTINGS_FILE}"] = settings_file(case)

    def read(self, path: str) -> str | None:
        return self.texts.get(path)

    def exists(self, path: str) -> bool:
        return path in self.texts or any(each.startswith(f"{path}/") for each in self.texts)

    def root(self, path: str) -> str:
        return ROOT

    def names_in(self, folder: str) -> list[str]:
        base = folder.rstrip("/") + "/"
        inside = [path[len(base) :] for path in self.texts if path.startswith(base)]
        names = {each.partition("/")[0] + "/" if "/" in each else each for each in inside}
        return sorted(name for name in names if name[:1] != ".")

    def list(self, folder: str) -> list[str]:
        return sorted(path for path in self.texts if path.startswith(folder.rstrip("/") + "/"))


class CoreCase:
    """A case's workspace as a project in memory."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.files = MemoryFiles(case)
        self.settings = WorkspaceSettings(ROOT, read=self.files.read)
        self.project = Project(self.files, self.settings.of_folder(ROOT).associations)
        associations = self.project.associations
        self.project.known(
            path
            for path, text in self.files.texts.items()
            if owned(path, associations) or detect(path, text, associations) is not None
        )
        self.today = date.fromisoformat(case.today or "2026-01-01")

    def diagnostics(self, path: str) -> list[Reported] | None:
        return [
            Reported(each.rule, each.severity, each.span, each.message)
            for each in self._check(path)
        ]

    def after(self, how: str, title: str, rules: frozenset[str] | None) -> dict[str, str] | None:
        if how == "accept":
            file, offset = self._cursor()
            for item in self._completions(file.path, offset):
                if item.label == title:
                    edit = TextEdit(item.span, item.new_text)
                    return self._edited({f"{ROOT}/{file.path}": (edit,)})
            return {}
        if how in ("format", "type"):
            return self._formatted() if how == "format" else self._typed(title)
        if how == "action":
            for action in self._actions():
                if is_called(action.title, title):
                    return self._changed(action.change())
            return {}
        groups: dict[str, list[list[TextEdit]]] = {}
        for file in self.case.files:
            for diagnostic in self._check(file.path):
                fix = next(
                    (each for each in diagnostic.fixes if each.safe or how == "unsafe"), None
                )
                if fix is None or (rules is not None and diagnostic.rule not in rules):
                    continue
                groups.setdefault(f"{ROOT}/{file.path}", []).append(list(fix.edits))
                for other, edits in fix.other_files.items():
                    groups.setdefault(other, []).append(list(edits))
        return self._edited({path: tuple(without_overlaps(each)) for path, each in groups.items()})

    def hover(self, place: Place) -> str | None:
        model = self._model_at(place.path, place.span.start)
        findings = partial(self._check, place.path)
        at, declared = place.span.start, self._rules_of(place.path).metadata
        found = hover(self.project, model, at, diagnose=findings, metadata=declared)
        return found.text if found else ""

    def definitions(self, place: Place) -> list[Place] | None:
        model = self._model_at(place.path, place.span.start)
        found = definition(self.project, model, place.span.start)
        return _places(in_files(self.project, found))

    def references(self, place: Place) -> list[Place] | None:
        model = self._model_at(place.path, place.span.start)
        found = references(self.project, model, place.span.start)
        return _places(in_files(self.project, found))

    def completions(self) -> list[str] | None:
        file, offset = self._cursor()
        return [item.label for item in self._completions(file.path, offset)]

    def actions(self) -> list[str] | None:
        return [shown_action(action.title, action.refusal) for action in self._actions()]

    def rename(self, new_name: str) -> dict[str, str] | None:
        file, offset = self._cursor()
        model = self._model_at(file.path, offset)
        renaming = renaming_in_files(self.project, rename(self.project, model, offset, new_name))
        if renaming.refusal:
            raise RefusedError(renaming.refusal)
        return self._edited(renaming.edits)

    def symbols(self, path: str) -> list[str] | None:
        return list(_outline(file_symbols(self.project, f"{ROOT}/{path}"), 0))

    def view(self, what: str) -> list[str] | None:
        main = self.case.main
        offset = 0 if main.cursor is None else main.cursor
        return VIEWS[what](Viewed(self.project, self._model(main.path), offset, self.settings))

    def _actions(self) -> list[CodeAction]:
        if self.case.asked:
            file, span = self.case.asked
            places = [(file.path, span)]
        else:
            places = [
                (file.path, each.span)
                for file in self.case.files
                for each in self._check(file.path)
            ]
        return [
            action
            for path, span in places
            for only in ASKED_KINDS
            for action in actions_in_files(
                self.project,
                code_actions(
                    Question(
                        self.project,
                        self._model_at(path, span.start),
                        span,
                        self._check(path),
                        only,
                        names_in=self.files.names_in,
                    )
                ),
            )
        ]

    def _cursor(self) -> tuple[MarkedFile, int]:
        assert self.case.cursor
        return self.case.cursor

    def _model(self, path: str) -> SemanticModel:
        model = self.project.model(f"{ROOT}/{path}")
        assert model
        return model

    def _model_at(self, path: str, offset: int, *, names: bool = True) -> SemanticModel:
        model = model_at(self.project, f"{ROOT}/{path}", offset, names=names)
        assert model
        return model

    def _completions(self, path: str, offset: int) -> list[CompletionItem]:
        model = self._model_at(path, offset, names=False)
        names_in, settings = self.files.names_in, self._rules_of(path)
        found = complete(self.project, model, offset, settings, names_in=names_in)
        return items_in_file(self.project, model, found)

    def _formatted(self) -> dict[str, str]:
        path = f"{ROOT}/{self.case.main.path}"
        span = self.case.main.selection
        if span:
            return self._edited({path: format_file_ranges(self.project, path, [span])})
        return self._edited({path: format_file(self.project, path)})

    def _typed(self, typed: str) -> dict[str, str]:
        file, offset = self._cursor()
        text = file.text[:offset] + typed + file.text[offset:]
        path, after = f"{ROOT}/{file.path}", offset + len(typed)
        self.files.texts[path] = text
        self.project.changed(path)
        document = self._model_at(file.path, after, names=False).document
        edits = on_type(document, after, typed[-1])
        return {
            file.path: apply_edits(text, edits_in_file(self.project, document.path, edits) or ())
        }

    def _changed(self, change: Change) -> dict[str, str]:
        made = {path.removeprefix(f"{ROOT}/"): text for path, text in change.created}
        return {**self._edited(change.edits), **made}

    def _edited(self, edits: FileEdits) -> dict[str, str]:
        texts = {file.path: file.text for file in self.case.files}
        for path, changes in edits.items():
            name = path.removeprefix(f"{ROOT}/")
            texts[name] = apply_edits(texts[name], changes)
        return texts

    def _check(self, path: str) -> list[Diagnostic]:
        text = self.case.file(path).text
        if detect(f"{ROOT}/{path}", text, self.project.associations) is None:
            return []
        return check_file(f"{ROOT}/{path}", RuleContext(self._rules_of(path), self.project))

    def _rules_of(self, path: str) -> RuleSettings:
        return rule_settings(self.settings.at(f"{ROOT}/{path}"), f"{ROOT}/{path}", self.today)


class CoreLevel:
    """Opens cases in memory."""

    def open(self, case: Case) -> CoreCase:
        return CoreCase(case)


def _places(locations: list[Location]) -> list[Place]:
    return [Place(each.path.removeprefix(f"{ROOT}/"), each.span) for each in locations]


def _outline(items: Iterable[OutlineItem], depth: int) -> Iterator[str]:
    for item in items:
        yield "  " * depth + item.name
        yield from _outline(item.children, depth + 1)
