"""A prompt is run: what it said then is one of its versions, to which what is measured can be attached."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from promptwell.domain.security.permission import Permission
from promptwell.domain.versions.identity import text_id
from promptwell.domain.versions.semantic_id import same_meaning
from promptwell.errors import NotFoundError, PromptwellError
from promptwell.services.context import Context
from promptwell.services.permitting import require_for_prompts
from promptwell.services.versions.adding import Addition, add_version, as_run
from promptwell.services.versions.meanings import first_meaning, learn_meanings, meaning_now

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        if at is None:
            version, note = version_of_text(context, record, text), ""
        else:
            version = _version_at(context, record, text, at)
            note = _note(context, record, text, version)
    except PromptwellError as error:
        return None, f"no version was recorded of this run: {error}"
    except Exception:  # noqa: BLE001  # what was rendered is not lost by it
        _log.exception("no version was recorded of a run of %s", record.path)
        return None, "no version was recorded of this run: a fault of promptwell, told in its log"
    return RunVersion(id=version.id, number=version.number), note


def version_of_text(context: Context, record: PromptRecord, text: str) -> Version:
    """The version that says what a file says, with what it includes now; recorded where none does.

    Raises:
        Refused: recording it is not allowed.
    """
    held = _with_meanings(context, record, text)
    known = first_meaning(held, meaning_now(context, record.path, text)) if held else None
    return _kept(context, record, text, known)


def _version_at(context: Context, record: PromptRecord, text: str, at: RefText) -> Version:
    known = at.version
    if known is None:
        with context.store.reading(context.root) as rows:
            known = rows.versions.with_text(record.id, text_id(text))
    if known is None:
        # The newest version is what the file says; what it said once is not put behind that.
        raise NotFoundError(
            f"`{at.ref}` is no version of {record.path} in the store; promptwell history import takes those of git"
        )
    return _kept(context, record, text, known)


def _kept(context: Context, record: PromptRecord, text: str, known: Version | None) -> Version:
    # Mostly it was run before: then nothing is written, and nobody who writes is waited for.
    if known is not None and known.cause != "save":
        return known
    with context.store.writing(context.root) as rows:
        still = rows.versions.by_id(known.id) if known is not None else None
        if still is not None:
            return as_run(rows, still)
        require_for_prompts(context, rows, [record], Permission.EDIT, "recording a version of")
        addition = Addition(cause="run", author=context.actor.name)
        return add_version(context, rows, record, text, addition)[0]


def _with_meanings(context: Context, record: PromptRecord, text: str) -> Sequence[Version]:
    """The versions with a text, the newest first, each with what it means if that can be known."""
    with context.store.reading(context.root) as rows:
        held = rows.versions.each_with_text(record.id, text_id(text))
    learnt = learn_meanings(context, held)
    return [replace(one, semantic_id=learnt.get(one.id, one.semantic_id)) for one in held]


def _note(context: Context, record: PromptRecord, text: str, version: Version) -> str:
    """That a version was rendered with other includes than it was recorded with, if that is known."""
    meaning = learn_meanings(context, [version]).get(version.id, version.semantic_id)
    if same_meaning(meaning, meaning_now(context, record.path, text)) is not False:
        return ""
    return (
        f"version {version.number} was rendered with what its includes say now, which is not what they said "
        "when it was recorded"
    )
