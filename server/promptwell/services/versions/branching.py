"""Branches of a prompt: `branch`, `switch`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promptwell.domain.security.permission import Permission
from promptwell.domain.versions.version import Branch
from promptwell.errors import ConflictError, StoreError, UsageError
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_prompts
from promptwell.services.prompts.editing import editing
from promptwell.services.versions.adding import Addition, add_version
from promptwell.services.versions.heads import branch_named, current_branch
from promptwell.services.versions.own_texts import put_back
from promptwell.services.versions.placing import put_text, require_recorded
from promptwell.services.versions.refs import WORKING, require_name, text_at, version_at
from promptwell.services.versions.rolling_back import PlacedVersion
from promptwell.services.versions.shown import shown_version

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.domain.versions.version import Version
    from promptwell.services.context import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRequest:
    """A prompt, and the branch that is to be made or removed; without one they are listed."""

    prompt: str = field(metadata={"description": "the prompt's name or path", "is": "prompt"})
    name: str = field(
        default="",
        metadata={"description": "the branch to make; else all are listed", "argument": True},
    )
    ref: str = field(
        default="",
        metadata={
            "description": "the version that it begins with; else the last one",
            "option": "from",
        },
    )
    remove: bool = field(default=False, metadata={"description": "remove the branch instead"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBranch:
    """A branch, and the number of its newest version."""

    name: str
    current: bool
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Branches:
    """The branches of a prompt by name."""

    prompt: str
    branches: tuple[ShownBranch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchRequest:
    """A prompt, and the branch that its file is to have."""

    prompt: str = field(metadata={"description": "the prompt's name or path", "is": "prompt"})
    branch: str = field(metadata={"description": "the branch"})


def branch(context: Context, request: BranchRequest) -> Branches:
    """List the branches of a prompt, or make or remove one.

    These are branches of the one prompt, in the store; git's branches stay as they are.
    """
    look_again(context, [request.prompt])
    if request.remove and not request.name:
        raise UsageError("name the branch to remove: promptwell branch PROMPT NAME --remove")
    if not request.name:
        with context.store.reading(context.root) as rows:
            record = find_prompt(context, rows, request.prompt)
            require_for_prompts(context, rows, [record], Permission.VIEW, "seeing")
            return _shown(rows, record)
    with context.store.writing(context.root) as rows:
        record = find_prompt(context, rows, request.prompt)
        require_for_prompts(context, rows, [record], Permission.EDIT, "making a branch of")
        if request.remove:
            _remove(rows, record, request.name)
        else:
            _make(context, rows, record, request)
        return _shown(rows, record)


def switch(context: Context, request: SwitchRequest) -> PlacedVersion:
    """Let a prompt's file have the text of a branch; saves go on that branch from then on.

    The file is written whole, and not at all where it has text that no version has.
    """
    look_again(context, [request.prompt])
    with editing(context) as work:
        rows = work.rows
        record = find_prompt(context, rows, request.prompt)
        require_for_prompts(context, rows, [record], Permission.EDIT, "switching")
        wanted = branch_named(rows, record, request.branch)
        before = require_recorded(work, record, "switching")
        version, text = _newest(rows, record, wanted)
        rows.versions.put_branch(
            Branch(prompt=record.id, name=wanted.name, head=wanted.head, current=True)
        )
        put_text(work, record, before, put_back(record, before, text, version.path))
        return PlacedVersion(prompt=record.path, branch=wanted.name, version=shown_version(version))


def _newest(rows: Transaction, record: PromptRecord, branch: Branch) -> tuple[Version, str]:
    version = rows.versions.by_id(branch.head)
    text = rows.contents.get(version.content) if version is not None else None
    if version is None or text is None:
        raise StoreError(
            f"{record.path}: the newest version of `{branch.name}` is gone from the store; "
            "look what else is: promptwell db check"
        )
    return version, text


def _make(
    context: Context, rows: Transaction, record: PromptRecord, request: BranchRequest
) -> None:
    name = request.name
    require_name(name, "the name of a branch")
    if any(each.name == name for each in rows.versions.branches(record.id)):
        raise ConflictError(
            f"{record.path}: there is a branch `{name}`; go to it: promptwell switch {record.path} {name}"
        )
    version = _start(context, rows, record, request.ref)
    rows.versions.put_branch(Branch(prompt=record.id, name=name, head=version.id))


def _start(context: Context, rows: Transaction, record: PromptRecord, ref: str) -> Version:
    """The version that a branch begins with; what has none yet gets one."""
    found = version_at(context, rows, record, ref) if ref != WORKING else None
    if found is not None:
        return found
    text = text_at(context, rows, record, ref or WORKING)
    addition = Addition(
        cause="save" if text.ref == WORKING else "commit",
        author=context.actor.name,
        commit=text.commit,
        path=text.path,
        message="" if text.ref == WORKING else f"from {text.ref}",
    )
    return add_version(context, rows, record, text.text, addition)[0]


def _remove(rows: Transaction, record: PromptRecord, name: str) -> None:
    gone = branch_named(rows, record, name)
    if gone.current:
        raise UsageError(
            f"{record.path}: `{name}` is the current branch; switch to another one first"
        )
    # Its versions stay until they are pruned, and their numbers lead to them.
    rows.versions.remove_branch(record.id, name)


def _shown(rows: Transaction, record: PromptRecord) -> Branches:
    current = current_branch(rows, record.id)
    found = []
    for each in rows.versions.branches(record.id):
        head = rows.versions.by_id(each.head)
        found.append(
            ShownBranch(
                name=each.name,
                current=each.name == current,
                number=head.number if head is not None else 0,
            )
        )
    return Branches(prompt=record.path, branches=tuple(found))
