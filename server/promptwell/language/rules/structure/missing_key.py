"""The rule missing-key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.front_matter_keys import KnownValue, described_keys
from promptwell.language.detectors.loader_refusals import Refusal, loader_refusals
from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

# Lists whose entries are known by their names.
_NAMED_LISTS = frozenset({"inputs", "outputs", "tools", "parameters", "properties"})
_WHY = {
    "kind": "what type it has",
    "items": "what the array holds",
    "connection": "how it is reached",
    "format": "which template engine it uses",
    "parser": "how it is cut into messages",
}


class MissingKey(Rule):
    """A key that the format requires at its place.

    ## What it does

    Reports a mapping of the front matter that lacks a key its format requires there. It is an
    **error** where the format's own loader refuses the file: in Prompty v2 an input without `kind`,
    an array without `items`, a connection without `kind`, a tool other than a function without
    `connection`, a `template` without `format` and `parser`. It is a warning where the file loads but
    can't work, such as a tool without a name, and a hint for the `name` of a prompt that has
    `metadata`.

    ## Why is this bad?

    The loader stops at the first such place, and its message names the class it wanted to build,
    not the line that you wrote.

    ## Example

    ```prompty
    ---
    name: joke
    inputs:
      - name: topic
    ---
    Tell a joke about {{ topic }}.
    ```

    ```prompty
    ---
    name: joke
    inputs:
      - name: topic
        kind: string
    ---
    Tell a joke about {{ topic }}.
    ```
    """

    group = "structure"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each mapping that lacks a required key, those that the loader refuses first."""
        document = model.document
        if document.front_matter is None or not document.front_matter.strict:
            return
        told: set[tuple[Span, str]] = set()
        if document.dialect == "prompty-v2":
            for refusal in loader_refusals(document.root):
                if refusal.kind == "missing":
                    told.add((refusal.node.span, refusal.key))
                    if refusal.old_kind is None:
                        yield _refused(refusal)
        yield from _nameless(document)
        for value in described_keys(document).values:
            for key in _lacking(value):
                if (value.node.span, key) not in told:
                    yield _lacks(value, key)


def _refused(refusal: Refusal) -> Finding:
    why = _WHY.get(refusal.key, "")
    message = f"`{refusal.name}` has no `{refusal.key}`" + (f" that says {why}" if why else "")
    return Finding(refusal.span, f"{message}: Prompty refuses the file", severity="error")


def _lacking(value: KnownValue) -> Iterator[str]:
    node = value.node
    if node.kind != "mapping" or not node.entries or node.entry("<<"):
        return
    for child in value.schema.children:
        if not child.required or node.entry(child.name) or not child.applies(node):
            continue
        if child.when is None or node.entry(child.when[0]):
            yield child.name
    if value.owner in _NAMED_LISTS and value.schema.child("name") and node.entry("name") is None:
        yield "name"


def _lacks(value: KnownValue, key: str) -> Finding:
    if value.entry is not None:
        return Finding(value.entry.key.span, f"`{value.entry.name}` has no `{key}`")
    span = value.node.entries[0].key.span
    return Finding(span, f"this entry of `{value.owner}` has no `{key}`")


def _nameless(document: PromptDocument) -> Iterator[Finding]:
    root = document.root
    if document.dialect == "prompty-v2" and root.entry("metadata") and not root.entry("name"):
        span = root.entries[0].key.span
        yield Finding(span, "the prompt has no `name` to be found by", severity="hint")
