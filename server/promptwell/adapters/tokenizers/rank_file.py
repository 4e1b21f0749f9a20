"""The rank files of the package: a tokenizer's vocabulary, packed."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from importlib import resources

from promptwell.errors import PromptwellError

# o200k_harmony differs from o200k_base in its special tokens only, which prompts never contain.
RANK_FILES = {
    "cl100k_base": "cl100k_base",
    "o200k_base": "o200k_base",
    "o200k_harmony": "o200k_base",
}
"""The rank file of each encoding."""


class RanksUnavailable(PromptwellError):  # noqa: N818  # it names the state, not the code
    """The ranks of an encoding cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class RankFile:
    """A vocabulary: the pattern that first cuts a text, and every token with its rank.

    `sha256` is the hash of the tokenizer's published file, which the ranks reproduce.
    """

    name: str
    pattern: str
    sha256: str
    ranks: dict[bytes, int]


def read_rank_file(name: str) -> RankFile:
    """Read a packed rank file; raises `RanksUnavailable` where it is missing or damaged."""
    try:
        packed = resources.files(__package__).joinpath("ranks", f"{name}.ranks").read_bytes()
        return unpack(zlib.decompress(packed))
    except (OSError, ValueError, KeyError, zlib.error) as error:
        raise RanksUnavailable(
            f"the ranks of {name} cannot be read ({error}). "
            "Install again with: pip install --force-reinstall promptwell"
        ) from error


def pack(name: str, pattern: str, sha256: str, tokens: list[bytes]) -> bytes:
    """Pack a vocabulary whose tokens have the ranks 0, 1, 2 ...: a line of facts, every token's
    length as one byte, then the tokens.
    """
    facts = {"name": name, "pattern": pattern, "sha256": sha256, "tokens": len(tokens)}
    line = json.dumps(facts).encode() + b"\n"
    return zlib.compress(line + bytes(map(len, tokens)) + b"".join(tokens), 9)


def unpack(content: bytes) -> RankFile:
    """The vocabulary in the decompressed content of a rank file."""
    body = content.index(b"\n") + 1
    facts = json.loads(content[:body])
    count: int = facts["tokens"]
    position = body + count
    ranks: dict[bytes, int] = {}
    for rank, length in enumerate(content[body:position]):
        ranks[content[position : position + length]] = rank
        position += length
    if position != len(content) or len(ranks) != count:
        raise ValueError("its length is wrong")
    return RankFile(facts["name"], facts["pattern"], facts["sha256"], ranks)
