"""The model that a prompt file names, and where it does."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.semantics.models.names import named_provider, provider_id
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

# Where formats write the name, the surest place first. A deployment's name is its owner's choice.
_NAMES: tuple[tuple[tuple[str, ...], bool], ...] = (
    (("model", "id"), False),
    (("model", "configuration", "model"), False),
    (("model", "configuration", "name"), False),
    (("model", "configuration", "azure_deployment"), True),
    (("model", "connection", "azure_deployment"), True),
    (("model", "name"), False),
    (("model",), False),
)
_PROVIDERS = (
    ("model", "provider"),
    ("model", "configuration", "type"),
    ("model", "connection", "type"),
)


class ModelReference(NamedTuple):
    """A model's name as written; `span` covers it with its quotes.

    `provider` is ours (`openai`, `azure`, `foundry` ...) or "" where the file names none.
    `is_deployment` tells that the name is that of a deployment, which need not be a model's.
    """

    name: str
    span: Span
    provider: str
    is_deployment: bool


def model_reference(document: PromptDocument) -> ModelReference | None:
    """The model the front matter names; None where it names none or takes it from elsewhere."""
    root = document.root
    provider = provider_of(document)
    for path, is_deployment in _NAMES:
        node = root.get(*path)
        name = _text(node)
        if node is None or not name or "${" in name or (name[0] == "<" and name[-1] == ">"):
            continue
        known = provider_id(provider) or named_provider(name) or ""
        # What Azure serves is always a deployment, whatever key the format gives it.
        return ModelReference(name, node.span, known, is_deployment or known == "azure")
    return None


def provider_of(document: PromptDocument) -> str:
    """The provider as the front matter writes it; "" where it names none."""
    root = document.root
    return next((text for path in _PROVIDERS if (text := _text(root.get(*path)))), "")


def _text(node: YamlNode | None) -> str:
    return (node.text() or "").strip() if node else ""
