"""Metadata of prompts whose formats have no place for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

revision = "0002"
down_revision = "0001"

_WORDS = sa.Text().with_variant(TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Give every prompt an empty one."""
    op.add_column("prompts", sa.Column("kept", _WORDS, nullable=False, server_default="{}"))
