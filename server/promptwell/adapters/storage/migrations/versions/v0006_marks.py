"""Marks that tell another process what has changed since it looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

revision = "0006"
down_revision = "0005"

_WORDS = sa.Text().with_variant(TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """None is set: nobody has looked."""
    op.create_table(
        "marks",
        sa.Column("name", _WORDS, nullable=False),
        sa.Column("value", _WORDS, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
