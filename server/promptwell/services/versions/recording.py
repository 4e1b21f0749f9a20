"""Recording what a prompt says as a version: `version record`, which saving and running call."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from promptwell.domain.prompts.ports import MOST_BYTES
from promptwell.domain.security.permission import Permission
from promptwell.errors import FileProblem
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_all, look_again
from promptwell.services.indexing import IndexRequest, index
from promptwell.services.permitting import require_for_prompts
from promptwell.services.versions.adding import Addition, add_version
from promptwell.services.versions.commits import learn_commits
from promptwell.services.versions.shown import ShownVersion, shown_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.domain.versions.version import Version
    from promptwell.services.context import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRequest:
    """What is recorded."""

    prompt: str = field(
        metadata={
            "description": "the prompt's name or path; a file of several records all that changed in it",
            "is": "prompt",
        }
    )
    message: str = field(
        default="", metadata={"description": "what was changed, and why", "short": "m"}
    )
    text: str | None = field(
        default=None,
        metadata={
            "description": "the file's text, where it may be another one by now",
            "is": "text",
        },
    )
    cause: Literal["save", "run"] = field(
        default="save", metadata={"description": "what it is recorded for"}
    )
    session: str = field(
        default="",
        metadata={"description": "the editor that saves: only its own saves become one version"},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedVersion:
    """A prompt, its newest version, whether that is a new one, and what is to be said of that."""

    prompt: str
    new: bool
    version: ShownVersion
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordResult:
    """One for each prompt of the file."""

    recorded: tuple[RecordedVersion, ...]


def record(context: Context, request: RecordRequest) -> RecordResult:
    """Record what a prompt says now as a version of it.

    An editor does this with every save, once the workspace has a store. Saves by one author in one
    editor within ten minutes become one version; a message, a label or a run keeps it as it is. A
    version that says it already gets the message, unless it has one.
    """
    path = _indexed(context, request)
    with context.store.writing(context.root) as rows:
        records = find_all(context, rows, path)
        require_for_prompts(context, rows, records, Permission.EDIT, "recording a version of")
        result = RecordResult(recorded=tuple(_record(context, rows, records, request)))
    learn_commits(context, quickly=True)
    return result


def _indexed(context: Context, request: RecordRequest) -> str:
    """How the prompt is called where its file is known; only that file is looked at, for saving is quick."""
    file = request.prompt.partition("#")[0]
    try:
        stamp = context.files.stamp(file)
    except FileProblem:
        stamp = None
    if stamp is None:
        look_again(context, [request.prompt])  # it is a name
        return request.prompt
    with context.store.reading(context.root) as rows:
        known = rows.prompts.in_file(file)
    # What the index keeps of one prompt in a file it can take in later; whether there are others it must know.
    if context.root and not (len(known) == 1 and known[0].path == file):
        # A file that nobody knows may have been moved there.
        index(context, IndexRequest(paths=(file,) if known else ()))
    return request.prompt


def _record(
    context: Context, rows: Transaction, records: Sequence[PromptRecord], request: RecordRequest
) -> list[RecordedVersion]:
    found = []
    for each in records:
        text = _text(context, each, request.text)
        addition = Addition(
            cause=request.cause,
            author=context.actor.name,
            message=request.message,
            session=request.session,
        )
        version, new = add_version(context, rows, each, text, addition)
        note = ""
        if not new and request.message:
            version, note = _with_message(rows, version, request.message)
        parents = filter(None, map(rows.versions.by_id, version.parents))
        shown = shown_version(version, parents)
        found.append(RecordedVersion(prompt=each.path, new=new, version=shown, note=note))
    return found


def _with_message(rows: Transaction, version: Version, message: str) -> tuple[Version, str]:
    """A version that was there already, with the message if it had none; and why it was not kept if it had."""
    if not version.message:
        rows.versions.learn(version.id, message=message)
        return replace(version, message=message), ""
    if version.message == message:
        return version, ""
    return version, f"it has a message already, so yours was not kept: {version.message}"


def _text(context: Context, record: PromptRecord, given: str | None) -> str:
    """What is recorded: the file's text, or the one that an editor gives."""
    if given is None:
        return context.files.read(record.file)
    size = len(given.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise FileProblem(
            f"{record.file}: {size:,} bytes, more than the {MOST_BYTES:,} that a prompt may have here"
        )
    try:
        held = context.files.read(record.file)
    except FileProblem:
        return given
    # Editors keep a byte order mark to themselves.
    return held if held.removeprefix("\ufeff") == given else given
