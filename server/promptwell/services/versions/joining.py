"""Merging one branch of a prompt into another: `merge`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promptwell.domain.security.permission import Permission
from promptwell.domain.versions.graph import ancestors, merge_base
from promptwell.domain.versions.merging.result import Markers, Merged
from promptwell.errors import ConflictError, StoreError, UsageError
from promptwell.language.syntax.conflict_markers import unsettled_line
from promptwell.language.text.counted import counted
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_prompts
from promptwell.services.prompts.editing import editing
from promptwell.services.versions.adding import Addition, add_version
from promptwell.services.versions.heads import branch_named, current_branch
from promptwell.services.versions.merging import merge_texts
from promptwell.services.versions.own_texts import put_back
from promptwell.services.versions.placing import put_text, require_recorded
from promptwell.services.versions.shown import ShownVersion, shown_version

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.domain.versions.version import Version
    from promptwell.services.context import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRequest:
    """A prompt, and the branch that is merged into its current one."""

    prompt: str = field(metadata={"description": "the prompt's name or path", "is": "prompt"})
    branch: str = field(metadata={"description": "the branch to merge into the current one"})
    message: str = field(default="", metadata={"description": "why", "short": "m"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownConflict:
    """What both branches want otherwise: where, in words; the line of its mark from 1; and the three texts."""

    where: str
    line: int
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedVersion:
    """The version that the file has now, and the conflicts that are marked in it.

    `new` is false where the current branch has all of the other one already.
    """

    prompt: str
    branch: str
    merged: str
    new: bool
    version: ShownVersion
    conflicts: tuple[ShownConflict, ...] = ()


def merge(context: Context, request: MergeRequest) -> MergedVersion:
    """Merge a branch of a prompt into the current one, by what the prompt says.

    What only one branch changed since they parted is taken, and what stands against each other is marked
    in the file, to be settled there; the command ends with 1 then. Either way a version comes of it that
    follows both; the other branch stays as it is. The file is not written where it has text that no version has.
    """
    look_again(context, [request.prompt])
    with editing(context) as work:
        rows = work.rows
        record = find_prompt(context, rows, request.prompt)
        require_for_prompts(context, rows, [record], Permission.EDIT, "merging")
        theirs = _version(rows, record, branch_named(rows, record, request.branch).head)
        current = current_branch(rows, record.id)
        if current == request.branch:
            raise UsageError(
                f"{record.path}: `{current}` is the current branch; name the one to merge into it"
            )
        before = require_recorded(work, record, "merging")
        _require_settled(record, before, "the file", "first, and save it")
        kept = rows.contents.get(theirs.content) or ""
        way_out = f"there: promptwell switch {record.path} {request.branch}"
        _require_settled(record, kept, f"`{request.branch}`", way_out)
        addition = Addition(cause="save", author=context.actor.name)
        ours, _ = add_version(context, rows, record, before, addition)
        graph = rows.versions.graph(record.id)
        if theirs.id in ancestors(graph, ours.id):
            return _result(rows, record, current, request.branch, ours, new=False)
        base = merge_base(graph, ours.id, theirs.id)
        parted = _version(rows, record, base) if base else None
        found = merge_texts(
            _text(rows, record, parted, before) if parted else "",
            before,
            _text(rows, record, theirs, before),
            record.file,
            format_name=record.format,
            markers=Markers(current, request.branch, f"version {parted.number}" if parted else ""),
        )
        count = len(found.conflicts)
        if count and "#" in record.path:
            raise _one_of_several(record, request.branch, found)
        addition = Addition(
            cause="merge",
            author=context.actor.name,
            message=request.message or _why(request.branch, count),
            parents=(ours.id, theirs.id),
            always=True,
        )
        version, _ = add_version(context, rows, record, found.text, addition)
        put_text(work, record, before, found.text)
        conflicts = tuple(
            ShownConflict(
                where=each.where,
                line=each.line + 1,
                base=each.base,
                ours=each.ours,
                theirs=each.theirs,
            )
            for each in found.conflicts
        )
        return _result(rows, record, current, request.branch, version, conflicts)


def _result(
    rows: Transaction,
    record: PromptRecord,
    branch: str,
    merged: str,
    version: Version,
    conflicts: tuple[ShownConflict, ...] = (),
    *,
    new: bool = True,
) -> MergedVersion:
    parents = filter(None, map(rows.versions.by_id, version.parents))
    return MergedVersion(
        prompt=record.path,
        branch=branch,
        merged=merged,
        new=new,
        version=shown_version(version, parents),
        conflicts=conflicts,
    )


def _why(branch: str, conflicts: int) -> str:
    if not conflicts:
        return f"merge of {branch}"
    return f"merge of {branch}, with {counted(conflicts, 'conflict')} to settle"


def _require_settled(record: PromptRecord, text: str, whose: str, way_out: str) -> None:
    """Refuse to merge what says two things at once: marks would come to stand in marks."""
    line = unsettled_line(text)
    if line is not None:
        raise ConflictError(
            f"{record.path}: line {line} of {whose} has a conflict of a merge that nobody settled; "
            f"settle it {way_out}"
        )


def _version(rows: Transaction, record: PromptRecord, id: str) -> Version:  # noqa: A002  # the word for it
    version = rows.versions.by_id(id)
    if version is None:
        raise _gone(record)
    return version


def _text(rows: Transaction, record: PromptRecord, version: Version, now: str) -> str:
    """The text of a version; of one of several prompts in a file, the file as it is now with it."""
    text = rows.contents.get(version.content)
    if text is None:
        raise _gone(record)
    return put_back(record, now, text, version.path)


def _one_of_several(record: PromptRecord, branch: str, found: Merged) -> ConflictError:
    places = ", ".join(each.where or "the text" for each in found.conflicts)
    return ConflictError(
        f"{record.path}: both branches changed {places}, and marks of a conflict would break the other prompts "
        f"of the file, so nothing is written; see both: promptwell diff {record.path} {branch}; "
        f"take the other side: promptwell rollback {record.path} {branch}"
    )


def _gone(record: PromptRecord) -> StoreError:
    return StoreError(
        f"{record.path}: a version that the merge needs is gone from the store; "
        "look what else is: promptwell db check"
    )
