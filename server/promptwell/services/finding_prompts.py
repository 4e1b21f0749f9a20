"""Which prompt is meant by PROMPT: a name, a path, or an identity."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from heapq import nlargest
from typing import TYPE_CHECKING

from promptwell.domain.prompts.paths import known_path
from promptwell.domain.prompts.ports import FileState, Selection
from promptwell.domain.prompts.record import PromptRecord
from promptwell.errors import FileProblem, NotFoundError, UsageError
from promptwell.services.context import Context
from promptwell.services.indexing import IndexRequest, ensure_indexed, index

if TYPE_CHECKING:
    from promptwell.services.context import Transaction

_REFERENCE = re.compile(r"(?P<name>.+)@(?P<ref>[^@#\s]+)")
_MOST_SHOWN = 10
_MOST_COMPARED = 100
_MOST_DELETED = 5_000


def look_again(context: Context, names: Collection[str], *, everywhere: bool = True) -> None:
    """Bring the index in line with the files that are meant, so that what is found is what is there.

    A name that nobody has yet may be that of a new file: with `everywhere` all files are looked at.
    """
    ensure_indexed(context)
    known: dict[str, FileState | None] = {}
    missing: list[str] = []
    with context.store.reading(context.root) as rows:
        for name in names:
            path = _file_of(name)
            files = [each.file for each in rows.prompts.by_name(name)]
            if not files and not rows.prompts.by_id(name) and not rows.files.get(path):
                missing.append(path)
            known.update({each: rows.files.get(each) for each in (path, *files) if each})
    stale = []
    for file, state in known.items():
        try:
            stamp = context.files.stamp(file)
        except FileProblem:
            continue  # it is no path of a file
        if stamp != (None if state is None else (state.changed, state.size)):
            stale.append(file)
    # A file that is new may be one that was moved, and where it went from is looked at with it.
    if everywhere and any(path not in stale or known[path] is None for path in missing):
        index(context, IndexRequest())
    elif stale:
        index(context, IndexRequest(paths=tuple(stale)))


def split(context: Context, name: str) -> tuple[str, str]:
    """The prompt that is meant by NAME@REF, and the ref: "" where a prompt is called so, or nothing is behind it."""
    if "@" not in name:
        return name, ""
    ensure_indexed(context)
    head, _, ref = name.rpartition("@")
    with context.store.reading(context.root) as rows:
        if _is_known(rows, name):
            return name, ""
        if head and ref and _is_known(rows, head):
            return head, ref
    return (head, ref) if _REFERENCE.fullmatch(name) else (name, "")


def _is_known(rows: Transaction, name: str) -> bool:
    if rows.prompts.by_name(name) or rows.prompts.by_id(name):
        return True
    file = _file_of(name)
    _, mark, entry = name.partition("#")
    if not file:
        return False
    return (
        rows.prompts.by_path(f"{file}#{entry}") is not None if mark else bool(rows.files.get(file))
    )


def find_prompt(context: Context, rows: Transaction, name: str) -> PromptRecord:
    """The living prompt that is meant.

    Raises:
        UsageError: several prompts are meant, or a version, of which nothing is known yet.
        NotFoundError: there is none; the message names the nearest ones.
    """
    found = find_all(context, rows, name)
    if len(found) > 1:
        paths = ", ".join(f"`{each.path}`" for each in found[:_MOST_SHOWN])
        more = f" and {len(found) - _MOST_SHOWN} more" if len(found) > _MOST_SHOWN else ""
        raise UsageError(f"`{name}` is {len(found)} prompts; give the path of one: {paths}{more}")
    return found[0]


def find_all(context: Context, rows: Transaction, name: str) -> Sequence[PromptRecord]:
    """The living prompts that are meant: all of a file, or all of a name.

    Raises:
        NotFoundError: there is none; the message names the nearest ones.
    """
    path = _path(name)
    single = rows.prompts.by_path(path) if path else None
    if single is not None:
        return [single]
    found = rows.prompts.in_file(path) if path else ()
    found = found or rows.prompts.by_name(name)
    if found:
        return found
    by_id = rows.prompts.by_id(name)
    if by_id is not None and by_id.deleted is None:
        return [by_id]
    raise _not_found(context, rows, name, path)


def find_deleted(rows: Transaction, name: str) -> PromptRecord | None:
    """The prompt that was deleted last of those that are meant; None where there is none."""
    path = _path(name)
    single = rows.prompts.gone_from(path) if path else None
    if single is not None:
        return single
    by_id = rows.prompts.by_id(name)
    if by_id is not None:
        return by_id if by_id.deleted is not None else None
    gone = rows.prompts.gone(_MOST_DELETED)
    return next(
        (each for each in gone if name in (each.name, each.file) or path == each.file), None
    )


def _file_of(name: str) -> str:
    """The file that a name is the path of, if it is a path."""
    try:
        return known_path(name).partition("#")[0]
    except UsageError:
        return ""


def _path(name: str) -> str:
    """The path that a text is, if it is one."""
    file, mark, entry = name.partition("#")
    try:
        path = known_path(file)
    except UsageError:
        if name.startswith(("/", "\\", "..")):
            raise
        return ""
    return f"{path}{mark}{entry}" if path else ""


def _not_found(context: Context, rows: Transaction, name: str, path: str) -> Exception:
    reference = _REFERENCE.fullmatch(name)
    if reference and reference["name"] in rows.prompts.names():
        return UsageError(
            f"`{name}`: this is done with a prompt as it is now, not with a version: "
            f"`{reference['name']}`; to bring one back: promptwell rollback PROMPT REF"
        )
    gone = find_deleted(rows, name)
    if context.actor.role is None:  # who may not see all prompts learns no names
        return NotFoundError(f"there is no prompt `{name}`")
    if gone is not None:
        return NotFoundError(
            f"there is no prompt `{name}`; it was deleted, and "
            f"`promptwell prompt restore {name}` brings it back"
        )
    near = _nearest(name, rows.prompts.names())
    if near:
        return NotFoundError(f"there is no prompt `{name}`; did you mean {near}?")
    if path and not rows.prompts.count(Selection(archived=None)):
        return NotFoundError(f"there is no prompt `{name}`; the workspace has no prompts yet")
    return NotFoundError(f"there is no prompt `{name}`; `promptwell prompt list` shows all")


def _nearest(name: str, names: Sequence[str]) -> str:
    """The names that are the most like one, in a sentence."""
    by_key: dict[str, str] = {}
    for each in names:
        by_key.setdefault(each.lower(), each)
        by_key.setdefault(each.rpartition("/")[2].lower(), each)
    for each in names:  # a file may be called so whose prompt has another name
        by_key.setdefault(each.rpartition("/")[2].partition(".")[0].lower(), each)
    wanted = _pairs(name.lower())

    def shared(key: str) -> float:
        pairs = _pairs(key)
        return len(wanted & pairs) / (len(wanted | pairs) or 1)

    # Comparing letter by letter takes long among tens of thousands.
    likely = nlargest(_MOST_COMPARED, by_key, key=shared)
    found = get_close_matches(name.lower(), likely, n=3, cutoff=0.6)
    shown = list(dict.fromkeys(f"`{by_key[each]}`" for each in found))
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
