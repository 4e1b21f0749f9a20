"""Versions of prompts, and their branches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

revision = "0004"
down_revision = "0003"

_WORDS = sa.Text().with_variant(TEXT(collation="C"), "postgresql")


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, _WORDS, nullable=False) for name in names]


def _belongs(name: str, table: str, *, key: bool) -> sa.Column[str]:
    reference = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return sa.Column(name, _WORDS, reference, primary_key=key, nullable=False)


def upgrade() -> None:
    """Make the tables; the versions of now come with the next saves, those of before by `history import`."""
    op.create_table(
        "versions",
        sa.Column("id", _WORDS, primary_key=True),
        _belongs("prompt_id", "prompts", key=False),
        sa.Column("number", sa.Integer, nullable=False),
        *_words("content", "text_id", "blob_id", "semantic_id", "path", "cause", "author"),
        sa.Column("time", sa.BigInteger, nullable=False),
        sa.Column("begun", sa.BigInteger),
        *_words("branch", "message", "commit", "session"),
        sa.UniqueConstraint("prompt_id", "number"),
    )
    op.create_index("ix_versions_text", "versions", ["prompt_id", "text_id", "number"])
    for name in ("text_id", "semantic_id", "content"):
        op.create_index(f"ix_versions_{name}", "versions", [name])
    op.create_table(
        "version_parents",
        _belongs("version_id", "versions", key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        *_words("parent_id"),
    )
    op.create_index("ix_version_parents_parent", "version_parents", ["parent_id"])
    op.create_table(
        "version_metrics",
        _belongs("version_id", "versions", key=True),
        sa.Column("name", _WORDS, primary_key=True),
        sa.Column("value", sa.Float, nullable=False),
    )
    op.create_table(
        "branches",
        _belongs("prompt_id", "prompts", key=True),
        sa.Column("name", _WORDS, primary_key=True),
        *_words("head"),
        sa.Column("current", sa.Boolean, nullable=False),
    )
    op.create_index("ix_branches_head", "branches", ["head"])
    # What a text is needed for is asked when texts are pruned.
    op.create_index("ix_files_content", "files", ["content"])
