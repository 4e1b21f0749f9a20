"""The models that can be named, with what they take and cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.describe import describe_model, price_of
from promptwell.language.semantics.models.names import provider_id
from promptwell.language.semantics.models.reference import model_reference, provider_of
from promptwell.language.semantics.models.standing import is_main, standing
from promptwell.language.semantics.models.table import ModelInfo, find_model, known_models
from promptwell.language.text.source import Span

# Genkit finds a model by its plugin and its name.
_PLUGINS = {
    "google": "googleai",
    "openai": "openai",
    "anthropic": "anthropic",
    "xai": "xai",
    "deepseek": "deepseek",
    "mistral": "mistral",
    "cohere": "cohere",
}
_MOST = 150
_MOST_USED = 20


def models(site: Site, span: Span, provider: str = "") -> Iterator[CompletionItem]:
    """The models on offer today: those of the file's provider, else all.

    What prompts of the workspace name comes first, then the main models of each provider, the newest
    before others; snapshots of a day and models for one purpose follow, those that go soon come last.
    """
    wanted = provider or provider_id(provider_of(site.document)) or ""
    with_plugin = site.document.dialect == "dotprompt"
    typed = site.document.text[span.start : site.offset].strip("'\"").lower()
    seen: set[str] = set()
    for order, (name, info) in enumerate(_in_order(site, wanted)):
        if with_plugin and info is not None and "/" not in name:
            if info.provider not in _PLUGINS:
                continue
            name = f"{_PLUGINS[info.provider]}/{name}"
            info = info._replace(name=name)
        if name in seen or not _fits(typed, name.lower()):
            continue
        seen.add(name)
        if info is None:
            yield CompletionItem(name, "model", span, name, "used in this workspace", order=order)
        else:
            yield _model(site, info, span, order)
        if len(seen) == _MOST:
            return


def _in_order(site: Site, wanted: str) -> Iterator[tuple[str, ModelInfo | None]]:
    today = site.settings.today
    offered = [each for each in known_models() if each.status(today) != "retired"]
    offered = [each for each in offered if each.provider == wanted] or offered
    for name in _used(site, wanted):
        info = find_model(name, wanted)
        if info is None or info.status(today) != "retired":
            yield name, info._replace(name=name) if info else None
    first = ("google",) if site.document.dialect == "dotprompt" else ()
    providers = list(dict.fromkeys((*first, *(each.provider for each in known_models()))))
    yield from (
        (each.name, each)
        for each in sorted(
            offered,
            key=lambda each: (
                each.status(today) == "retiring",
                not is_main(each),
                providers.index(each.provider),
                standing(each),
            ),
        )
    )


def _fits(typed: str, name: str) -> bool:
    """Whether the letters typed occur in the name in this order, as editors filter."""
    letters = iter(name)
    return all(letter in letters for letter in typed)


def _used(site: Site, wanted: str) -> list[str]:
    """The models that the prompts read so far name, the most frequent first."""
    counted: Counter[str] = Counter()
    for path in site.project.paths:
        model = site.project.known_model(path)
        named = model_reference(model.document) if model is not None else None
        here = path == site.document.path
        if named is None or (here and named.span.contains(site.offset)):
            continue
        if not wanted or named.provider in (wanted, ""):
            counted[named.name] += 1
    return [name for name, _ in counted.most_common(_MOST_USED)]


def _model(site: Site, info: ModelInfo, span: Span, order: int) -> CompletionItem:
    retiring = info.status(site.settings.today) == "retiring"
    facts = [info.provider]
    if info.context_window:
        facts.append(f"{info.context_window:,} tokens")
    price = price_of(info)
    if price:
        facts.append(price)
    if info.retirement_date is not None:
        facts.append(f"retires {info.retirement_date.isoformat()}")
    return CompletionItem(
        info.name,
        "model",
        span,
        info.name,
        ", ".join(facts),
        lambda: describe_model(info),
        order=order,
        deprecated=retiring,
        beside=f" {_short(info.context_window)}" if info.context_window else "",
        origin=", ".join(each for each in (price, info.provider) if each),
    )


def _short(tokens: int) -> str:
    """A number of tokens in few letters: 128k, 1M."""
    if tokens >= 1_000_000:
        return f"{tokens / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"
    return f"{round(tokens / 1000)}k" if tokens >= 1000 else str(tokens)
