"""The projects of a store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from promptwell.adapters.storage.rows.insertion import insert_missing
from promptwell.adapters.storage.tables import project_prompts, projects
from promptwell.domain.prompts.project import Project


class SqlProjects:
    """`ProjectRows` in a database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_id(self, id: str) -> Project | None:  # noqa: A002  # the word for it
        """The project of that identity."""
        row = self._connection.execute(select(projects).where(projects.c.id == id)).first()
        return None if row is None else _project(row)

    def by_name(self, name: str) -> Project | None:
        """The project of that name."""
        row = self._connection.execute(select(projects).where(projects.c.name == name)).first()
        return None if row is None else _project(row)

    def all(self) -> Sequence[Project]:
        """Every project, by name."""
        rows = self._connection.execute(select(projects).order_by(projects.c.name))
        return [_project(row) for row in rows]

    def insert(self, project: Project) -> None:
        """Add a project."""
        self._connection.execute(insert(projects).values(asdict(project)))

    def update(self, project: Project, seen: int) -> bool:
        """Write a project over the revision that was seen; False if it changed meanwhile."""
        written = self._connection.execute(
            update(projects)
            .where(projects.c.id == project.id, projects.c.revision == seen)
            .values(asdict(project))
        )
        return written.rowcount == 1

    def add(self, project: str, prompts: Iterable[str]) -> None:
        """Let prompts, by identity, belong to a project, by identity; those that do stay."""
        insert_missing(
            self._connection,
            project_prompts,
            [{"project_id": project, "prompt_id": prompt} for prompt in prompts],
        )

    def remove(self, project: str, prompts: Iterable[str]) -> None:
        """Let prompts no longer belong to a project."""
        member = project_prompts.c.prompt_id == bindparam("member")
        gone = [{"member": prompt} for prompt in prompts]
        if gone:
            self._connection.execute(
                delete(project_prompts).where(project_prompts.c.project_id == project, member), gone
            )

    def of_prompt(self, prompt: str) -> Sequence[Project]:
        """The projects that a prompt belongs to, by name."""
        rows = self._connection.execute(
            select(projects)
            .join(project_prompts)
            .where(project_prompts.c.prompt_id == prompt)
            .order_by(projects.c.name)
        )
        return [_project(row) for row in rows]

    def prompts_of(self, project: str) -> Sequence[str]:
        """The identities of a project's prompts."""
        return list(
            self._connection.scalars(
                select(project_prompts.c.prompt_id)
                .where(project_prompts.c.project_id == project)
                .order_by(project_prompts.c.prompt_id)
            )
        )


def _project(row: Row[Any]) -> Project:
    return Project(**row._asdict())
