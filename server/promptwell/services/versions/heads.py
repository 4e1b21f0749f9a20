"""Where a prompt is in its history: its branches, the current one, and the newest version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptwell.domain.versions.version import MAIN, Branch, Version
from promptwell.errors import NotFoundError
from promptwell.language.text.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.services.context import Transaction

MOST_SHOWN = 8
"""So many are named where a message says what there is."""


def current_branch(rows: Transaction, prompt: str) -> str:
    """The name of the branch on which a prompt is."""
    return next((each.name for each in rows.versions.branches(prompt) if each.current), MAIN)


def head_of(rows: Transaction, prompt: str, branch: str = "") -> Version | None:
    """The newest version of a branch, of the current one if none is named; None where there is none."""
    for each in rows.versions.branches(prompt):
        if each.name == branch or (each.current and not branch):
            return rows.versions.by_id(each.head)
    return None


def branch_named(rows: Transaction, record: PromptRecord, name: str) -> Branch:
    """A branch of a prompt.

    Raises:
        NotFoundError: there is none of that name; the message names the nearest one.
    """
    found = {each.name: each for each in rows.versions.branches(record.id)}
    if name in found:
        return found[name]
    close = nearest(name, found)
    if close:
        way_out = f"did you mean `{close}`?"
    elif found:
        way_out = those_there([*found])
    else:
        way_out = "it has no versions yet; save it, or run promptwell history import"
    raise NotFoundError(f"{record.path}: there is no branch `{name}`; {way_out}")


def those_there(names: Sequence[str]) -> str:
    """What there is to choose from, in words."""
    some = ", ".join(f"`{each}`" for each in names[:MOST_SHOWN])
    if len(names) == 1:
        return f"there is only {some}"
    return f"there are {some}{' and others' if len(names) > MOST_SHOWN else ''}"
