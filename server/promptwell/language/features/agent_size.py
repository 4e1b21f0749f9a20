"""How many tokens of an agent file stand before the model."""

from __future__ import annotations

from promptwell.language.semantics.tokens.counting import TokenCount, Tokenizers, count_tokens
from promptwell.language.syntax.document import PromptDocument

# What tools list of each file so that an agent can choose one.
_ALWAYS = ("name", "description", "when_to_use")
# A text so long is estimated: to count it would take longer than a keystroke may.
_MOST_COUNTED = 64 * 1024


def description_tokens(document: PromptDocument, tokenizers: Tokenizers) -> TokenCount:
    """The tokens of what agents see of every such file, used or not."""
    nodes = [document.root.get(key) for key in _ALWAYS]
    texts = [node.text() or "" for node in nodes if node is not None]
    return count_tokens("\n".join(texts), None, tokenizers)


def text_tokens(document: PromptDocument, tokenizers: Tokenizers) -> TokenCount:
    """The tokens of the text. Models of one tool differ: it is what most of them come to."""
    text = document.source.slice(document.body)
    if len(text) <= _MOST_COUNTED:
        return count_tokens(text, None, tokenizers)
    part = count_tokens(text[:_MOST_COUNTED], None, tokenizers)
    return TokenCount(part.count * len(text) // _MOST_COUNTED, False, "estimate")
