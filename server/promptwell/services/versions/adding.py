"""A version is added to a prompt's history: at its branch's end, and only if it says something new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from promptwell.domain.prompts.reading import digest_of
from promptwell.domain.versions.collapsing import takes_its_place
from promptwell.domain.versions.identity import text_id
from promptwell.domain.versions.semantic_id import UNKNOWN
from promptwell.domain.versions.version import MAIN, Branch, Cause, Version
from promptwell.errors import FileProblem
from promptwell.services.context import Context
from promptwell.services.prompts.records import new_identity
from promptwell.services.versions.beginning import begin_history
from promptwell.services.versions.label_file import labelled_texts
from promptwell.services.versions.meanings import first_meaning, meaning_now
from promptwell.services.versions.own_texts import own_text

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.services.context import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What is known of a version to be added besides its text.

    Without `parents` it follows the newest version of its branch, which is the current one if none is
    named. `always` makes a version even of the text that the last one has. `path` is what the prompt was
    called, if not what it is called now.
    """

    cause: Cause
    author: str
    message: str = ""
    session: str = ""
    branch: str = ""
    parents: tuple[str, ...] | None = None
    commit: str = ""
    path: str = ""
    time: datetime | None = None
    always: bool = False


def add_version(
    context: Context, rows: Transaction, record: PromptRecord, text: str, addition: Addition
) -> tuple[Version, bool]:
    """Add a text to the versions of a prompt; (its version, whether it is a new one).

    A text that the last version has already makes none, and saves of a few minutes make one. A run of
    a text that some version has is a run of that one, if what both include means the same.
    """
    rows.versions.hold(record.id)
    branches = {each.name: each for each in rows.versions.branches(record.id)}
    current = next((each.name for each in branches.values() if each.current), MAIN)
    branch = addition.branch or current
    head = rows.versions.by_id(branches[branch].head) if branch in branches else None
    if not branches and addition.parents is None and record.content != digest_of(text):
        head = begin_history(rows, record)
    said = None
    if head is not None and not addition.always and _says(context, rows, head, record, text):
        said = head
    if addition.cause == "run":
        known = _run_before(context, rows, record, text, said)
        if known is not None:
            return as_run(rows, known), False
    elif said is not None:
        return said, False
    now = addition.time or context.now()
    number, parents, begun = 0, addition.parents, now
    if parents is None:
        parents = (head.id,) if head is not None else ()
    if head is not None and _gives_way(context, rows, head, addition, branch, now):
        number, parents, begun = head.number, head.parents, head.begun or head.time
        rows.versions.remove([head.id])
    number = number or rows.versions.last_number(record.id) + 1
    version = _version(
        context, record, text, addition, branch, number=number, parents=parents, begun=begun
    )
    rows.contents.put(text)
    rows.versions.insert([version])
    here = branch == current
    rows.versions.put_branch(Branch(prompt=record.id, name=branch, head=version.id, current=here))
    return version, True


def _version(
    context: Context,
    record: PromptRecord,
    text: str,
    addition: Addition,
    branch: str,
    *,
    number: int,
    parents: tuple[str, ...],
    begun: datetime,
) -> Version:
    return Version(
        id=new_identity(),
        prompt=record.id,
        number=number,
        content=digest_of(text),
        text_id=text_id(text),
        blob_id=context.git.blob_ids({record.file: text})[record.file],
        # What Git has is read with the includes of its commit, once somebody asks.
        semantic_id=UNKNOWN if addition.commit else meaning_now(context, record.path, text),
        path=addition.path or record.path,
        cause=addition.cause,
        author=addition.author,
        time=addition.time or context.now(),
        begun=begun,
        branch=branch,
        parents=parents,
        message=addition.message,
        commit=addition.commit,
        session=addition.session,
    )


def _run_before(
    context: Context, rows: Transaction, record: PromptRecord, text: str, said: Version | None
) -> Version | None:
    """The version that a run of a text is of: `said`, or another one that says it, unless they mean something else."""
    held = [*filter(None, [said]), *rows.versions.each_with_text(record.id, text_id(text))]
    return first_meaning(held, meaning_now(context, record.path, text)) if held else None


def as_run(rows: Transaction, version: Version) -> Version:
    """A version that was run: saves do not take its place any more."""
    if version.cause != "save":
        return version  # no save takes the place of these
    rows.versions.learn(version.id, cause="run")
    return replace(version, cause="run")


def _says(
    context: Context, rows: Transaction, version: Version, record: PromptRecord, text: str
) -> bool:
    """Whether a version says of the prompt what a text says."""
    if version.content == digest_of(text):
        return True
    if "#" not in record.path:
        return False
    before = rows.contents.get(version.content)
    if before is None:
        return False
    return own_text(context, version.path, before) == own_text(context, record.path, text)


def _gives_way(
    context: Context,
    rows: Transaction,
    head: Version,
    addition: Addition,
    branch: str,
    now: datetime,
) -> bool:
    if addition.cause != "save" or addition.parents is not None or addition.message:
        return False
    return takes_its_place(
        head,
        author=addition.author,
        session=addition.session,
        branch=branch,
        now=now,
        held=bool(head.message),
    ) and not _is_held(context, rows, head)


def _is_held(context: Context, rows: Transaction, version: Version) -> bool:
    """Whether something names a version: another one, another branch, or a label."""
    heads = [each for each in rows.versions.branches(version.prompt) if each.head == version.id]
    if len(heads) > 1 or rows.versions.has_children(version.id):
        return True
    try:
        return version.text_id in labelled_texts(context)
    except FileProblem:
        return True  # nobody knows what a file of labels names that can't be read
