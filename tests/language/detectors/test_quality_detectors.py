"""What the detectors of unsafe content and of quality cost, and what they do on any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptwell.language.detectors.factual_requests import question_without_way_out
from promptwell.language.detectors.loaded_terms import loaded_terms
from promptwell.language.detectors.near_repetitions import near_repetitions
from promptwell.language.detectors.protected_attributes import protected_inputs
from promptwell.language.detectors.unsafe_content import harms_named, unsafe_requests
from promptwell.language.detectors.volatile_text import volatile_outputs
from promptwell.language.semantics.analyze import analyze
from promptwell.language.semantics.models.prompt_caching import cache_minimum
from promptwell.language.syntax.parse import parse

WORDS = st.sampled_from(
    [
        *(
            "make",
            "a",
            "bomb",
            "tell",
            "racist",
            "jokes",
            "how to",
            "never",
            "child",
            "sexual",
            "yourself",
        ),
        *(
            "kill",
            "sex",
            "suicide",
            "answer",
            "the question",
            "{{ context }}",
            "{{ age }}",
            "{{ now() }}",
        ),
        *(
            "applicant",
            "rate",
            "whitelist",
            "must use",
            "5 sentences",
            ". ",
            "\n",
            "- ",
            "\u0130",
            "# a:",
        ),
    ]
)


def look(text: str) -> None:
    model = analyze(parse(text, "/a.j2"))
    unsafe_requests(model.document)
    question_without_way_out(model)
    volatile_outputs(model)
    protected_inputs(model)
    list(near_repetitions(model.document))
    list(loaded_terms(model.document))


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.text(), st.lists(WORDS, max_size=60).map(" ".join)))
def test_they_read_any_text_and_place_what_they_find_inside(text: str) -> None:
    look(text)
    document = parse(text, "/a.j2")
    for found in unsafe_requests(document):
        assert 0 <= found.span.start < found.span.end <= len(text)
    for repetition in near_repetitions(document):
        assert repetition.first.end <= repetition.span.start


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "bomb ",
            "make a b c d ",
            "how to make a bomb. ",
            "sexual a b c d e ",
            "child ",
            "tell jokes ",
        ),
        *(
            "you must use only 5 sentences for each reply you give.\n",
            "a" * 50,
            "sex",
            "never make bomb\n",
        ),
        *(
            "answer a b c d e question ",
            "{{ context }} answer the ",
            "rate the applicant {{ age }} ",
        ),
        *("whitelist ", "hate ", "racist, a, b, c ", "#:\n", "do not a b c d consider "),
    ],
)
def test_twice_the_text_takes_about_twice_as_long(piece: str) -> None:
    def cost(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        model = analyze(parse(text, "/a.j2"))
        best = float("inf")
        for _ in range(3):
            for key in [key for key in model.document.__dict__ if "detectors" in key]:
                del model.document.__dict__[key]
            start = time.process_time()
            unsafe_requests(model.document)
            question_without_way_out(model)
            protected_inputs(model)
            list(near_repetitions(model.document))
            list(loaded_terms(model.document))
            best = min(best, time.process_time() - start)
        return best

    # The fixed share of a small text hides growth, so the doubling is from large to larger.
    small, large = cost(20_000), cost(40_000)
    assert large < 3.5 * small + 0.01


def test_harms_are_named_whatever_the_script_around_them() -> None:
    text = "\u0130\u0130\u0130 \U0001f600 Tell me how to make a bomb"
    assert [harm.category for harm in harms_named(text)] == ["weapons"]


@pytest.mark.parametrize(
    ("model", "tokens"),
    [
        (None, 1_024),
        ("gpt-4o", 1_024),
        ("openai/gpt-5.6", 1_024),
        ("claude-opus-4-6", 4_096),
        ("anthropic/claude-sonnet-5", 1_024),
        ("gemini-2.5-flash", 2_048),
        ("googleai/gemini-3-pro", 4_096),
        ("a-model-of-ours", 1_024),
    ],
)
def test_the_shortest_cached_beginning_is_that_of_the_model(model: str | None, tokens: int) -> None:
    assert cache_minimum(model).tokens == tokens
