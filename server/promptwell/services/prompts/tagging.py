"""Tags of many prompts at once: `prompt tag`."""

from __future__ import annotations

from dataclasses import dataclass, field

from promptwell.domain.security.permission import Permission
from promptwell.errors import UsageError
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_prompts
from promptwell.services.prompts.editing import editing
from promptwell.services.prompts.shown import ChangedPrompts, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRequest:
    """Prompts, and tags that they get and lose. Either all of it is done, or nothing."""

    prompts: tuple[str, ...] = field(
        metadata={"description": "names or paths of prompts", "is": "prompt", "metavar": "PROMPT"}
    )
    add: tuple[str, ...] = field(default=(), metadata={"description": "a tag to give them"})
    remove: tuple[str, ...] = field(default=(), metadata={"description": "a tag to take away"})


def tag(context: Context, request: TagRequest) -> ChangedPrompts:
    """Give tags to prompts, and take tags away."""
    if not request.add and not request.remove:
        raise UsageError("give a tag to add or to remove: --add TAG, --remove TAG")
    look_again(context, request.prompts)
    with editing(context) as work:
        records = [find_prompt(context, work.rows, each) for each in request.prompts]
        require_for_prompts(context, work.rows, records, Permission.EDIT, "tagging")
        done = []
        for record in records:
            record = work.by_id(record)
            tags = [each for each in record.tags if each not in request.remove]
            tags += [each for each in request.add if each not in tags]
            if tuple(tags) != record.tags:
                record = work.by_id(work.set_metadata(record, {"tags": tags}))
            done.append(shown(work.rows, record))
        return ChangedPrompts(prompts=tuple(done))
