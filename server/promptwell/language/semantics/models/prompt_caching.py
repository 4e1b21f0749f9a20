"""From how many tokens on providers keep the beginning of a prompt, as their documentation says."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.semantics.models.names import comparison_key

AS_OF = "2026-11-29"
"""The day on which the pages of `SOURCES` were read."""

SOURCES = {
    "OpenAI": "https://developers.openai.com/api/docs/guides/prompt-caching.md",
    "LiteLLM, for Anthropic": "https://docs.litellm.ai/docs/completion/prompt_caching.md",
    "Gemini": "https://ai.google.dev/gemini-api/docs/caching",
}

# Provider, how the model's name begins, tokens; the first row that fits counts.
_ROWS = (
    ("OpenAI", "gpt", 1_024),
    ("OpenAI", "o1", 1_024),
    ("OpenAI", "o3", 1_024),
    ("OpenAI", "o4", 1_024),
    ("OpenAI", "chatgpt", 1_024),
    ("Anthropic", "claude-opus-5", 512),
    ("Anthropic", "claude-opus-4-7", 2_048),
    ("Anthropic", "claude-opus-4-6", 4_096),
    ("Anthropic", "claude-opus-4-5", 4_096),
    ("Anthropic", "claude-haiku-4-5", 4_096),
    ("Anthropic", "claude", 1_024),
    ("Google", "gemini-2.5", 2_048),
    ("Google", "gemini", 4_096),
)


class CacheMinimum(NamedTuple):
    """The shortest beginning of a prompt that a provider keeps; `provider` is "" where unknown."""

    provider: str
    tokens: int


def cache_minimum(model: str | None) -> CacheMinimum:
    """The minimum for a model; for an unknown or unnamed one that of most providers."""
    name = comparison_key(model.rpartition("/")[2]) if model else ""
    for provider, beginning, tokens in _ROWS:
        if name.startswith(comparison_key(beginning)):
            return CacheMinimum(provider, tokens)
    return CacheMinimum("", 1_024)
