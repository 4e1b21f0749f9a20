"""Which tokenizer a model uses, and what a chat message costs besides its text."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptwell.language.semantics.models.names import plain_name

# As tiktoken's own table of models has them (`tiktoken/model.py`, version 0.14). A family that is
# not in that table is counted approximately, however likely it is to use the newest encoding.
_FAMILIES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), encoding)
    for pattern, encoding in (
        (r"gpt-oss-", "o200k_harmony"),
        (r"(?:ft:)?(?:chatgpt-4o|gpt-4o|gpt-4\.1|gpt-4\.5|gpt-5)(?:$|[-.:])", "o200k_base"),
        (r"(?:ft:)?o(?:1|3|4-mini)(?:$|[-:])", "o200k_base"),
        (r"(?:ft:)?(?:gpt-4|gpt-3\.5)(?:$|[-:])", "cl100k_base"),
        (r"(?:ft:)?(?:davinci|babbage)-002(?:$|:)", "cl100k_base"),
        (r"text-embedding-(?:ada-002|3-small|3-large)$", "cl100k_base"),
    )
)
_FRAMING_KNOWN = re.compile(r"(?:ft:)?(?:gpt-3\.5|gpt-4|gpt-4o)(?:$|[-:])")


class ChatFraming(NamedTuple):
    """Tokens that a chat adds to the texts: for each message, a message's name, and the reply.

    `known` is False where the provider does not publish them and the figures are a guess.
    """

    message: int = 4
    name: int = 1
    reply: int = 3
    known: bool = False


def encoding_of(model: str | None) -> str | None:
    """The encoding a model's texts are counted in; None where it is not published."""
    plain = plain_name(model) if model else ""
    return next((encoding for family, encoding in _FAMILIES if family.match(plain)), None)


def chat_framing(model: str | None) -> ChatFraming:
    """What a model's chat format adds to each message.

    OpenAI's cookbook ("How to count tokens with tiktoken") gives, for the gpt-3.5-turbo, gpt-4
    and gpt-4o families, 3 tokens for each message, the tokens of its role (every role is one),
    1 more with a name, and 3 that open the reply.
    """
    return ChatFraming(known=bool(model and _FRAMING_KNOWN.match(plain_name(model))))
