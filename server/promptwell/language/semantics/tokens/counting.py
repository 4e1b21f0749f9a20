"""How many tokens a text has for a model: exactly where its tokenizer is at hand, else about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from promptwell.language.semantics.tokens.encodings import encoding_of

ESTIMATE = "estimate"


class Tokenizer(Protocol):
    """Counts the tokens of texts in one encoding."""

    def count(self, text: str) -> int | None:
        """How many tokens the text has, or None for one it cannot cut into blocks."""

    def starts(self, text: str) -> Sequence[int] | None:
        """Where each token begins, or None for such a text.

        A character that takes several tokens begins several times at one offset.
        """


class Tokenizers(Protocol):
    """The tokenizers that are ready. Asking must be cheap where keystrokes wait for the answer."""

    def tokenizer(self, encoding: str) -> Tokenizer | None:
        """The tokenizer of an encoding, or None while it is not there."""


class NoTokenizers:
    """No tokenizer is ready: every count is an estimate."""

    def tokenizer(self, encoding: str) -> Tokenizer | None:  # noqa: ARG002  # the port names it
        """None."""
        return None


ESTIMATES_ONLY = NoTokenizers()


@dataclass(frozen=True, slots=True)
class TokenCount:
    """A number of tokens. `exact` is False for an estimate, which prints as `~123`.

    `tokenizer` names the encoding that counted, or is "estimate".
    """

    count: int
    exact: bool = False
    tokenizer: str = ESTIMATE

    def __str__(self) -> str:
        return f"{'' if self.exact else '~'}{self.count:,}"

    def __add__(self, other: TokenCount) -> TokenCount:
        return TokenCount(
            self.count + other.count,
            self.exact and other.exact,
            self.tokenizer if self.tokenizer == other.tokenizer else ESTIMATE,
        )

    def more(self, tokens: int, *, exact: bool = True) -> TokenCount:
        """This count and some tokens that no text stands for."""
        return TokenCount(self.count + tokens, self.exact and exact, self.tokenizer)


def count_tokens(
    text: str,
    model: str | None,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
    *,
    limit: int | None = None,
) -> TokenCount:
    """The tokens of a text for a model, without what a chat adds to it.

    Special tokens written out (`<|endoftext|>`) count as the ordinary text they are sent as.
    With a `limit`, the answer is an estimate where the text surely fits it, so that tokenizers
    which load on demand are not loaded for nothing.
    """
    encoding = encoding_of(model)
    if encoding and not (limit is not None and surely_fits(text, model, limit)):
        tokenizer = tokenizers.tokenizer(encoding)
        count = tokenizer.count(text) if tokenizer else None
        if count is not None:
            return TokenCount(count, exact=True, tokenizer=encoding)
    return TokenCount(_estimate(text, encoding))


def surely_fits(text: str, model: str | None, limit: int) -> bool:
    """Whether a text stays within a number of tokens by so much that an estimate can tell.

    Of a thousand real files no estimate was off by a factor of two (docs/decisions/0002).
    """
    return most_tokens(text) <= limit or 2 * _estimate(text, encoding_of(model)) <= limit


def most_tokens(text: str) -> int:
    """A number of tokens that no byte-level tokenizer exceeds: the text's bytes in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def _estimate(text: str, encoding: str | None) -> int:
    # Its patterns take 4 ms to compile, which rules that count nothing need not wait for.
    from promptwell.language.semantics.tokens.estimate import estimate_tokens

    return estimate_tokens(text, encoding or "o200k_base")
