"""A prompt is run: what it said then is one of its versions, to which what is measured can be attached."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from promptwell.domain.security.permission import Permission
from promptwell.domain.versions.identity import text_id
from promptwell.errors import NotFoundError, PromptwellError
from promptwell.services.context import Context
from promptwell.services.permitting import require_for_prompts
from promptwell.services.versions.adding import Addition, add_version, as_run

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.domain.versions.version import Version
    from promptwell.services.versions.refs import RefText

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunVersion:
    """The version that was run: its identity, and its number among those of the prompt."""

    id: str
    number: int


def version_of_run(
    context: Context, record: PromptRecord, text: str, at: RefText | None = None
) -> tuple[RunVersion | None, str]:
    """The version that a run of a text is of, recorded where none has it; or None, and why there is none.

    A run never fails because nothing could be kept of it.

    Args:
        context: who runs it, and where.
        record: the prompt.
        text: what its file says, or said.
        at: the ref that was run, where it was not the file as it is.
    """
    try:
        version = _version(context, record, text, at)
    except PromptwellError as error:
        return None, f"no version was recorded of this run: {error}"
    except Exception:  # noqa: BLE001  # what was rendered is not lost by it
        _log.exception("no version was recorded of a run of %s", record.path)
        return None, "no version was recorded of this run: a fault of promptwell, told in its log"
    return RunVersion(id=version.id, number=version.number), ""


def _version(context: Context, record: PromptRecord, text: str, at: RefText | None) -> Version:
    known = at.version if at is not None else None
    if known is None:
        with context.store.reading(context.root) as rows:
            known = rows.versions.with_text(record.id, text_id(text))
    # Mostly it was run before: then nothing is written, and nobody who writes is waited for.
    if known is not None and known.cause != "save":
        return known
    if known is None and at is not None:
        # The newest version is what the file says; what it said once is not put behind that.
        raise NotFoundError(
            f"`{at.ref}` is no version of {record.path} in the store; promptwell history import takes those of git"
        )
    with context.store.writing(context.root) as rows:
        still = rows.versions.by_id(known.id) if known is not None else None
        if still is not None:
            return as_run(rows, still)
        require_for_prompts(context, rows, [record], Permission.EDIT, "recording a version of")
        addition = Addition(cause="run", author=context.actor.name)
        return add_version(context, rows, record, text, addition)[0]
