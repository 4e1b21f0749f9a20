"""Inlay hints: only those of the range, and exact counts once the tokenizer is there."""

from __future__ import annotations

from tests.language.features.in_memory import Files

from promptwell.adapters.tokenizers import RankTokenizers
from promptwell.language.features.hints import HintChoice, hints
from promptwell.language.text.source import Span

TEXT = "---\nmodel: {id: gpt-4o}\n---\nsystem:\nBe kind to everybody.\nuser:\nHello.\n"


def labels(span: Span, tokenizers: RankTokenizers | None = None) -> list[str]:
    model = Files(a_dot_prompty=TEXT).model
    given = tokenizers or RankTokenizers()
    return [each.label for each in hints(model, span, HintChoice(), given)]


def test_counts_are_estimates_until_the_ranks_are_loaded_and_exact_then() -> None:
    tokenizers = RankTokenizers()
    whole = Span(0, len(TEXT))
    assert [each[0] for each in labels(whole, tokenizers)] == ["~", "~"]
    tokenizers.load_ranks("o200k_base")
    assert labels(whole, tokenizers) == ["9 tokens", "6 tokens"]


def test_only_the_hints_of_the_range_are_made() -> None:
    assert len(labels(Span(TEXT.index("user:"), len(TEXT)))) == 1
    assert labels(Span(0, 10)) == []
