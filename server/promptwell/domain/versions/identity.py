"""What a text is called: by its words alone, and by Git."""

from __future__ import annotations

import re
from hashlib import sha1, sha256

_LINE_END = re.compile(r"\r\n?")
_SHA1_LENGTH = 40


def text_id(text: str) -> str:
    """The SHA-256 of a text with LF line ends: the same on every system that checks it out."""
    return sha256(_bytes(_LINE_END.sub("\n", text))).hexdigest()


def blob_id(content: bytes, length: int = _SHA1_LENGTH) -> str:
    """What Git calls a content, as it stores it; `length` is that of the repository's other names."""
    # Git's name for it, not a protection against anybody.
    make = sha256 if length > _SHA1_LENGTH else sha1
    return make(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def plain_blob_id(text: str) -> str:
    """What Git most often calls a text: outside of a repository nobody knows which line ends it would keep."""
    return blob_id(_bytes(_LINE_END.sub("\n", text)))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
