"""Looking at prompts: `prompt list`, `prompt show`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Interval

from promptwell.domain.prompts.paths import known_path
from promptwell.domain.prompts.ports import Selection
from promptwell.domain.security.permission import Permission
from promptwell.errors import NotFoundError
from promptwell.services.context import Context
from promptwell.services.finding_projects import default_model, find_project
from promptwell.services.finding_prompts import find_deleted, find_prompt, look_again, split
from promptwell.services.indexing import ensure_indexed
from promptwell.services.permitting import require_for_prompts, seen_projects
from promptwell.services.prompts.shown import ShownPrompt, shown
from promptwell.services.versions.label_file import labels_of
from promptwell.services.versions.refs import text_at
from promptwell.services.versions.shown import ShownVersion, shown_version

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.services.context import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """Which prompts are wanted: all that is given must hold."""

    folder: str = field(
        default="",
        metadata={"description": "only prompts in this folder", "is": "path", "argument": True},
    )
    tag: tuple[str, ...] = field(
        default=(), metadata={"description": "only prompts with this tag; with all of several"}
    )
    status: str = field(default="", metadata={"description": "only prompts of this status"})
    category: str = field(default="", metadata={"description": "only prompts of this category"})
    owner: str = field(default="", metadata={"description": "only prompts of this owner"})
    model: str = field(default="", metadata={"description": "only prompts for this model"})
    format: str = field(
        default="", metadata={"description": "only prompts of this format", "option": "of-format"}
    )
    project: str = field(default="", metadata={"description": "only prompts of this project"})
    show: Literal["living", "archived", "deleted", "all"] = field(
        default="living",
        metadata={
            "description": "living ones, archived ones, deleted ones, or all but deleted ones"
        },
    )
    limit: Annotated[int, Interval(ge=1, le=500)] = field(
        default=100, metadata={"description": "at most so many at once"}
    )
    cursor: str = field(
        default="", metadata={"description": "go on behind a page: its `next_cursor`"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPrompts:
    """A page of prompts in the order of their paths, and how many there are on all pages."""

    prompts: tuple[ShownPrompt, ...]
    total: int
    next_cursor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldersRequest:
    """Which folders are wanted."""

    folder: str = field(
        default="",
        metadata={"description": "those directly in this one", "is": "path", "argument": True},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptFolder:
    """A folder, and how many prompts are in it and the folders below it."""

    path: str
    prompts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFolders:
    """The folders that lie in one and hold prompts, and how many prompts lie beside them."""

    folders: tuple[PromptFolder, ...]
    beside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRequest:
    """Which prompt is wanted."""

    prompt: str = field(
        metadata={
            "description": "the prompt's name or path, with `@` and a label, number, branch or ref of git "
            "for what it was",
            "is": "prompt",
        },
    )
    deleted: bool = field(
        default=False, metadata={"description": "look among the prompts that were deleted"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptWithText:
    """A prompt and its text: its file's, or of one of several in a file its messages.

    `ref` is the version that was asked for, and the text is of that; the rest tells of the prompt as it is now.
    `default_model` is that of its projects, for what it names none.
    """

    prompt: ShownPrompt
    text: str
    ref: str = ""
    version: ShownVersion | None = None
    default_model: str = ""


def list_prompts(context: Context, request: ListRequest) -> ListedPrompts:
    """List the prompts of the repository, by folder, tags, status and what else is known of them."""
    ensure_indexed(context)
    with context.store.reading(context.root) as rows:
        project = find_project(context, rows, request.project).id if request.project else ""
        selection = Selection(
            folder=known_path(request.folder),
            tags=request.tag,
            status=request.status,
            category=request.category,
            owner=request.owner,
            model=request.model,
            format=request.format,
            project=project,
            members=seen_projects(context, rows),
        )
        if request.show != "living" or request.status == "archived":
            deleted = request.show == "deleted"
            archived = request.show == "archived" or (request.status == "archived") or None
            selection = replace(selection, deleted=deleted, archived=archived)
        found = rows.prompts.select(selection, request.cursor, request.limit + 1)
        page = found[: request.limit]
        return ListedPrompts(
            prompts=tuple(shown(rows, each) for each in page),
            total=rows.prompts.count(selection),
            next_cursor=page[-1].path if len(found) > request.limit else "",
        )


def folders(context: Context, request: FoldersRequest) -> ListedFolders:
    """List the folders of a folder, with how many prompts each of them holds."""
    ensure_indexed(context)
    folder = known_path(request.folder)
    inside = f"{folder}/" if folder else ""
    with context.store.reading(context.root) as rows:
        paths = rows.prompts.paths(Selection(folder=folder, members=seen_projects(context, rows)))
    parts = (path.partition("#")[0][len(inside) :].partition("/") for path in paths)
    counted = Counter(name if slash else "" for name, slash, _ in parts)
    beside = counted.pop("", 0)
    return ListedFolders(
        folders=tuple(
            PromptFolder(path=f"{inside}{name}", prompts=counted[name]) for name in sorted(counted)
        ),
        beside=beside,
    )


def show(context: Context, request: ShowRequest) -> PromptWithText:
    """Show a prompt: its text, its metadata, its projects and its revision.

    `NAME@REF` shows the text that it had at a version: REF is a label, a number, a branch or a ref of git.
    """
    name, ref = (request.prompt, "") if request.deleted else split(context, request.prompt)
    look_again(context, [] if request.deleted else [name])
    with context.store.reading(context.root) as rows:
        if request.deleted:
            record = find_deleted(rows, request.prompt)
            if record is None:
                raise NotFoundError(f"no prompt `{request.prompt}` was deleted")
        else:
            record = find_prompt(context, rows, name)
        require_for_prompts(context, rows, [record], Permission.VIEW, "seeing")
        if ref:
            return _at(context, rows, record, ref)
        file_text = rows.contents.get(record.content) or ""
        prompts = {each.path: each.text for each in context.files.prompts(record.file, file_text)}
        return PromptWithText(
            prompt=shown(rows, record),
            text=prompts.get(record.path, file_text),
            default_model=default_model(rows, record),
        )


def _at(context: Context, rows: Transaction, record: PromptRecord, ref: str) -> PromptWithText:
    found = text_at(context, rows, record, ref)
    file, _, entry = found.path.partition("#")
    entry = entry or record.path.partition("#")[2]
    text = found.text
    if entry:
        held = {each.path: each.text for each in context.files.prompts(file, text)}
        if f"{file}#{entry}" not in held:
            raise NotFoundError(f"{record.path}: there was no such prompt in {file} at `{ref}`")
        text = held[f"{file}#{entry}"]
    version = None
    if found.version is not None:
        parents = [rows.versions.by_id(each) for each in found.version.parents]
        labels = labels_of(context, rows, record.path)
        version = shown_version(found.version, [each for each in parents if each], labels)
    return PromptWithText(
        prompt=shown(rows, record),
        text=text,
        ref=ref,
        version=version,
        default_model=default_model(rows, record),
    )
