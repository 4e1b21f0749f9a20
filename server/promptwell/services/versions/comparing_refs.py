"""What differs between two versions of a prompt: `diff`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from annotated_types import MaxLen

from promptwell.domain.security.permission import Permission
from promptwell.domain.versions.semantic_id import same_meaning
from promptwell.errors import NotFoundError, UsageError
from promptwell.language.syntax.detect import NO_ASSOCIATIONS, Associations
from promptwell.services.context import Context
from promptwell.services.finding_projects import default_model
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_prompts
from promptwell.services.versions.comparing import compare
from promptwell.services.versions.difference import Difference, SideShown, difference
from promptwell.services.versions.meanings import meaning_of
from promptwell.services.versions.refs import LAST, WORKING, RefText, text_at

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.services.context import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRequest:
    """A prompt, and what of it is compared."""

    prompt: str = field(metadata={"description": "the prompt's name or path", "is": "prompt"})
    refs: Annotated[tuple[str, ...], MaxLen(2)] = field(
        default=(),
        metadata={
            "description": "none: the last version and the file; one: that and the file; two: those. A ref is "
            "a version's number, a label, a branch, a ref of git or `working`",
            "argument": True,
            "metavar": "REF",
        },
    )
    other: str = field(
        default="",
        metadata={
            "description": "compare with this prompt instead of with what it was itself: its name or path; the "
            "second ref is one of its own",
            "is": "prompt",
        },
    )
    tokens: bool = field(
        default=False, metadata={"description": "tell which tokens of the model differ as well"}
    )
    unified: bool = field(
        default=False,
        metadata={
            "description": "give the lines as a unified text as well, with stars for secrets"
        },
    )


def diff(context: Context, request: DiffRequest) -> Difference:
    """Tell what changed in a prompt: what it means first, and then the lines and words.

    Where a prompt has no versions yet, the file is compared with its last commit, and with nothing where it has none.
    """
    look_again(context, list(filter(None, (request.prompt, request.other))))
    with context.store.reading(context.root) as rows:
        record = find_prompt(context, rows, request.prompt)
        other = find_prompt(context, rows, request.other) if request.other else record
        require_for_prompts(context, rows, [record, other], Permission.VIEW, "comparing")
        if record != other:
            _must_be_alone(record, other)
            old_ref, new_ref = (*request.refs, WORKING, WORKING)[:2]
        else:
            old_ref, new_ref = (*request.refs, WORKING)[:2] if request.refs else (LAST, WORKING)
        old = _old(context, rows, record, old_ref)
        new = text_at(context, rows, other, new_ref)
        model = default_model(rows, record)
    meanings = (meaning_of(context, old), meaning_of(context, new))
    found = compare(
        old.text,
        new.text,
        new.path.partition("#")[0],
        old_path=old.path.partition("#")[0],
        entry=record.path.partition("#")[2],
        associations=_associations(context, record),
        tokenizers=context.tokenizers(),
        default_model=model,
    )
    return difference(
        found,
        _side(old),
        _side(new),
        same_meaning=same_meaning(*meanings),
        tokens=request.tokens,
        unified=request.unified,
    )


def _must_be_alone(*records: PromptRecord) -> None:
    """Refuse one of several prompts of a file: its lines are not those of another one's file."""
    for each in records:
        if "#" in each.path:
            raise UsageError(
                f"{each.path}: a prompt that is one of several in a file is compared with what it was itself, "
                "not with another prompt"
            )


def _old(context: Context, rows: Transaction, record: PromptRecord, ref: str) -> RefText:
    try:
        return text_at(context, rows, record, ref)
    except NotFoundError:
        if ref != LAST:
            raise
    try:
        return text_at(context, rows, record, "HEAD")
    except NotFoundError:
        return RefText(ref="", path=record.path, text="")


def _side(found: RefText) -> SideShown:
    number = found.version.number if found.version is not None else ""
    return SideShown(ref=found.ref or str(number), path=found.path.partition("#")[0])


def _associations(context: Context, record: PromptRecord) -> Associations:
    if not context.root:
        return NO_ASSOCIATIONS
    reader = context.reader()
    return reader.project([reader.place(record.path, new=True)]).associations
