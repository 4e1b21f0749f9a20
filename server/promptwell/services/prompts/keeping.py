"""Prompts that are put aside, and brought back: `prompt archive`, `prompt delete`, `prompt restore`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promptwell.domain.prompts.paths import new_path
from promptwell.domain.prompts.ports import Selection
from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.security.permission import Permission
from promptwell.errors import NotFoundError, StoreError, UsageError
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_all, find_deleted, find_prompt, look_again
from promptwell.services.permitting import require_for_prompts
from promptwell.services.prompts.approving import DRAFT
from promptwell.services.prompts.editing import Editing, editing
from promptwell.services.prompts.records import ARCHIVED
from promptwell.services.prompts.shown import ChangedPrompts, shown

if TYPE_CHECKING:
    from promptwell.services.context import Transaction

_MOST_IN_FILE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptsRequest:
    """Which prompts it is about. Either all of it is done, or nothing."""

    prompts: tuple[str, ...] = field(
        metadata={"description": "names or paths of prompts", "is": "prompt", "metavar": "PROMPT"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreRequest:
    """A prompt that comes back, and where to."""

    prompt: str = field(
        metadata={
            "description": "the name or path of a prompt that was deleted or archived",
            "is": "prompt",
        }
    )
    path: str = field(
        default="", metadata={"description": "where it comes to, if not where it was", "is": "path"}
    )


def archive(context: Context, request: PromptsRequest) -> ChangedPrompts:
    """Archive prompts: they stay where they are, with the status `archived`, and lists leave them out."""
    look_again(context, request.prompts)
    with editing(context) as work:
        records = [find_prompt(context, work.rows, each) for each in request.prompts]
        require_for_prompts(context, work.rows, records, Permission.EDIT, "archiving")
        done = [_with_status(work, each, ARCHIVED) for each in records]
        return ChangedPrompts(prompts=tuple(shown(work.rows, each) for each in done))


def delete(context: Context, request: PromptsRequest) -> ChangedPrompts:
    """Delete prompts and their files. The store keeps both, and `promptwell prompt restore` brings them back."""
    look_again(context, request.prompts)
    with editing(context) as work:
        records = [find_prompt(context, work.rows, each) for each in request.prompts]
        require_for_prompts(context, work.rows, records, Permission.EDIT, "deleting")
        for record in records:
            if "#" in record.path:
                raise UsageError(
                    f"{record.path}: this is one of several prompts in a file; take it out of {record.file}"
                )
        by_id = {each.id: each for each in records}
        done = [work.remove(each) for each in by_id.values()]
        return ChangedPrompts(prompts=tuple(shown(work.rows, each) for each in done))


def restore(context: Context, request: RestoreRequest) -> ChangedPrompts:
    """Bring back a prompt that was deleted, with its text and all that was known of it.

    One that is archived becomes a draft again.
    """
    look_again(context, [request.prompt])
    with editing(context) as work:
        record = find_deleted(work.rows, request.prompt)
        if record is None or (not request.path and _lives(work.rows, record.path)):
            done = _unarchived(context, work, request)
        else:
            require_for_prompts(context, work.rows, [record], Permission.EDIT, "restoring")
            done = _restored(work, record, request.path)
        return ChangedPrompts(prompts=tuple(shown(work.rows, each) for each in done))


def _with_status(work: Editing, record: PromptRecord, status: str) -> PromptRecord:
    return work.by_id(work.set_metadata(work.by_id(record), {"status": status}))


def _lives(rows: Transaction, path: str) -> bool:
    return rows.prompts.by_path(path) is not None


def _unarchived(context: Context, work: Editing, request: RestoreRequest) -> list[PromptRecord]:
    try:
        found = find_all(context, work.rows, request.prompt)
    except NotFoundError as error:
        raise NotFoundError(
            f"no prompt `{request.prompt}` was deleted or archived; "
            "`promptwell prompt list --show deleted` shows those that were"
        ) from error
    archived = [each for each in found if each.archived]
    if not archived:
        raise UsageError(
            f"{found[0].path} is there, and not archived; to bring back an older one of that path, "
            "say with `path` where it comes to"
        )
    require_for_prompts(context, work.rows, archived, Permission.EDIT, "restoring")
    return [_with_status(work, each, DRAFT) for each in archived]


def _restored(work: Editing, record: PromptRecord, path: str) -> list[PromptRecord]:
    """The file of a deleted prompt is made again, with all prompts that went with it."""
    text = work.rows.contents.get(record.content)
    if text is None:
        raise StoreError(
            f"{record.path}: the store no longer has its text; run: promptwell db check"
        )
    if "#" in record.path and work.context.files.stamp(record.file) is not None:
        raise UsageError(
            f"{record.path}: {record.file} is there without it; "
            f"see its text with `promptwell prompt show --deleted {record.path}`"
        )
    target = new_path(path) if path else record.file
    selection = Selection(deleted=True, archived=None)
    gone = work.rows.prompts.select(selection, record.file, _MOST_IN_FILE)
    together = [each for each in gone if each.file == record.file and "#" in each.path]
    there = {f"{target}{each.path[len(record.file) :]}": each for each in (*together, record)}
    return work.create(target, text, there)
