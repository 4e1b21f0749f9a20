"""The index of the words of prompts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the index, empty: whoever upgrades a store puts its prompts into it; see `index_missing`."""
    words = sa.Text().with_variant(TEXT(collation="C"), "postgresql")
    op.create_table(
        "search_documents",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column(
            "prompt_id", words, sa.ForeignKey("prompts.id", ondelete="CASCADE"), nullable=False
        ),
        sa.UniqueConstraint("prompt_id"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    # Words come in the form in which they are compared, with blanks between them: to this tokenizer
    # all that is not ASCII is a letter.
    op.execute(
        "CREATE VIRTUAL TABLE search_words USING fts5("
        "name, tags, description, path, about, system, user, assistant, other, "
        "tokenize = 'ascii', prefix = '2 3')"
    )
    op.execute(
        "INSERT INTO search_words (search_words, rank) "
        "VALUES ('rank', 'bm25(10.0, 6.0, 4.0, 3.0, 2.0, 1.0, 1.0, 1.0, 1.0)')"
    )


def _postgresql() -> None:
    op.execute("CREATE SEQUENCE search_numbers")
    # The words of messages stand in `spoken` with a letter for the role before them.
    for column in ("words", "spoken"):
        op.execute(f"ALTER TABLE search_documents ADD COLUMN {column} tsvector")
        op.execute(
            f"CREATE INDEX ix_search_documents_{column} ON search_documents USING gin ({column})"
        )
