"""Attaching what was measured to a version: `version measure`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Annotated

from annotated_types import MaxLen

from promptwell.domain.security.permission import Permission
from promptwell.errors import NotFoundError, UsageError
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_prompts
from promptwell.services.versions.refs import WORKING, version_at
from promptwell.services.versions.running import version_of_text
from promptwell.services.versions.shown import ShownVersion, shown_version

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.domain.versions.version import Version

_NAME = re.compile(r"[^\s\x00-\x1f\x7f]{1,100}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRequest:
    """A version, and what was measured of it."""

    prompt: str = field(metadata={"description": "the prompt's name or path", "is": "prompt"})
    ref: str = field(
        default="",
        metadata={
            "description": "a version's number, identity, label or branch; else what the file says, "
            "which is recorded unless a version says it",
            "argument": True,
        },
    )
    metrics: Annotated[Mapping[str, float], MaxLen(100)] = field(
        default_factory=dict,
        metadata={
            "description": "a number by its name, such as accuracy=0.91; takes the place of one of that name",
            "option": "metric",
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredVersion:
    """A prompt, and the version with all its metrics and their change since the version before it."""

    prompt: str
    version: ShownVersion


def measure(context: Context, request: MeasureRequest) -> MeasuredVersion:
    """Attach metrics, such as those of an evaluation, to a version of a prompt.

    `history` shows them, and how they changed from version to version. A version with metrics stays as
    it is: no later save takes its place, and no pruning forgets it.
    """
    _refuse_bad(request.metrics)
    look_again(context, [request.prompt])
    with context.store.reading(context.root) as rows:
        record = find_prompt(context, rows, request.prompt)
        require_for_prompts(context, rows, [record], Permission.EDIT, "measuring")
    version = _measured(context, record, request.ref)
    with context.store.writing(context.root) as rows:
        if rows.versions.by_id(version.id) is None:
            raise NotFoundError(
                f"{record.path}: version {version.number} was just replaced by a later save; measure again"
            )
        rows.versions.measure(version.id, request.metrics)
        now = rows.versions.by_id(version.id)
        assert now is not None  # it was there in this transaction
        parents = filter(None, map(rows.versions.by_id, now.parents))
        return MeasuredVersion(prompt=record.path, version=shown_version(now, parents))


def _measured(context: Context, record: PromptRecord, ref: str) -> Version:
    if ref in ("", WORKING):
        return version_of_text(context, record, context.files.read(record.file))
    with context.store.reading(context.root) as rows:
        found = version_at(context, rows, record, ref)
    if found is None:
        raise NotFoundError(
            f"{record.path}: `{ref}` is no version, label or branch of it in the store; "
            f"promptwell history {record.path} lists its versions, and "
            "promptwell history import takes those of git"
        )
    return found


def _refuse_bad(metrics: Mapping[str, float]) -> None:
    if not metrics:
        raise UsageError("nothing was measured; give at least one metric, such as accuracy=0.91")
    for name, value in metrics.items():
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"`{name[:40]}` is no name of a metric: it has 1 to 100 characters, and no white space"
            )
        if not isfinite(value):
            raise UsageError(f"`{name}`: {value} is no number that can be compared")
