"""What the front matter asks of the model: which server, how long an answer."""

from __future__ import annotations

from promptwell.language.syntax.document import PromptDocument

_LONGEST_ANSWERS = (
    ("model", "options", "maxOutputTokens"),
    ("model", "parameters", "max_completion_tokens"),
    ("model", "parameters", "max_tokens"),
)
_ENDPOINTS = (
    ("model", "connection", "endpoint"),
    ("model", "configuration", "base_url"),
)
_MAKERS_SERVERS = ("openai.com", "anthropic.com", "googleapis.com", "mistral.ai", "deepseek.com")


def longest_answer(document: PromptDocument) -> int | None:
    """How many tokens of answer the front matter allows, where it says."""
    for path in _LONGEST_ANSWERS:
        node = document.root.get(*path)
        if node is not None and isinstance(node.value, int) and not isinstance(node.value, bool):
            return node.value
    return None


def asks_another_server(document: PromptDocument) -> bool:
    """Whether the model is asked for at a server of the team's own, where any name may mean anything.

    An address that comes from the environment counts, save for one with a maker's as its default.
    """
    for path in _ENDPOINTS:
        node = document.root.get(*path)
        written = node.text() if node is not None else None
        if written:
            return not any(server in written for server in _MAKERS_SERVERS)
    return False
