"""Prompts as one document, to be taken elsewhere and back: `prompt export`, `prompt import`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge

from promptwell.domain.prompts.paths import known_path, new_path
from promptwell.domain.prompts.ports import Selection
from promptwell.domain.prompts.project import Project
from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.security.permission import Permission
from promptwell.errors import ConflictError, UsageError
from promptwell.services.context import Context
from promptwell.services.finding_projects import find_project
from promptwell.services.finding_prompts import find_all, look_again
from promptwell.services.permitting import require_for_prompts, seen_projects
from promptwell.services.prompts.approving import require_approvable
from promptwell.services.prompts.editing import Editing, editing
from promptwell.services.prompts.records import new_identity
from promptwell.services.prompts.shown import Value

if TYPE_CHECKING:
    from promptwell.services.context import Transaction

_MOST = 1_000_000
VERSION = 1
"""The form of the document; another one is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedPrompt:
    """What the store knows of a prompt and its file does not say.

    `entry` is its name in a file of several. `kept` is metadata for which the format has no place.
    """

    entry: str = ""
    kept: Mapping[str, Value] = field(default_factory=dict)
    projects: tuple[str, ...] = ()
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A file with its text, and the prompts in it."""

    path: str
    text: str
    prompts: tuple[ExportedPrompt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedProject:
    """A project with its settings."""

    name: str
    description: str = ""
    default_model: str = ""
    budget: Annotated[float, Ge(0)] | None = None
    required_checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedPrompts:
    """Prompts with all that is known of them, and the projects that they belong to."""

    version: int = VERSION
    files: tuple[ExportedFile, ...] = ()
    projects: tuple[ExportedProject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """Which prompts are wanted: those that are named, else all that fit."""

    prompts: tuple[str, ...] = field(
        default=(),
        metadata={
            "description": "names or paths of prompts; else all",
            "is": "prompt",
            "argument": True,
            "metavar": "PROMPT",
        },
    )
    folder: str = field(
        default="", metadata={"description": "only prompts in this folder", "is": "path"}
    )
    project: str = field(default="", metadata={"description": "only prompts of this project"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """What `prompt export` gave, and what happens to files that are there already."""

    document: ExportedPrompts = field(
        metadata={"description": "what `prompt export --format json` gave", "is": "json"}
    )
    existing: Literal["refuse", "skip", "replace"] = field(
        default="refuse",
        metadata={
            "description": "what to do where another file is: refuse it all, skip or replace it"
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """The paths of the files that were made, written over, left alone, or the same already."""

    made: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


def export(context: Context, request: ExportRequest) -> ExportedPrompts:
    """Export prompts with their texts, metadata and projects, as one JSON document.

    `promptwell prompt import` makes the same prompts of it, here or elsewhere. Deleted prompts are
    left out, and so are roles in projects, which hold only where they were granted.
    """
    look_again(context, request.prompts)
    with context.store.reading(context.root) as rows:
        records = list(_wanted(context, rows, request))
        require_for_prompts(context, rows, records, Permission.VIEW, "exporting")
        by_file: dict[str, list[PromptRecord]] = {}
        for each in records:
            by_file.setdefault(each.file, []).append(each)
        projects: dict[str, Project] = {}
        files = []
        for file in by_file:
            # A file is exported whole, with all of its prompts.
            held = rows.prompts.in_file(file)
            require_for_prompts(context, rows, held, Permission.VIEW, "exporting")
            files.append(_exported(rows, file, held, projects))
        return ExportedPrompts(
            files=tuple(files),
            projects=tuple(_exported_project(projects[name]) for name in sorted(projects)),
        )


def import_prompts(context: Context, request: ImportRequest) -> ImportResult:
    """Import prompts that were exported: all of them, or none where one can't be.

    A file that is there with another text is refused, unless `existing` says to skip or replace it.
    """
    document = request.document
    if document.version != VERSION:
        raise UsageError(
            f"this document has the form {document.version}, and this Promptwell reads {VERSION}; "
            "export it again with the version that reads it"
        )
    paths = [new_path(each.path) for each in document.files]
    if len(set(paths)) < len(paths):
        raise UsageError("a path occurs twice in the document")
    look_again(context, paths, everywhere=False)
    done: dict[str, list[str]] = {}
    with editing(context) as work:
        context.require(Permission.EDIT, "importing prompts")
        projects = {each.name: _imported_project(work, each) for each in document.projects}
        for number, (path, file) in enumerate(zip(paths, document.files, strict=True)):
            context.progress(number, len(paths), path)
            held, outcome = _import(work, path, file, request.existing)
            done.setdefault(outcome, []).append(path)
            if outcome != "skipped":
                _settle(work, path, held, file, projects)
    return ImportResult(**{outcome: tuple(paths) for outcome, paths in done.items()})


def _wanted(context: Context, rows: Transaction, request: ExportRequest) -> Iterable[PromptRecord]:
    if request.prompts:
        for name in request.prompts:
            yield from find_all(context, rows, name)
        return
    project = find_project(context, rows, request.project).id if request.project else ""
    selection = Selection(
        folder=known_path(request.folder),
        project=project,
        archived=None,
        members=seen_projects(context, rows),
    )
    yield from rows.prompts.select(selection, "", _MOST)


def _exported(
    rows: Transaction, file: str, held: Iterable[PromptRecord], projects: dict[str, Project]
) -> ExportedFile:
    prompts = []
    text = ""
    for record in held:
        text = rows.contents.get(record.content) or ""
        own = rows.projects.of_prompt(record.id)
        projects.update({each.name: each for each in own})
        prompts.append(
            ExportedPrompt(
                entry=record.path.partition("#")[2],
                kept=dict(record.kept),
                projects=tuple(each.name for each in own),
                created=record.created,
                updated=record.updated,
            )
        )
    return ExportedFile(path=file, text=text, prompts=tuple(prompts))


def _exported_project(project: Project) -> ExportedProject:
    return ExportedProject(
        name=project.name,
        description=project.description,
        default_model=project.default_model,
        budget=project.budget,
        required_checks=project.required_checks,
    )


def _imported_project(work: Editing, project: ExportedProject) -> Project:
    """The project of that name; one that is there keeps its own settings."""
    found = work.rows.projects.by_name(project.name)
    if found is not None:
        return found
    work.context.require(Permission.ADMINISTER, f"making the project `{project.name}`")
    now = work.context.now()
    made = Project(
        id=new_identity(),
        name=project.name,
        description=project.description,
        default_model=project.default_model,
        budget=project.budget,
        required_checks=project.required_checks,
        created=now,
        updated=now,
    )
    work.rows.projects.insert(made)
    return made


def _import(
    work: Editing, path: str, file: ExportedFile, existing: str
) -> tuple[list[PromptRecord], str]:
    if work.context.files.stamp(path) is None:
        return work.create(path, file.text, {}), "made"
    before = work.context.files.read(path)
    held = list(work.rows.prompts.in_file(path))
    if before == file.text and held:
        return held, "unchanged"
    if existing == "skip":
        return held, "skipped"
    if existing == "refuse" or not held:
        raise ConflictError(
            f"{path} is there with another text; nothing was imported. "
            "`--existing skip` leaves such files alone, `--existing replace` writes over them"
        )
    return work.rewrite(path, before, file.text), "replaced"


def _settle(
    work: Editing,
    path: str,
    held: Iterable[PromptRecord],
    file: ExportedFile,
    projects: Mapping[str, Project],
) -> None:
    """Give the prompts of a file what the document knows of them."""
    known = {each.path.partition("#")[2]: each for each in held}
    for prompt in file.prompts:
        record = known.get(prompt.entry)
        if record is None:
            raise UsageError(f"{path}: the text holds no prompt `{prompt.entry}`")
        kept = {name: value for name, value in prompt.kept.items() if value not in ("", ())}
        if kept != dict(record.kept):
            record = work.keep(record, kept)
        dated = replace(record, created=prompt.created, updated=prompt.updated)
        if dated != record:
            work.update(replace(dated, revision=record.revision + 1), record)
        for name in prompt.projects:
            if name not in projects:
                raise UsageError(f"{path}: the document has no project `{name}`")
            work.rows.projects.add(projects[name].id, [record.id])
        require_approvable(work, work.by_id(record))
