"""How often a file uses what is offered, so that lists begin with what its author writes."""

from __future__ import annotations

from collections import Counter

from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.semantics.model import SemanticModel

_NAMES = frozenset({"variable", "local", "macro", "function"})


class Usage:
    """Counts the names, attributes, filters, tests and tags of a file when first asked for them."""

    def __init__(self, model: SemanticModel) -> None:
        self._model = model
        self._counts: dict[str, Counter[str]] = {}

    def of(self, item: CompletionItem) -> int:
        """How often the file uses what an item offers; 0 for what is not counted."""
        kind = "name" if item.kind in _NAMES else item.kind
        if kind not in ("name", "field", "filter", "test", "tag"):
            return 0
        if kind not in self._counts:
            self._counts[kind] = self._count(kind)
        return self._counts[kind][item.new_text]

    def _count(self, kind: str) -> Counter[str]:
        model = self._model
        if kind == "name":
            return Counter(use.name for use in model.uses)
        if kind == "field":
            return Counter(name for use in model.uses for name in use.path)
        if kind == "tag":
            islands = model.document.template.islands
            return Counter(island.parsed.tag for island in islands if island.parsed.tag)
        return Counter(call.name for call in model.calls if call.kind == kind)
