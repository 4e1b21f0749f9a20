"""The tables of the store as they are now; `migrations` says how they came about.

A prompt's tags and fields stand twice: in its row, as they are read, and in tables of their own,
by which they are found.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from promptwell.adapters.storage.columns import Blob, Count, Data, LargeCount, Moment, Rank, Words

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def _prompt(*, primary_key: bool = True) -> Column[str]:
    reference = ForeignKey("prompts.id", ondelete="CASCADE")
    return Column("prompt_id", Words, reference, primary_key=primary_key, nullable=False)


def _project() -> Column[str]:
    return Column(
        "project_id", Words, ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True
    )


roots = Table(
    "roots",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("path", Words, nullable=False),
    UniqueConstraint("path"),
)

contents = Table(
    "contents",
    METADATA,
    Column("digest", Words, primary_key=True),
    Column("bytes", Blob, nullable=False),
)

files = Table(
    "files",
    METADATA,
    Column("root_id", Integer, ForeignKey("roots.id"), primary_key=True),
    Column("path", Words, primary_key=True),
    Column("changed", LargeCount, nullable=False),
    Column("size", LargeCount, nullable=False),
    Column("content", Words, nullable=False),
)

prompts = Table(
    "prompts",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("root_id", Integer, ForeignKey("roots.id"), nullable=False),
    Column("path", Words, nullable=False),
    Column("file", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("format", Words, nullable=False),
    Column("content", Words, nullable=False),
    Column("revision", Count, nullable=False),
    Column("description", Words, nullable=False),
    Column("model", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("category", Words, nullable=False),
    Column("owner", Words, nullable=False),
    Column("tags", Data, nullable=False),
    Column("fields", Data, nullable=False),
    Column("kept", Data, nullable=False, server_default="{}"),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("deleted", Moment),
)

_LIVING = text("deleted IS NULL")
_DELETED = text("deleted IS NOT NULL")
Index(
    "ix_prompts_living_path",
    prompts.c.root_id,
    prompts.c.path,
    unique=True,
    sqlite_where=_LIVING,
    postgresql_where=_LIVING,
)
for _column in ("name", "file"):
    Index(
        f"ix_prompts_living_{_column}",
        prompts.c.root_id,
        prompts.c[_column],
        prompts.c.path,
        sqlite_where=_LIVING,
        postgresql_where=_LIVING,
    )
Index(
    "ix_prompts_deleted",
    prompts.c.root_id,
    prompts.c.deleted,
    sqlite_where=_DELETED,
    postgresql_where=_DELETED,
)
for _column in ("path", "status", "category", "owner", "model", "format", "updated"):
    Index(
        f"ix_prompts_{_column}",
        prompts.c.root_id,
        prompts.c[_column],
        *(() if _column == "path" else (prompts.c.path,)),
    )
Index("ix_prompts_content", prompts.c.content)

prompt_tags = Table(
    "prompt_tags",
    METADATA,
    _prompt(),
    Column("tag", Words, primary_key=True),
    Index("ix_prompt_tags_tag", "tag", "prompt_id"),
)

# One row a value: a list has several. Numbers, and booleans as 0 and 1, have `number` as well.
prompt_fields = Table(
    "prompt_fields",
    METADATA,
    _prompt(),
    Column("name", Words, primary_key=True),
    Column("ordinal", Count, primary_key=True),
    Column("value", Words, nullable=False),
    Column("number", Float),
    Index("ix_prompt_fields_value", "name", "value", "prompt_id"),
    Index("ix_prompt_fields_number", "name", "number", "prompt_id"),
)

chunks = Table(
    "chunks",
    METADATA,
    Column("id", Integer, primary_key=True),
    _prompt(primary_key=False),
    Column("ordinal", Count, nullable=False),
    Column("key", Words, nullable=False),
    Column("part", Words, nullable=False),
    Column("role", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("start", Count, nullable=False),
    Column("end", Count, nullable=False),
    Column("text", Words, nullable=False),
    Column("meaning", Words, nullable=False),
    UniqueConstraint("prompt_id", "ordinal"),
    Index("ix_chunks_key", "key"),
)

embeddings = Table(
    "embeddings",
    METADATA,
    Column("model", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("vector", Blob, nullable=False),
    Index("ix_embeddings_key", "key"),
)

projects = Table(
    "projects",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("description", Words, nullable=False),
    Column("default_model", Words, nullable=False),
    Column("budget", Float),
    Column("required_checks", Data, nullable=False),
    Column("revision", Count, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    UniqueConstraint("name"),
)

project_prompts = Table(
    "project_prompts",
    METADATA,
    _project(),
    _prompt(),
    Index("ix_project_prompts_prompt", "prompt_id"),
)

grants = Table(
    "grants",
    METADATA,
    _project(),
    Column("who", Words, primary_key=True),
    Column("role", Rank, nullable=False),
    Index("ix_grants_who", "who"),
)

tokens = Table(
    "tokens",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("digest", Words, nullable=False),
    Column("role", Rank),
    Column("created", Moment, nullable=False),
    Column("expires", Moment),
    Column("revoked", Moment),
    UniqueConstraint("digest"),
    Index("ix_tokens_name", "name"),
    Index("ix_tokens_created", "created"),
)
