"""The estimate that stands in for a tokenizer."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptwell.adapters.tokenizers import RankTokenizers
from promptwell.language.semantics.tokens.blocks import LONG_BLOCK, text_blocks
from promptwell.language.semantics.tokens.counting import most_tokens
from promptwell.language.semantics.tokens.estimate import FEATURES, estimate_tokens, features

CORPUS = Path(__file__).resolve().parents[5] / "shared" / "corpus"


@given(st.text())
def test_blocks_joined_are_the_text(text: str) -> None:
    assert "".join(text_blocks(text)) == text


def test_an_edit_changes_one_block_only() -> None:
    paragraphs = [f"Paragraph {number} of the prompt.\n\n" for number in range(50)]
    before = list(text_blocks("".join(paragraphs)))
    paragraphs[20] = "Paragraph 20, edited.\n\n"
    after = list(text_blocks("".join(paragraphs)))
    assert len(before) == len(after) == 50
    assert [one == other for one, other in zip(before, after, strict=True)].count(False) == 1


def test_one_long_line_of_words_is_cut() -> None:
    blocks = list(text_blocks("many words in one line " * 5_000))
    assert len(blocks) > 20
    assert max(map(len, blocks)) <= LONG_BLOCK


@given(st.text())
def test_any_text_has_an_estimate_and_every_feature(text: str) -> None:
    assert len(features(text)) == len(FEATURES)
    assert (estimate_tokens(text) == 0) == (text == "")
    assert estimate_tokens(text, "never-heard-of") == estimate_tokens(text, "o200k_base")


@given(st.text())
def test_no_text_has_more_tokens_than_bytes(text: str) -> None:
    tokenizer = ON_DEMAND.tokenizer("cl100k_base")
    assert tokenizer is not None
    count = tokenizer.count(text)
    assert count is not None
    # A lone surrogate becomes the replacement character, three bytes where there was one.
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert count <= most_tokens(text)


@pytest.mark.corpus
@pytest.mark.parametrize("encoding", ["cl100k_base", "o200k_base"])
def test_the_mean_error_over_the_corpus_is_below_six_percent(encoding: str) -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files is not beside the repository")
    tokenizer = ON_DEMAND.tokenizer(encoding)
    assert tokenizer is not None
    errors = []
    for path in sorted(CORPUS.rglob("*.prompty")) + sorted(CORPUS.rglob("*.j*2")):
        text = path.read_bytes().decode("utf-8", "replace")
        exact = tokenizer.count(text)
        if exact and exact >= 100:
            errors.append(abs(estimate_tokens(text, encoding) - exact) / exact)
    assert len(errors) > 150
    assert mean(errors) < 0.06


@pytest.mark.parametrize(
    ("text", "tolerance"),
    [
        ("Fasse die folgende Unterhaltung in höchstens drei Sätzen zusammen, bitte. " * 5, 0.25),
        ("Résumez la conversation suivante en trois phrases, sans rien inventer. " * 5, 0.25),
        ("以下の会話を三つの文で要約してください。事実だけを書いてください。" * 5, 0.2),
        ("请用三句话总结下面的对话,不要编造任何内容。" * 5, 0.3),
        ("Кратко изложи следующий разговор в трёх предложениях, ничего не выдумывая. " * 5, 0.35),
        ("3.14159, 2718281828, 42, 1000000, 0.5, 99.99, 2026-11-22 13:37:00\n" * 10, 0.15),
        ("for item in items:\n    total += item.price * item.count\nreturn total\n" * 10, 0.15),
    ],
    ids=["german", "french", "japanese", "chinese", "russian", "numbers", "code"],
)
def test_other_scripts_are_told_apart(text: str, tolerance: float) -> None:
    tokenizer = ON_DEMAND.tokenizer("o200k_base")
    assert tokenizer is not None
    exact = tokenizer.count(text)
    assert exact is not None
    assert abs(estimate_tokens(text) - exact) <= tolerance * exact


ON_DEMAND = RankTokenizers(load="on-demand")
