"""Prompts, projects, and who may do what."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def words(name: str, *, key: bool = False) -> sa.Column[str]:
    """A column of text that every row has."""
    return sa.Column(name, WORDS, primary_key=key, nullable=False)


def belongs(name: str, table: str, *, key: bool = True) -> sa.Column[str]:
    """A column that names a row of another table, and goes with it."""
    reference = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return sa.Column(name, WORDS, reference, primary_key=key, nullable=False)


def moment(name: str, *, optional: bool = False) -> sa.Column[int]:
    """A column of microseconds since 1970."""
    return sa.Column(name, sa.BigInteger, nullable=optional)


def upgrade() -> None:
    """Make the first tables."""
    _texts()
    _prompts()
    _search()
    _projects()
    _tokens()


def _texts() -> None:
    op.create_table(
        "roots",
        sa.Column("id", sa.Integer, primary_key=True),
        words("path"),
        sa.UniqueConstraint("path"),
    )
    op.create_table(
        "contents", words("digest", key=True), sa.Column("bytes", sa.LargeBinary, nullable=False)
    )
    op.create_table(
        "files",
        sa.Column("root_id", sa.Integer, sa.ForeignKey("roots.id"), primary_key=True),
        words("path", key=True),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        words("content"),
    )


def _prompts() -> None:
    op.create_table(
        "prompts",
        words("id", key=True),
        sa.Column("root_id", sa.Integer, sa.ForeignKey("roots.id"), nullable=False),
        *map(words, ("path", "file", "name", "format", "content")),
        sa.Column("revision", sa.Integer, nullable=False),
        *map(words, ("description", "model", "status", "category", "owner", "tags", "fields")),
        moment("created"),
        moment("updated"),
        sa.Column("archived", sa.Boolean, nullable=False),
        moment("deleted", optional=True),
    )
    living, deleted = _where("deleted IS NULL"), _where("deleted IS NOT NULL")
    op.create_index("ix_prompts_living_path", "prompts", ["root_id", "path"], unique=True, **living)
    for name in ("name", "file"):
        op.create_index(f"ix_prompts_living_{name}", "prompts", ["root_id", name, "path"], **living)
    op.create_index("ix_prompts_deleted", "prompts", ["root_id", "deleted"], **deleted)
    op.create_index("ix_prompts_path", "prompts", ["root_id", "path"])
    for name in ("status", "category", "owner", "model", "format", "updated"):
        op.create_index(f"ix_prompts_{name}", "prompts", ["root_id", name, "path"])
    op.create_index("ix_prompts_content", "prompts", ["content"])

    op.create_table("prompt_tags", belongs("prompt_id", "prompts"), words("tag", key=True))
    op.create_index("ix_prompt_tags_tag", "prompt_tags", ["tag", "prompt_id"])
    op.create_table(
        "prompt_fields",
        belongs("prompt_id", "prompts"),
        words("name", key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        words("value"),
        sa.Column("number", sa.Float),
    )
    op.create_index("ix_prompt_fields_value", "prompt_fields", ["name", "value", "prompt_id"])
    op.create_index("ix_prompt_fields_number", "prompt_fields", ["name", "number", "prompt_id"])


def _where(condition: str) -> dict[str, Any]:
    return {name: sa.text(condition) for name in ("sqlite_where", "postgresql_where")}


def _search() -> None:
    op.create_table(
        "chunks",
        sa.Column("id", sa.Integer, primary_key=True),
        belongs("prompt_id", "prompts", key=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        *map(words, ("key", "part", "role", "title")),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        *map(words, ("text", "meaning")),
        sa.UniqueConstraint("prompt_id", "ordinal"),
    )
    op.create_index("ix_chunks_key", "chunks", ["key"])
    op.create_table(
        "embeddings",
        words("model", key=True),
        words("key", key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_embeddings_key", "embeddings", ["key"])


def _projects() -> None:
    op.create_table(
        "projects",
        words("id", key=True),
        *map(words, ("name", "description", "default_model")),
        sa.Column("budget", sa.Float),
        words("required_checks"),
        sa.Column("revision", sa.Integer, nullable=False),
        moment("created"),
        moment("updated"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "project_prompts", belongs("project_id", "projects"), belongs("prompt_id", "prompts")
    )
    op.create_index("ix_project_prompts_prompt", "project_prompts", ["prompt_id"])


def _tokens() -> None:
    op.create_table(
        "grants",
        belongs("project_id", "projects"),
        words("who", key=True),
        sa.Column("role", sa.Integer, nullable=False),
    )
    op.create_index("ix_grants_who", "grants", ["who"])
    op.create_table(
        "tokens",
        words("id", key=True),
        *map(words, ("name", "digest")),
        sa.Column("role", sa.Integer),
        moment("created"),
        moment("expires", optional=True),
        moment("revoked", optional=True),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_tokens_name", "tokens", ["name"])
    op.create_index("ix_tokens_created", "tokens", ["created"])
