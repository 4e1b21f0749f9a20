"""What a query demands of a prompt beside its words, as conditions on the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Column, ColumnElement, false, func, literal, or_, select
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from promptwell.adapters.storage.columns import storable
from promptwell.adapters.storage.tables import (
    chunks,
    project_prompts,
    projects,
    prompt_fields,
    prompt_tags,
    prompts,
)
from promptwell.domain.prompts.search import query_field
from promptwell.domain.prompts.search.query import Query
from promptwell.domain.prompts.search.query_field import Bound, Filter
from promptwell.language.text.globs import compiled

_ARCHIVED = "archived"


def of_root(root: int) -> ColumnElement[bool]:
    """Whether a prompt that was found by its key is of a root.

    SQLite takes the prompts of a root for few, and would begin with them: with `+` they are no way to look.
    """
    return UnaryExpression(prompts.c.root_id, operator=custom_op("+")) == root


def living(root: int, query: Query) -> list[ColumnElement[bool]]:
    """What holds of nearly all prompts of a root: they are not deleted, nor archived unless asked for."""
    asked = any(
        each.field == "status" and not each.negated and _ARCHIVED in map(str.lower, each.values)
        for each in query.filters
    )
    found = [of_root(root), prompts.c.deleted.is_(None)]
    return found if asked else [*found, prompts.c.archived.is_(False)]


def filter_conditions(filters: Sequence[Filter], dialect: str) -> list[ColumnElement[bool]]:
    """What every filter demands of a row of `prompts`, for a database of that kind."""
    conditions = ((each, _condition(each, dialect)) for each in filters)
    return [~condition if each.negated else condition for each, condition in conditions]


def _condition(demand: Filter, dialect: str) -> ColumnElement[bool]:
    match demand.field:
        case "tag":
            return _some(prompt_tags.c.prompt_id, _like(prompt_tags.c.tag, demand.values))
        case "project":
            return _some(
                project_prompts.c.prompt_id,
                project_prompts.c.project_id == projects.c.id,
                _like(projects.c.name, demand.values),
            )
        case query_field.MEMBER:
            return _some(
                project_prompts.c.prompt_id, project_prompts.c.project_id.in_(demand.values)
            )
        case "role":
            return _some(chunks.c.prompt_id, _like(chunks.c.role, demand.values))
        case "path":
            path = literal("/").concat(prompts.c.path)
            return or_(*(path.regexp_match(_path_pattern(glob, dialect)) for glob in demand.values))
        case "created" | "updated":
            return _between_days(prompts.c[demand.field], demand)
        case "status" if _ARCHIVED in map(str.lower, demand.values):
            return or_(_like(prompts.c.status, demand.values), prompts.c.archived.is_(True))
        case "name" | "model" | "status" | "category" | "owner" | "format":
            return _like(prompts.c[demand.field], demand.values)
    named = prompt_fields.c.name == demand.own
    return _some(prompt_fields.c.prompt_id, named, *_own_value(demand))


def _some(prompt: Column[str], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the prompt has a row of which that is true. Few prompts are asked, each by its key."""
    return select(prompt).where(prompt == prompts.c.id, *conditions).correlate(prompts).exists()


def _like(column: Column[str], values: Sequence[str]) -> ColumnElement[bool]:
    """One of some values, in any case of ASCII letters, `*` for any letters."""
    small = func.lower(column)
    return or_(
        *(
            small.like(storable(_pattern(value.lower())), escape="\\")
            if "*" in value
            else small == func.lower(storable(value))
            for value in values
        )
    )


def _pattern(value: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", value).replace("*", "%")


def _path_pattern(glob: str, dialect: str) -> str:
    """A glob as a regular expression of the database."""
    glob = glob.strip().removeprefix("./").replace("\\", "/")
    if "/" in glob.rstrip("/"):
        glob = f"/{glob.lstrip('/')}"
    pattern = compiled(glob).pattern
    # Python, which matches for SQLite, is kept from trying many ways; PostgreSQL never does.
    return storable("^" + (pattern if dialect == "sqlite" else pattern.replace("(?>", "(?:")))


def _between_days(column: Column[datetime], demand: Filter) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.is_not(None)
    if demand.low:
        found &= column >= _midnight(demand.low)
    if demand.high:
        found &= column < _midnight(demand.high)
    return found


def _midnight(bound: Bound) -> datetime:
    return datetime.fromisoformat(bound.value).replace(tzinfo=UTC)


def _own_value(demand: Filter) -> Iterator[ColumnElement[bool]]:
    if demand.values:
        yield _like(prompt_fields.c.value, demand.values)
        return
    bounds = [(bound, bound is demand.low) for bound in (demand.low, demand.high) if bound]
    numbers = [_number(bound.value) for bound, _ in bounds]
    by_number = all(number is not None for number in numbers)
    for (bound, is_low), number in zip(bounds, numbers, strict=True):
        column: ColumnElement[object] = (
            prompt_fields.c.number if by_number else prompt_fields.c.value
        )
        value = literal(number) if by_number else literal(bound.value)
        if is_low:
            yield column >= value if bound.inclusive else column > value
        else:
            yield column <= value if bound.inclusive else column < value
    if not bounds:
        yield false()


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
