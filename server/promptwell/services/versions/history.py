"""Looking at the versions of a prompt: `history`, `version show`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge, Interval

from promptwell.domain.security.permission import Permission
from promptwell.domain.versions.graph import ancestors
from promptwell.domain.versions.version import Version
from promptwell.errors import FileProblem
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_prompts
from promptwell.services.versions.commits import learn_commits
from promptwell.services.versions.heads import branch_named, current_branch
from promptwell.services.versions.label_file import labels_of
from promptwell.services.versions.meanings import learn_meanings
from promptwell.services.versions.own_texts import version_saying
from promptwell.services.versions.refs import text_at
from promptwell.services.versions.shown import ShownVersion, shown_version

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.services.context import Transaction

_ALL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRequest:
    """Whose versions are wanted."""

    prompt: str = field(metadata={"description": "the prompt's name or path", "is": "prompt"})
    branch: str = field(
        default="", metadata={"description": "only what this branch came from; else all versions"}
    )
    limit: Annotated[int, Interval(ge=1, le=1000)] = field(
        default=100, metadata={"description": "at most so many at once"}
    )
    before: Annotated[int, Ge(0)] = field(
        default=0, metadata={"description": "only versions before this number"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Versions of a prompt, the newest first. `next` is the `before` of the next page, 0 behind the last.

    `branch` is the current branch. `recorded` tells whether the file says what some version says, and
    `working` is the number of the last one that does.
    """

    prompt: str
    branch: str
    recorded: bool
    working: int | None = None
    versions: tuple[ShownVersion, ...]
    next: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRequest:
    """Which version is wanted."""

    prompt: str = field(metadata={"description": "the prompt's name or path", "is": "prompt"})
    ref: str = field(
        default="",
        metadata={
            "description": "a version's number, a label, a branch, a ref of git, or `working`; "
            "else the last version",
            "argument": True,
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionWithText:
    """What a prompt was at a ref. `version` is None where the text is only Git's or the file's.

    `text` is the whole file's.
    """

    prompt: str
    ref: str
    path: str
    text: str
    commit: str = ""
    version: ShownVersion | None = None


def history(context: Context, request: HistoryRequest) -> History:
    """Show the versions of a prompt, with their metrics and how these changed.

    A version that was committed since is shown with its commit, and one that means the same to a model as
    the version before it says so.
    """
    look_again(context, [request.prompt])
    with context.store.reading(context.root) as rows:
        record = find_prompt(context, rows, request.prompt)
        require_for_prompts(context, rows, [record], Permission.VIEW, "seeing")
        found, following = _page(rows, record, request)
        before = [each for one in found for each in _parents(rows, one)]
    learn_commits(context)
    learn_meanings(context, [*found, *before])
    with context.store.reading(context.root) as rows:
        labels = labels_of(context, rows, record.path)
        now = filter(None, (rows.versions.by_id(each.id) for each in found))
        working = version_of_file(context, rows, record)
        return History(
            prompt=record.path,
            branch=current_branch(rows, record.id),
            recorded=working is not None,
            working=working.number if working is not None else None,
            versions=tuple(shown_version(each, _parents(rows, each), labels) for each in now),
            next=following,
        )


def show(context: Context, request: VersionRequest) -> VersionWithText:
    """Show what a prompt said at a version, label, branch or ref of git."""
    look_again(context, [request.prompt])
    with context.store.reading(context.root) as rows:
        record = find_prompt(context, rows, request.prompt)
        require_for_prompts(context, rows, [record], Permission.VIEW, "seeing")
        found = text_at(context, rows, record, request.ref)
        version = found.version
        parents = _parents(rows, version) if version is not None else []
        labels = labels_of(context, rows, record.path)
    if version is not None and learn_meanings(context, [version, *parents]):
        with context.store.reading(context.root) as rows:
            version = rows.versions.by_id(version.id)
            parents = _parents(rows, version) if version is not None else []
    return VersionWithText(
        prompt=record.path,
        ref=request.ref or (str(version.number) if version else ""),
        path=found.path,
        text=found.text,
        commit=found.commit,
        version=shown_version(version, parents, labels) if version is not None else None,
    )


def version_of_file(context: Context, rows: Transaction, record: PromptRecord) -> Version | None:
    """The last version of the prompt that says what the file says."""
    try:
        text = context.files.read(record.file)
    except FileProblem:
        return None
    return version_saying(context, rows, record, text)


def _page(
    rows: Transaction, record: PromptRecord, request: HistoryRequest
) -> tuple[Sequence[Version], int]:
    if request.branch:
        branch = branch_named(rows, record, request.branch)
        wanted = ancestors(rows.versions.graph(record.id), branch.head)
        held = rows.versions.select(record.id, request.before, _ALL)
        found = [each for each in held if each.id in wanted][: request.limit + 1]
    else:
        found = list(rows.versions.select(record.id, request.before, request.limit + 1))
    page = found[: request.limit]
    return page, page[-1].number if len(found) > request.limit else 0


def _parents(rows: Transaction, version: Version) -> list[Version]:
    return [each for each in map(rows.versions.by_id, version.parents) if each is not None]
