"""Exact token counts from ranks in memory, loaded when asked for or on first use."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal, NamedTuple

from promptwell.adapters.tokenizers.rank_file import (
    RANK_FILES,
    RankFile,
    RanksUnavailable,
    read_rank_file,
)
from promptwell.language.semantics.tokens.blocks import text_blocks

if TYPE_CHECKING:
    import tiktoken

# tiktoken's pattern engine panics on about a million spaces in a row, and a long run of one
# character takes time that grows faster than the text. Such a block is estimated.
LONGEST_BLOCK = 200_000
_CACHED_BLOCK = 8_000


class TokenizerStatus(NamedTuple):
    """Whether an encoding can be counted exactly here, and if not, why and what to do."""

    encoding: str
    available: bool
    loaded: bool
    problem: str = ""


class RankTokenizers:
    """The tokenizers of OpenAI's encodings.

    With `load="explicit"` (the language server) an encoding is absent until `load_ranks` has
    run, which takes a tenth to a quarter of a second and belongs in a thread. With
    `load="on-demand"` (the command line) the first count in an encoding loads it. What cannot be
    loaded stays absent, counts stay estimates, and `status` tells why.
    """

    def __init__(self, load: Literal["explicit", "on-demand"] = "explicit") -> None:
        self._on_demand = load == "on-demand"
        self._ready: dict[str, RankTokenizer] = {}
        self._problems: dict[str, str] = {}
        self._loading = threading.Lock()

    def tokenizer(self, encoding: str) -> RankTokenizer | None:
        """The tokenizer of an encoding, or None while its ranks are not loaded."""
        name = RANK_FILES.get(encoding)
        if name is None:
            return None
        if self._on_demand and name not in self._ready and name not in self._problems:
            self.load_ranks(name)
        return self._ready.get(name)

    def load_ranks(self, *encodings: str) -> bool:
        """Load the ranks of these encodings, or of all; True when all of them can be used.

        Never raises and may be called from any thread; ranks that are there are not read again.
        """
        names = {RANK_FILES.get(each, each) for each in encodings or RANK_FILES}
        with self._loading:
            for name in sorted(names - self._ready.keys() - self._problems.keys()):
                try:
                    self._ready[name] = RankTokenizer(read_rank_file(name))
                except RanksUnavailable as error:
                    self._problems[name] = str(error)
        return names <= self._ready.keys()

    def status(self) -> tuple[TokenizerStatus, ...]:
        """Which encodings can be counted exactly, without loading any that is not loaded."""
        return tuple(self._status(encoding, name) for encoding, name in RANK_FILES.items())

    def _status(self, encoding: str, name: str) -> TokenizerStatus:
        problem = self._problems.get(name) or ("" if find_spec("tiktoken") else _NEEDS_TIKTOKEN)
        return TokenizerStatus(encoding, not problem, name in self._ready, problem)


class RankTokenizer:
    """Counts tokens in one encoding; keeps what it found in the blocks it saw last."""

    def __init__(self, file: RankFile) -> None:
        self.name = file.name
        self._encoding = _encoding(file)
        self._count_block = lru_cache(maxsize=4096)(self._count)
        # Few: a block may have thousands of tokens, and only who compares texts asks for them.
        self._cut_block = lru_cache(maxsize=512)(self._cut)

    def count(self, text: str) -> int | None:
        """How many tokens the text has; None with a stretch too long to count in bounded time."""
        total = 0
        for block in text_blocks(text):
            if len(block) > LONGEST_BLOCK:
                return None
            total += self._count_block(block) if len(block) <= _CACHED_BLOCK else self._count(block)
        return total

    def starts(self, text: str) -> list[int] | None:
        """The offset at which each token begins; None with a stretch too long to cut in bounded time."""
        found: list[int] = []
        position = 0
        for block in text_blocks(text):
            if len(block) > LONGEST_BLOCK:
                return None
            offsets = self._cut_block(block) if len(block) <= _CACHED_BLOCK else self._cut(block)
            if offsets is None:
                return None
            found += [position + offset for offset in offsets]
            position += len(block)
        return found

    def _cut(self, block: str) -> Sequence[int] | None:
        tokens = self._encoding.encode_ordinary(block)
        written, offsets = self._encoding.decode_with_offsets(tokens)
        # The encoder replaces halves of surrogates; so long as each stays one character, offsets hold.
        return array("l", offsets) if len(written) == len(block) else None

    def _count(self, block: str) -> int:
        return len(self._encoding.encode_ordinary(block))


_NEEDS_TIKTOKEN = "exact token counts need tiktoken. Install with: pip install tiktoken"


def _encoding(file: RankFile) -> tiktoken.Encoding:
    try:
        # Only a count needs it, and importing it takes 20 ms.
        import tiktoken
    except ImportError as error:
        raise RanksUnavailable(_NEEDS_TIKTOKEN) from error
    return tiktoken.Encoding(
        file.name, pat_str=file.pattern, mergeable_ranks=file.ranks, special_tokens={}
    )
