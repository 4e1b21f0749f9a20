"""What a REF means: the working file, a version's number, a label, a branch, or whatever Git knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from promptwell.domain.versions.identity import text_id
from promptwell.domain.versions.label_file import LABEL_FILE
from promptwell.domain.versions.labels import is_label
from promptwell.domain.versions.version import Version
from promptwell.errors import FileProblem, NotFoundError, StoreError, UnknownRefError, UsageError
from promptwell.services.context import Context
from promptwell.services.versions.heads import MOST_SHOWN, head_of, those_there
from promptwell.services.versions.label_file import followed_labels, labels_of

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.services.context import Transaction

WORKING = "working"
"""The ref of the file as it is now."""

_RESERVED = {WORKING: "the file as it is", "HEAD": "the last commit of git"}

LAST = ""
"""Stands for the last version of the current branch."""

_MOST_NUMBER = 2**31
_MOST_NUMBERS = 10_000
_IDENTITY = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefText:
    """What a ref means: a text, what the file was called, the commit, and the version if it is one."""

    ref: str
    path: str
    text: str
    commit: str = ""
    version: Version | None = None


def text_at(context: Context, rows: Transaction, record: PromptRecord, ref: str) -> RefText:
    """The text of a prompt's file at a ref.

    Raises:
        NotFoundError: there is no such ref; the message names the nearest ones.
    """
    if ref == WORKING:
        return RefText(ref=ref, path=record.path, text=context.files.read(record.file))
    version = version_at(context, rows, record, ref)
    if version is not None:
        return _of_version(rows, version, ref)
    if ref == LAST:
        raise NotFoundError(
            f"{record.path}: it has no versions yet; save it, or run promptwell history import"
        )
    named = _label_without_version(context, rows, record, ref)
    if named is not None:
        return named
    try:
        found = context.git.text_at(record.file, ref)
    except NotFoundError as error:
        raise _not_found(context, rows, record, ref, error) from error
    except UsageError as error:
        if not ref.isdecimal():
            raise
        # Git took it for the beginning of several commits; a number is a version's first.
        raise _not_found(context, rows, record, ref, UnknownRefError("")) from error
    return RefText(ref=ref, path=found.path + _entry(record), text=found.text, commit=found.commit)


def require_name(name: str, what: str) -> None:
    """Refuse what no branch and no label may be called.

    Raises:
        UsageError: it means something else, or has letters that a ref can't have.
    """
    if name in _RESERVED:
        raise UsageError(f"`{name}` can't be {what}; it stands for {_RESERVED[name]}")
    if not is_label(name):
        raise UsageError(
            f"`{name}` can't be {what}; begin with a letter, and go on with letters, digits, "
            "`.`, `_` and `-`"
        )


def version_at(
    context: Context, rows: Transaction, record: PromptRecord, ref: str
) -> Version | None:
    """The version that a ref means; None where it means none.

    Raises:
        UsageError: a label can't be read.
    """
    if ref == LAST:
        return head_of(rows, record.id)
    if ref.isdecimal() and int(ref) < _MOST_NUMBER:
        found = rows.versions.by_number(record.id, int(ref))
        if found is not None:
            return found
    text = _labelled(context, rows, record, ref)
    if text:
        return rows.versions.with_text(record.id, text)
    if any(each.name == ref for each in rows.versions.branches(record.id)):
        return head_of(rows, record.id, ref)
    if _IDENTITY.match(ref):
        found = rows.versions.by_id(ref)
        if found is not None and found.prompt == record.id:
            return found
    return None


def _of_version(rows: Transaction, version: Version, ref: str) -> RefText:
    text = rows.contents.get(version.content)
    if text is None:
        raise StoreError(
            f"version {version.number} of {version.path}: its text is gone from the store; "
            "look what else is: promptwell db check"
        )
    return RefText(ref=ref, path=version.path, text=text, commit=version.commit, version=version)


def _labelled(context: Context, rows: Transaction, record: PromptRecord, name: str) -> str:
    """The text identity that a label names; "" where the prompt has no such label."""
    labels = followed_labels(context, rows)
    found = labels.of(record.path).get(name, "")
    if not found and any((each.prompt, each.name) == (record.path, name) for each in labels.labels):
        where = labels.problem_with(name) or f"{LABEL_FILE} names it twice"
        raise UsageError(f"{record.path}@{name}: it is not clear what this is. {where}")
    return found


def _label_without_version(
    context: Context, rows: Transaction, record: PromptRecord, ref: str
) -> RefText | None:
    """A label of a text that no version here has: it may be that of the file, or one that Git has."""
    wanted = _labelled(context, rows, record, ref)
    if not wanted:
        return None
    try:
        text = context.files.read(record.file)
        if text_id(text) == wanted:
            return RefText(ref=ref, path=record.path, text=text)
    except FileProblem:
        pass  # the file may be gone while its past is not
    for past in context.git.past([record.file]):
        if text_id(past.text) == wanted:
            path = past.path + _entry(record)
            return RefText(ref=ref, path=path, text=past.text, commit=past.commit)
    raise NotFoundError(
        f"{record.path}@{ref}: the text that {LABEL_FILE} names is neither among the versions of the store, "
        "nor is it the file's, nor has Git had it; "
        "it was labelled elsewhere: fetch what was committed there, or label another version"
    )


def _entry(record: PromptRecord) -> str:
    """What stands behind the file in the path of one of several prompts in it."""
    return record.path[len(record.file) :]


def _not_found(
    context: Context, rows: Transaction, record: PromptRecord, ref: str, error: NotFoundError
) -> NotFoundError:
    why = error.why if isinstance(error, UnknownRefError) else ""
    if why and not ref.isdecimal():
        return NotFoundError(f"{record.path}: {why}")
    if context.git.refs(record.file) and not isinstance(error, UnknownRefError):
        return error  # the ref is there, and the file is not
    last = rows.versions.last_number(record.id)
    named = (
        *labels_of(context, rows, record.path),
        *(each.name for each in rows.versions.branches(record.id)),
        *context.git.refs(record.file),
    )
    names = list(dict.fromkeys(named))  # a branch of the prompt may be called as one of git's
    if ref.isdecimal() and last:
        way_out = _numbers(rows, record)
    elif names:
        way_out = _nearest(
            ref, [WORKING, "HEAD", *names] if context.git.heads() else [WORKING, *names]
        )
    else:
        way_out = "it has no versions yet; save it, or run promptwell history import"
    problem = followed_labels(context, rows).problem_with(ref) if is_label(ref) else ""
    if problem:
        way_out += f". A line of the labels can't be read: {problem}"
    return NotFoundError(
        f"{record.path}: `{ref}` is no version, label or branch of it, and nothing that Git knows; {way_out}"
    )


def _numbers(rows: Transaction, record: PromptRecord) -> str:
    """The numbers of the versions that there are; pruning leaves gaps."""
    numbers = [each.number for each in reversed(rows.versions.select(record.id, 0, _MOST_NUMBERS))]
    if len(numbers) == 1:
        return f"its only version is {numbers[0]}"
    if len(numbers) == numbers[-1] - numbers[0] + 1:
        return f"its versions are {numbers[0]} to {numbers[-1]}"
    *others, last = (str(each) for each in numbers[-MOST_SHOWN:])
    lead = "its versions are " if len(numbers) <= MOST_SHOWN else "its last versions are "
    return f"{lead}{', '.join(others)} and {last}"


def _nearest(ref: str, names: Sequence[str]) -> str:
    close = get_close_matches(ref, names, n=3, cutoff=0.5)
    if close:
        return "did you mean " + " or ".join(f"`{each}`" for each in close) + "?"
    return those_there(names)
