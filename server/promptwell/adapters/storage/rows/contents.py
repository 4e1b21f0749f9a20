"""Texts by their SHA-256."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256

from sqlalchemy import Connection, select

from promptwell.adapters.storage.columns import DamagedValueError
from promptwell.adapters.storage.kept_texts import KeptTexts
from promptwell.adapters.storage.rows.insertion import insert_missing
from promptwell.adapters.storage.tables import contents

# Both databases take far more values in one statement than this.
_AT_ONCE = 500


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
        return self.get_each([content]).get(content)

    def get_each(self, wanted: Collection[str]) -> Mapping[str, str]:
        """Some of the texts, by their SHA-256."""
        found: dict[str, str] = {}
        for digest in wanted if self._kept else ():
            text = self._kept.get(digest) if self._kept else None
            if text is not None:
                found[digest] = text
        digests = [digest for digest in wanted if digest not in found]
        for begin in range(0, len(digests), _AT_ONCE):
            rows = self._connection.execute(
                select(contents.c.digest, contents.c.bytes).where(
                    contents.c.digest.in_(digests[begin : begin + _AT_ONCE])
                )
            )
            for digest, content in rows:
                if sha256(content).hexdigest() != digest:
                    raise DamagedValueError("a text in the database is not what was kept")
                found[digest] = content.decode("utf-8", "surrogateescape")
                if self._kept:
                    self._kept.put(digest, found[digest])
        return found
