"""The models that prompts name: their limits, prices and last days, with source and date.

The tables in `data/` are dated and are read on the first question, which takes a few
milliseconds. Nothing here asks what day it is: callers pass today's date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from promptwell.language.semantics.models.names import (
    comparison_key,
    named_provider,
    plain_name,
    provider_id,
    without_date,
)
from promptwell.language.semantics.models.typos import slip_of

ModelKind = Literal["chat", "completion", "embedding", "image"]
ModelStatus = Literal["active", "retiring", "retired"]

_NOTICE = timedelta(days=90)
# A bare name means its maker's model; hosts come after, so that `gpt-4o` is OpenAI's.
_PREFERENCE = (
    "openai", "anthropic", "google", "mistral", "deepseek", "xai", "cohere", "meta",
    "azure", "foundry", "bedrock",
)  # fmt: skip


class ModelInfo(NamedTuple):
    """What is known of a model at one provider.

    `context_window` is the most tokens a prompt may have and `max_output` the longest answer;
    None where the source does not say. Prices are US dollars for a million tokens. `listed` is
    False for a model that the source had once and has no more. `source` names the package and
    edition the facts come from and `as_of` the day they were read.
    """

    name: str
    provider: str
    kind: ModelKind
    context_window: int | None
    max_output: int | None
    input_price: float | None
    output_price: float | None
    retirement_date: date | None
    listed: bool
    source: str
    as_of: date

    def status(self, today: date, notice: timedelta = _NOTICE) -> ModelStatus:
        """Whether the model is gone, goes within the notice, or stays for longer than that."""
        if self.retirement_date is None:
            return "active" if self.listed else "retired"
        if self.retirement_date <= today:
            return "retired"
        return "retiring" if self.retirement_date <= today + notice else "active"


def find_model(name: str | None, provider: str | None = None) -> ModelInfo | None:
    """The model a name means, or None where it is not known.

    Understands provider prefixes (`openai/gpt-4o`, `us.anthropic.claude-...`), Azure's spellings
    (`gpt-35-turbo`), display names (`Claude Sonnet 4.5`), fine-tuned models
    (`ft:gpt-4o-mini-2024-07-18:acme::id`) and dated snapshots: one that the table lacks is
    answered with the facts of the model it is a snapshot of. A provider (`azure`,
    `azure_openai`, `foundry` ...) is preferred, not required, because any of them may host
    another's models.
    """
    if not name or not name.strip() or "${" in name:
        return None
    wanted = provider_id(provider) or named_provider(name)
    # Azure has models whose names differ only as `gpt-35-turbo` and `gpt-3.5-turbo` do.
    bare = name.strip().rsplit("/", 1)[-1].lower()
    for spelling in _spellings(name):
        found = _index().get(spelling)
        if found:
            there = [each for each in found if each.provider == wanted] or found
            return next((each for each in there if each.name.lower() == bare), there[0])
    return None


def nearest_model(name: str) -> str | None:
    """The name of the model on offer that an unknown name is a misspelling of, or None.

    Cautious, because most unknown names are the names of deployments: see `slip_of`. The answer
    keeps what the name began with (`openai/gtp-4o` gives `openai/gpt-4o`).
    """
    if find_model(name) is not None:
        return None
    prefix, slash, _ = name.strip().rpartition("/")
    offered = dict.fromkeys(
        model.name for model in known_models() if model.listed and model.provider != "bedrock"
    )
    nearest = slip_of(plain_name(name), offered)
    return f"{prefix}{slash}{nearest}" if nearest else None


@cache
def known_models() -> tuple[ModelInfo, ...]:
    """Every model of the tables, those on offer first; of one name, its maker's first."""
    # Only who asks for models pays for reading the tables.
    from promptwell.language.semantics.models.data import current, former

    return tuple(
        sorted(
            (
                *_read(current.MODELS, current.SOURCE, current.AS_OF, listed=True),
                *_read(former.MODELS, former.SOURCE, former.AS_OF, listed=False),
            ),
            key=lambda each: (not each.listed, _PREFERENCE.index(each.provider)),
        )
    )


def _spellings(name: str) -> Iterator[str]:
    """The keys to look a name up by, the most exact first."""
    key = comparison_key(name)
    yield key
    if key.startswith("ft-"):
        tuned = comparison_key(":".join(name.split(":")[:2]))
        yield tuned
        key = tuned.removeprefix("ft-")
        yield key
    base = without_date(key)
    if base != key:
        yield base
    # `claude-sonnet-4` names a family whose first snapshot is `claude-sonnet-4-20250514`.
    yield f"{key}-"


@cache
def _index() -> dict[str, list[ModelInfo]]:
    index: dict[str, list[ModelInfo]] = {}
    for model in known_models():
        key = comparison_key(model.name)
        index.setdefault(key, []).append(model)
        base = without_date(key)
        if base != key:
            index.setdefault(f"{base}-", []).append(model)
        vendor, dot, rest = model.name.partition(".")
        if model.provider == "bedrock" and dot and vendor.isalpha():
            index.setdefault(comparison_key(rest), []).append(model)
    return index


def _read(table: str, source: str, as_of: str, *, listed: bool) -> Iterator[ModelInfo]:
    day = date.fromisoformat(as_of)
    for line in table.replace("\n ", " ").splitlines():
        facts, _, names = line.partition(" | ")
        provider, kind, window, output, input_price, output_price, retirement = facts.split(" ")
        for name in names.split(" "):
            yield ModelInfo(
                name,
                provider,
                kind,  # type: ignore[arg-type]  # the generator writes no other
                None if window == "-" else int(window),
                None if output == "-" else int(output),
                None if input_price == "-" else float(input_price),
                None if output_price == "-" else float(output_price),
                None if retirement == "-" else date.fromisoformat(retirement),
                listed,
                source,
                day,
            )
