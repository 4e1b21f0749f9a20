"""Which project is meant by its name, and what the projects of a prompt say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptwell.domain.prompts.project import Project
from promptwell.errors import NotFoundError
from promptwell.language.text.nearest import nearest
from promptwell.services.context import Context

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.services.context import Transaction


def find_project(context: Context, rows: Transaction, name: str) -> Project:
    """The project of a name.

    Raises:
        NotFoundError: there is none; the message names the nearest one.
    """
    found = rows.projects.by_name(name)
    if found is not None:
        return found
    if context.actor.role is None:  # who may not see all projects learns no names
        raise NotFoundError(f"there is no project `{name}`")
    close = nearest(name, (each.name for each in rows.projects.all()))
    way_out = f"did you mean `{close}`?" if close else f"make it: promptwell project new {name}"
    raise NotFoundError(f"there is no project `{name}`; {way_out}")


def default_model(rows: Transaction, record: PromptRecord) -> str:
    """The model of a prompt that names none, as its projects say; "" where none says so, or they disagree."""
    said = {each.default_model for each in rows.projects.of_prompt(record.id)} - {""}
    return said.pop() if len(said) == 1 else ""
