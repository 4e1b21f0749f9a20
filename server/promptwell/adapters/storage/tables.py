"""The tables of the store as they are now; `migrations` says how they came about.

A prompt's tags and fields stand twice: in its row, as they are read, and in tables of their own,
by which they are found. Indexes stand in the migrations alone: named here, those over a part of a
table would load the dialects of both databases at each start (45 ms).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    false,
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


def _version() -> Column[str]:
    return Column(
        "version_id", Words, ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True
    )


def _project() -> Column[str]:
    return Column(
        "project_id", Words, ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True
    )


roots = Table(
    "roots",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("path", Words, nullable=False),
    Column("git_look", Words, nullable=False, server_default=""),
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

prompt_tags = Table(
    "prompt_tags",
    METADATA,
    _prompt(),
    Column("tag", Words, primary_key=True),
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
)

# The numbers under which the index of words knows prompts; see `search/index.py`.
search_documents = Table(
    "search_documents",
    METADATA,
    Column(
        "number",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    Column(
        "prompt_id",
        Words,
        ForeignKey("prompts.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
)

embeddings = Table(
    "embeddings",
    METADATA,
    Column("model", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("vector", Blob, nullable=False),
)

marks = Table(
    "marks",
    METADATA,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)

versions = Table(
    "versions",
    METADATA,
    Column("id", Words, primary_key=True),
    _prompt(primary_key=False),
    Column("number", Count, nullable=False),
    Column("content", Words, nullable=False),
    Column("text_id", Words, nullable=False),
    Column("blob_id", Words, nullable=False),
    Column("semantic_id", Words, nullable=False),
    Column("path", Words, nullable=False),
    Column("cause", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("time", Moment, nullable=False),
    Column("begun", Moment),
    Column("branch", Words, nullable=False),
    Column("message", Words, nullable=False),
    Column("commit", Words, nullable=False),
    Column("session", Words, nullable=False),
    # Whether it was looked for among the commits of Git that its root has looked at.
    Column("sought", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("prompt_id", "number"),
)

# A parent may have been pruned, so it need not be there.
version_parents = Table(
    "version_parents",
    METADATA,
    _version(),
    Column("ordinal", Count, primary_key=True),
    Column("parent_id", Words, nullable=False),
)

version_metrics = Table(
    "version_metrics",
    METADATA,
    _version(),
    Column("name", Words, primary_key=True),
    Column("value", Float, nullable=False),
)

branches = Table(
    "branches",
    METADATA,
    _prompt(),
    Column("name", Words, primary_key=True),
    Column("head", Words, nullable=False),
    Column("current", Boolean, nullable=False),
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
)

grants = Table(
    "grants",
    METADATA,
    _project(),
    Column("who", Words, primary_key=True),
    Column("role", Rank, nullable=False),
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
)
