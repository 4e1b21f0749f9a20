"""Going back to what a prompt said before: `rollback`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promptwell.domain.security.permission import Permission
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_prompts
from promptwell.services.prompts.editing import editing
from promptwell.services.versions.adding import Addition, add_version
from promptwell.services.versions.own_texts import put_back
from promptwell.services.versions.placing import put_text, require_recorded
from promptwell.services.versions.refs import text_at
from promptwell.services.versions.shown import ShownVersion, shown_version

if TYPE_CHECKING:
    from promptwell.services.versions.refs import RefText


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackRequest:
    """A prompt, and what it shall say again."""

    prompt: str = field(metadata={"description": "the prompt's name or path", "is": "prompt"})
    ref: str = field(
        metadata={"description": "a version's number, a label, a branch or a ref of git"}
    )
    message: str = field(default="", metadata={"description": "why", "short": "m"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedVersion:
    """The version that the file has now."""

    prompt: str
    branch: str
    version: ShownVersion


def rollback(context: Context, request: RollbackRequest) -> PlacedVersion:
    """Let a prompt say what it said before, as a new version.

    Nothing that came since is lost: it stays in the history, and another rollback brings it back. The file
    is written whole, and not at all where it has text that no version has. Of a file of several prompts
    the one is put back, and the others stay as they are.
    """
    look_again(context, [request.prompt])
    with editing(context) as work:
        rows = work.rows
        record = find_prompt(context, rows, request.prompt)
        require_for_prompts(context, rows, [record], Permission.EDIT, "rolling back")
        found = text_at(context, rows, record, request.ref)
        before = require_recorded(work, record, "the rollback")
        text = put_back(record, before, found.text, found.path)
        addition = Addition(
            cause="rollback",
            author=context.actor.name,
            message=request.message or _why(found),
            always=before != text,
        )
        version, _ = add_version(context, rows, record, text, addition)
        put_text(work, record, before, text)
        parents = filter(None, map(rows.versions.by_id, version.parents))
        return PlacedVersion(
            prompt=record.path, branch=version.branch, version=shown_version(version, parents)
        )


def _why(found: RefText) -> str:
    version = found.version
    if version is None:
        return f"back to {found.ref}"
    return f"back to version {version.number}"
