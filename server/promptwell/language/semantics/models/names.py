"""Model names as people write them, reduced to one spelling."""

from __future__ import annotations

import re

_LONGEST = 300
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
_REGION = re.compile(r"^(?:us|eu|in|apac|jp|au|ca|us-gov|global)\.(?=[a-z0-9-]+\.)")
_ROUTE = re.compile(r":(?:free|beta|nitro|floor|online|extended)$")
_DATE = re.compile(
    r"-(?:20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"  # -2024-08-06
    r"|20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"  # -20250929
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$"  # -0613
)
_PROVIDERS = {
    "openai": "openai",
    "azure": "azure",
    "azure_openai": "azure",
    "azure_open_ai": "azure",
    "azureopenai": "azure",
    "azure_ai": "foundry",
    "azure_serverless": "foundry",
    "serverless": "foundry",
    "foundry": "foundry",
    "anthropic": "anthropic",
    "google": "google",
    "googleai": "google",
    "gemini": "google",
    "vertexai": "google",
    "vertex_ai": "google",
    "mistral": "mistral",
    "mistralai": "mistral",
    "deepseek": "deepseek",
    "xai": "xai",
    "x-ai": "xai",
    "cohere": "cohere",
    "meta": "meta",
    "meta-llama": "meta",
    "meta_llama": "meta",
    "bedrock": "bedrock",
    "amazon-bedrock": "bedrock",
}


def plain_name(name: str) -> str:
    """A model's own name in lower case, without what leads to it.

    Provider prefixes (`openai/gpt-4o`, `openrouter/openai/gpt-4o:free`), Bedrock's regions
    (`us.anthropic.claude-...`), remarks (`GPT-4.1 (copilot)`) and spaces (`Claude Sonnet 4.5`)
    go; Azure's `gpt-35-turbo` is `gpt-3.5-turbo`.
    """
    plain = _REMARK.sub("", name[:_LONGEST].strip()).lower()
    plain = plain.rsplit("/", 1)[-1]
    plain = _ROUTE.sub("", _REGION.sub("", plain))
    plain = re.sub(r"[\s_]+", "-", plain)
    return re.sub(r"\bgpt-35\b", "gpt-3.5", plain)


def comparison_key(name: str) -> str:
    """What two spellings of one model have in common: `claude-3.5-sonnet`, `claude-3-5-sonnet`."""
    return re.sub(r"[.:@]+", "-", plain_name(name))


def without_date(key: str) -> str:
    """A name without the date of its snapshot: `gpt-4o-2024-08-06` is one of `gpt-4o`."""
    return _DATE.sub("", key)


def provider_id(provider: str | None) -> str | None:
    """Our name of a provider that formats spell differently: `azure_openai` is `azure`."""
    return _PROVIDERS.get(provider.strip().lower()) if provider else None


def named_provider(name: str) -> str | None:
    """The provider that a model's name begins with: `azure/gpt-4o`, `googleai/gemini-2.5-flash`."""
    return next(
        (found for part in name.split("/")[:-1] if (found := provider_id(part)) is not None), None
    )
