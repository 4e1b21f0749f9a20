"""The rule duplicate-key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, ProblemRule, Related, RuleContext
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.syntax.yaml.node import YamlNode

_NAMED = ("inputs", "outputs", "tools")


class DuplicateKey(ProblemRule):
    """The same key twice in one mapping.

    ## What it does

    Reports a key of the front matter that the same mapping already has, and an entry in a list of
    inputs, outputs or tools whose name an earlier entry has. The related place is the first one.

    ## Why is this bad?

    YAML keeps the last value and drops the first one without a word. Whoever edits the first
    one wonders why nothing changes. Of two inputs with one name Prompty keeps the last as well.

    ## Example

    ```prompty
    ---
    name: triage
    description: Sort the mail
    name: triage-mail
    ---
    ```

    ```prompty
    ---
    name: triage-mail
    description: Sort the mail
    ---
    ```
    """

    group = "structure"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the keys that the parser found twice, then the names that stand twice in a list."""
        yield from super().check(model, context)
        for key in _NAMED:
            entries = model.document.root.get(key)
            if entries is not None and entries.kind == "sequence":
                yield from _named_twice(key.removesuffix("s"), entries)


def _named_twice(what: str, entries: YamlNode) -> Iterator[Finding]:
    first: dict[str, Span] = {}
    for item in entries.items:
        name = item.get("name") if item.kind == "mapping" else None
        written = name.text() if name is not None else None
        if name is None or not written:
            continue
        if written in first:
            related = (Related(first[written], f"the first {what} `{written}`"),)
            message = f"there is already {_article(what)} {what} `{written}`"
            yield Finding(name.span, message, related=related)
        else:
            first[written] = name.span


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"
