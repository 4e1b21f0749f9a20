"""Forgetting old versions that nothing holds: `store prune`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from annotated_types import Interval

from promptwell.services.context import Context
from promptwell.services.versions.label_file import labelled_texts

if TYPE_CHECKING:
    from promptwell.domain.versions.version import Version
    from promptwell.services.context import Transaction

_AT_ONCE = 500
_NO_DAYS = (
    "no version was looked at: give --days, or say a number of days in the setting `versions.keep-days`; "
    "`promptwell doctor` tells what is wrong with a setting"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneRequest:
    """How old versions may become."""

    days: Annotated[int, Interval(ge=0, le=36_500)] | None = field(
        default=None,
        metadata={
            "description": "forget versions that are older; else the setting `versions.keep-days`"
        },
    )
    dry_run: bool = field(
        default=False, metadata={"description": "only count what would be forgotten"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneResult:
    """How many versions and kept texts were forgotten, and how many old versions something holds."""

    days: int
    versions: int
    texts: int
    held: int
    note: str = ""


def prune(context: Context, request: PruneRequest) -> PruneResult:
    """Forget versions that are older than some days and the texts that nothing has any more.

    What a branch ends with, what a label names, what a run measured and what somebody wrote a message for
    stays, whatever its age. What was committed can be had from git again: `promptwell history import`.
    Without `--days` the setting `versions.keep-days` counts; where that is 0 too, all versions stay, and
    only texts without a version are forgotten.
    """
    days = context.files.keep_days() if request.days is None else request.days
    with context.store.writing(context.root) as rows:
        old: list[Version] = []
        if days or request.days is not None:
            old = list(rows.versions.older(context.now() - timedelta(days=days)))
        labelled = labelled_texts(context)
        gone = [each for each in old if not _is_held(rows, each, labelled)]
        context.progress(0, len(gone), "forgetting versions")
        if not request.dry_run:
            for begin in range(0, len(gone), _AT_ONCE):
                rows.versions.remove([each.id for each in gone[begin : begin + _AT_ONCE]])
                context.progress(begin, len(gone), "forgetting versions")
        texts = 0 if request.dry_run else rows.versions.prune_texts()
    return PruneResult(
        days=days,
        versions=len(gone),
        texts=texts,
        held=len(old) - len(gone),
        note=_NO_DAYS if request.days is None and not days else "",
    )


def _is_held(rows: Transaction, version: Version, labelled: set[str]) -> bool:
    if version.metrics or version.text_id in labelled or (version.message and not version.commit):
        return True
    return any(each.head == version.id for each in rows.versions.branches(version.prompt))
