"""What prompt files say, as it was read last: kept in memory by their texts' digests."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from promptwell.adapters.counted_cache import CacheCounts, CountedCache

if TYPE_CHECKING:
    from promptwell.language.syntax.detect import Associations
    from promptwell.language.syntax.document import PromptDocument

_MOST = 2_000_000
"""Characters of all texts together; what is kept of them takes some thirty times as many bytes at most."""
_LONGEST = 200_000

_Key = tuple[str, str, str | None, str | None]


class KeptDocuments:
    """Reads prompt files, and those that it read last not again. Threads may share it.

    A document follows from the text, from the path, whose name says of which format it is, and from what
    the settings say of that path. All of them are its key, so nothing goes out of date; what reads
    texts is the same for as long as this process lives.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._cache: CountedCache[_Key, PromptDocument] = CountedCache(most)

    def __call__(self, text: str, path: str, associations: Associations) -> PromptDocument:
        """The document of a file; a `Parser`."""
        from promptwell.language.syntax.parse import parse_file  # all formats, which cost time

        if len(text) > _LONGEST:
            return parse_file(text, path, associations)
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        key = (digest, path, associations.format_of(path), associations.dialect_of(path))
        return self._cache.get_or_make(
            key, lambda: parse_file(text, path, associations), len(text) + 1
        )

    def counts(self) -> CacheCounts:
        """How often it helped."""
        return self._cache.counts()
