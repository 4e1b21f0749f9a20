"""Putting a version's text into the prompt's file: whole, and never over text that nothing keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptwell.domain.versions.identity import plain_blob_id
from promptwell.errors import ConflictError
from promptwell.services.prompts.approving import require_approvable
from promptwell.services.versions.adding import Addition, add_version
from promptwell.services.versions.own_texts import version_saying

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.services.prompts.editing import Editing


def require_recorded(work: Editing, record: PromptRecord, what: str) -> str:
    """The file's text; some version says of the prompt what it says. One that Git alone has becomes a version.

    Raises:
        ConflictError: nothing else has it, so it would be lost.
    """
    context, rows = work.context, work.rows
    text = context.files.read(record.file)
    if version_saying(context, rows, record, text) is not None:
        return text
    blob = context.git.blob_ids({record.file: text}).get(record.file) or plain_blob_id(text)
    commit = context.git.commits({record.file: [blob]}).get((record.file, blob), "")
    if not commit:
        raise ConflictError(
            f"{record.path}: the file has text that no version has, and {what} would write over it; "
            f"keep it first: promptwell version record {record.path}",
            theirs={"text": text},
        )
    addition = Addition(cause="commit", author="", message="as it was committed", commit=commit)
    add_version(context, rows, record, text, addition)
    return text


def put_text(work: Editing, record: PromptRecord, before: str, text: str) -> None:
    """Write the file, if its text is another one; the prompt stays the same one."""
    if text != before:
        require_approvable(work, work.write(record, before, text), record.status)
