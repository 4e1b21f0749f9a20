"""Which prompts a selection asks for, as conditions on the tables."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from promptwell.adapters.storage.rows.prompt_record import indexed
from promptwell.adapters.storage.tables import project_prompts, prompt_tags, prompts
from promptwell.domain.prompts.ports import Selection


def conditions(root: int, selection: Selection) -> list[ColumnElement[bool]]:
    """What must hold of a row of `prompts`."""
    wanted: list[ColumnElement[bool]] = [prompts.c.root_id == root]
    if selection.deleted is not None:
        gone = prompts.c.deleted
        wanted.append(gone.is_not(None) if selection.deleted else gone.is_(None))
    if selection.archived is not None:
        wanted.append(prompts.c.archived.is_(selection.archived))
    if selection.folder:
        # All that begins with `folder/`; `0` is the character behind `/`.
        folder = selection.folder.rstrip("/")
        wanted += [prompts.c.path >= f"{folder}/", prompts.c.path < f"{folder}0"]
    for name in ("status", "category", "owner", "model", "format"):
        value = getattr(selection, name)
        if value:
            wanted.append(prompts.c[name] == indexed(value))
    wanted += [
        prompts.c.id.in_(select(prompt_tags.c.prompt_id).where(prompt_tags.c.tag == indexed(tag)))
        for tag in selection.tags
    ]
    if selection.project:
        members = select(project_prompts.c.prompt_id)
        wanted.append(
            prompts.c.id.in_(members.where(project_prompts.c.project_id == selection.project))
        )
    if selection.members is not None:
        members = select(project_prompts.c.prompt_id)
        wanted.append(
            prompts.c.id.in_(members.where(project_prompts.c.project_id.in_(selection.members)))
        )
    return wanted
