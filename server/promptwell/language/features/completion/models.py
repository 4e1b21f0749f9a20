"""The models that can be named, with what they take and cost."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.describe import describe_model, price_of
from promptwell.language.semantics.models.names import provider_id
from promptwell.language.semantics.models.reference import provider_of
from promptwell.language.semantics.models.table import ModelInfo, known_models
from promptwell.language.text.source import Span

_MOST = 150


def models(site: Site, span: Span, provider: str = "") -> Iterator[CompletionItem]:
    """The models on offer today: those of the file's provider, else all; those that go soon come last."""
    today = site.settings.today
    wanted = provider or provider_id(provider_of(site.document))
    offered = [each for each in known_models() if each.status(today) != "retired"]
    preferred = [each for each in offered if each.provider == wanted]
    seen: set[str] = set()
    for each in preferred or offered:
        if each.name not in seen:
            seen.add(each.name)
            yield _model(site, each, span)
        if len(seen) == _MOST:
            return


def _model(site: Site, info: ModelInfo, span: Span) -> CompletionItem:
    retiring = info.status(site.settings.today) == "retiring"
    facts = [info.provider]
    if info.context_window:
        facts.append(f"{info.context_window:,} tokens")
    price = price_of(info)
    if price:
        facts.append(price)
    if info.retirement_date is not None:
        facts.append(f"retires {info.retirement_date.isoformat()}")
    order = 1 if info.kind == "chat" else 3
    if info.retirement_date is not None:
        order += 1
    return CompletionItem(
        info.name,
        "model",
        span,
        info.name,
        ", ".join(facts),
        lambda: describe_model(info),
        order=9 if retiring else order,
        deprecated=retiring,
        beside=f" {_short(info.context_window)}" if info.context_window else "",
        origin=", ".join(each for each in (price, info.provider) if each),
    )


def _short(tokens: int) -> str:
    """A number of tokens in few letters: 128k, 1M."""
    if tokens >= 1_000_000:
        return f"{tokens / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"
    return f"{round(tokens / 1000)}k" if tokens >= 1000 else str(tokens)
