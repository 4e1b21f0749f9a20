"""Messages cut out of a byte stream, whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

LONGEST_MESSAGE = 256_000_000
_LONGEST_LINE = 65_536

# Searched at the end of the line, not matched from its start: after a body whose length was
# wrong, the next header stands behind the rest of that body.
_LENGTH = re.compile(rb"content-length:[ \t]*(\d+)[ \t]*\r?\n$", re.IGNORECASE)
_BROKEN_LENGTH = re.compile(rb"content-length:(.*)", re.IGNORECASE)


class Frame(NamedTuple):
    """One message's bytes, or what was wrong with its header."""

    body: bytes
    fault: str = ""


def read_frames(stream: BinaryIO) -> Iterator[Frame]:
    """Yield the messages of a stream until it ends. A broken header is reported and skipped."""
    length: int | None = None
    while line := stream.readline(_LONGEST_LINE):
        found = _LENGTH.search(line)
        if found:
            length = _number(found[1])
            if length is None:
                yield Frame(b"", "the message's Content-Length is larger than this server reads")
        elif not line.strip():
            if length is not None:
                body = stream.read(length)
                if len(body) < length:
                    return
                yield Frame(body)
            length = None
        elif broken := _BROKEN_LENGTH.search(line):
            yield Frame(b"", f"the message's Content-Length is no number: {_shown(broken[1])}")


def frame(body: bytes) -> bytes:
    """A message's bytes with the header that a client expects before them."""
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def _number(digits: bytes) -> int | None:
    # Length first: Python refuses to convert thousands of digits.
    if len(digits) > 12:
        return None
    length = int(digits)
    return length if length <= LONGEST_MESSAGE else None


def _shown(value: bytes) -> str:
    return ascii(value.strip()[:40].decode("latin-1"))
