"""How large a prompt gets: its own text, its partials and the largest values known for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from promptwell.language.semantics.data_files import rows_of
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.prompt_tokens import count_prompt, literal_text
from promptwell.language.semantics.tokens import (
    ESTIMATES_ONLY,
    TokenCount,
    Tokenizers,
    count_tokens,
    most_tokens,
)
from promptwell.language.semantics.worst_case import worst_case

_ROWS = 200
_PARTIALS = 50


class PromptSize(NamedTuple):
    """The tokens of a prompt at their most; `row` says which values make it so large."""

    tokens: TokenCount
    row: str = ""


def size_beyond(
    limit: int,
    model: SemanticModel,
    project: Project,
    name: str | None,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
) -> PromptSize | None:
    """The most tokens a prompt comes to, or None where it stays within the limit.

    Values come from defaults, examples, samples and the datasets that the prompt names.
    """
    document = model.document
    partials = _partial_texts(model, project)
    rows = _rows(model, project)
    room = limit - sum(map(most_tokens, partials))
    if not rows and most_tokens(document.source.slice(document.body)) + 100 <= room:
        return None
    count = count_prompt(document, name, tokenizers, limit=room).total
    row = ""
    if rows:
        worst = worst_case(model, [values for _, values in rows], name, tokenizers)
        if worst is not None and worst.tokens.count > count.count:
            count, row = worst.tokens, rows[worst.row][0]
    for text in partials:
        count += count_tokens(text, name, tokenizers)
    return PromptSize(count, row) if count.count > limit else None


def _rows(model: SemanticModel, project: Project) -> list[tuple[str, Mapping[str, Any]]]:
    """Sets of values to try, each with where it comes from."""
    base = {each.name: each.default for each in model.declarations if each.has_default}
    base.update({each.name: each.example for each in model.declarations if each.has_example})
    rows: list[tuple[str, Mapping[str, Any]]] = [("", base)] if base else []
    for reference in model.references:
        if reference.kind in ("sample", "dataset"):
            data = rows_of(project.data(model.document.path, reference))
            for number, values in enumerate(data[:_ROWS], 1):
                rows.append((f"row {number} of `{reference.target}`", {**base, **values}))
    return rows


def _partial_texts(model: SemanticModel, project: Project) -> list[str]:
    """The written text of every partial that the file includes, each as often as it is named."""
    texts: list[str] = []
    waiting = [model.document.path]
    while waiting and len(texts) < _PARTIALS:
        for reference, target in project.targets(waiting.pop()):
            partial = project.document(target)
            if reference.kind == "include" and partial is not None:
                texts.append(literal_text(partial, partial.body)[0])
                waiting.append(target)
    return texts
