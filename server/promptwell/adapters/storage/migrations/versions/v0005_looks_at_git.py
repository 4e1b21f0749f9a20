"""Which commits of Git were looked at for the versions of a root."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

revision = "0005"
down_revision = "0004"

_WORDS = sa.Text().with_variant(TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """None was: the next look finds them."""
    op.add_column("roots", sa.Column("git_look", _WORDS, nullable=False, server_default=""))
    op.add_column(
        "versions", sa.Column("sought", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_index("ix_versions_commit", "versions", ["commit", "sought"])
