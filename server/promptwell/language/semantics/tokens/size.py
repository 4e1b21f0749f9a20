"""How large a prompt gets: its own text, its partials and the largest values known for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from promptwell.language.semantics.data_files import rows_of
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.tokens.counting import (
    ESTIMATES_ONLY,
    TokenCount,
    Tokenizers,
    count_tokens,
    most_tokens,
)
from promptwell.language.semantics.tokens.prompt import count_prompt, literal_text
from promptwell.language.semantics.tokens.worst_case import worst_case

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
    partials = _partial_texts(model, project)
    rows = _rows(model, project)
    body = model.document.source.slice(model.document.body)
    if not rows and sum(map(most_tokens, (body, *partials))) + 100 <= limit:
        return None
    estimate = _size(model, rows, partials, name, ESTIMATES_ONLY)
    # Far from the limit there is no need to wait for a tokenizer's data.
    if 2 * estimate.tokens.count <= limit:
        return None
    size = _size(model, rows, partials, name, tokenizers)
    return size if size.tokens.count > limit else None


def largest_size(
    model: SemanticModel,
    project: Project,
    name: str | None,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
) -> PromptSize:
    """The most tokens a prompt comes to with the values known for it; see `size_beyond`."""
    return _size(model, _rows(model, project), _partial_texts(model, project), name, tokenizers)


def _size(
    model: SemanticModel,
    rows: list[tuple[str, Mapping[str, Any]]],
    partials: list[str],
    name: str | None,
    tokenizers: Tokenizers,
) -> PromptSize:
    count = count_prompt(model.document, name, tokenizers).total
    row = ""
    worst = worst_case(model, [values for _, values in rows], name, tokenizers)
    if worst is not None and worst.tokens.count > count.count:
        count, row = worst.tokens, rows[worst.row][0]
    for text in partials:
        count += count_tokens(text, name, tokenizers)
    return PromptSize(count, row)


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
            if reference.kind in ("include", "partial") and partial is not None:
                texts.append(literal_text(partial, partial.body)[0])
                waiting.append(target)
    return texts
