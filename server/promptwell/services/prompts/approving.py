"""What may be approved: what a reviewer says is, and what its projects' checks find nothing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.security.permission import Permission
from promptwell.errors import UsageError
from promptwell.services.permitting import require_for_prompts

if TYPE_CHECKING:
    from promptwell.domain.prompts.project import Project
    from promptwell.services.context import Context, Transaction
    from promptwell.services.prompts.editing import Editing

APPROVED = "approved"
DRAFT = "draft"
_MOST_TOLD = 3


def require_approvable(work: Editing, record: PromptRecord, before: str = "") -> None:
    """Let pass a prompt whose text or status was just written, unless it says that it is approved and may not.

    `before` is the status that it had. An approved prompt that gets another text is approved anew by that.

    Raises:
        Refused: only a reviewer may.
        UsageError: the checks of a project find something in it.
    """
    if record.status != APPROVED:
        return
    what = "changing the approved" if before == APPROVED else "approving"
    require_for_prompts(work.context, work.rows, [record], Permission.REVIEW, what)
    for project in work.rows.projects.of_prompt(record.id):
        require_clean(work.context, work.rows, record, project, "can't be approved")


def require_clean(
    context: Context, rows: Transaction, record: PromptRecord, project: Project, what: str
) -> None:
    """Let pass a prompt in which the checks of a project find nothing; `what` is it that it else can't.

    Raises:
        UsageError: the checks of the project find something in it.
    """
    checks = project.required_checks
    text = rows.contents.get(record.content) if checks else None
    if text is None:
        return
    found = [
        f"line {each.line}: {each.message} ({each.rule})"
        for each in context.files.findings(record.file, text)
        if each.rule in checks or each.group in checks
    ]
    if found:
        more = f"; and {len(found) - _MOST_TOLD} more" if len(found) > _MOST_TOLD else ""
        raise UsageError(
            f"{record.path} {what}: the project `{project.name}` requires it to be without "
            f"findings of {', '.join(checks)}. {'; '.join(found[:_MOST_TOLD])}{more}"
        )
