"""Texts by their SHA-256."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, select

from promptwell.adapters.storage.columns import DamagedValueError
from promptwell.adapters.storage.kept_texts import KeptTexts
from promptwell.adapters.storage.rows.insertion import insert_missing
from promptwell.adapters.storage.tables import contents


class SqlContents:
    """`ContentRows` in a database. Bytes of a file that are not UTF-8 are kept as they were."""

    def __init__(self, connection: Connection, kept: KeptTexts | None = None) -> None:
        self._connection = connection
        # Only for readers: what a writer sees may be undone.
        self._kept = kept

    def put(self, text: str) -> str:
        """Keep a text as it is and return the SHA-256 of its UTF-8."""
        content = text.encode("utf-8", "surrogateescape")
        digest = sha256(content).hexdigest()
        insert_missing(self._connection, contents, [{"digest": digest, "bytes": content}])
        return digest

    def get(self, content: str) -> str | None:
        """The very text that was kept."""
        text = self._kept.get(content) if self._kept else None
        if text is not None:
            return text
        found: bytes | None = self._connection.scalar(
            select(contents.c.bytes).where(contents.c.digest == content)
        )
        if found is None:
            return None
        if sha256(found).hexdigest() != content:
            raise DamagedValueError("a text in the database is not what was kept")
        text = found.decode("utf-8", "surrogateescape")
        if self._kept:
            self._kept.put(content, text)
        return text
