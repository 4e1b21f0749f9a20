"""Personal data in labelled documents: the structured types of presidio-research, counted value by value.

A value counts as found where a finding of its type overlaps it. Run with `-s` for the table. What
was looked at while building are the documents of odd templates and of every fourth one; the others were
only counted, and both halves have to pass.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from promptwell.language.detectors.personal_data.find import find_personal_data

SET = (
    Path(__file__).parents[3] / "shared/benchmarks/security/presidio-research/synth_dataset_v2.json"
)
TYPES = {
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "card",
    "IBAN_CODE": "iban",
    "US_SSN": "national",
    "IP_ADDRESS": "ip",
}
PRECISION, RECALL = 0.95, 0.93

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SET.is_file(), reason=f"no labelled documents at {SET}"),
]


def documents() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(SET.read_text(encoding="utf-8"))
    return loaded


def count(chosen: list[dict[str, Any]]) -> dict[str, Counter[str]]:
    """For each type what was found rightly, wrongly, and what was missed."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in TYPES.values()}
    for document in chosen:
        found = find_personal_data(document["full_text"])
        labels = [
            (each["start_position"], each["end_position"], TYPES[each["entity_type"]])
            for each in document["spans"]
            if each["entity_type"] in TYPES
        ]
        hit: set[int] = set()
        for start, end, kind in labels:
            over = [
                number
                for number, each in enumerate(found)
                if each.kind == kind and each.span.start < end and start < each.span.end
            ]
            hit.update(over)
            counts[kind]["right" if over else "missed"] += 1
        for number, each in enumerate(found):
            if number not in hit:
                counts[each.kind]["wrong"] += 1
    return counts


def shares(counts: dict[str, Counter[str]]) -> tuple[float, float]:
    every = sum(counts.values(), Counter())
    right = every["right"]
    return right / (right + every["wrong"]), right / (right + every["missed"])


@pytest.mark.parametrize("half", [0, 1], ids=["looked at in part", "looked at"])
def test_each_half_of_the_templates_passes(half: int) -> None:
    chosen = [each for each in documents() if each["template_id"] % 2 == half]
    precision, recall = shares(count(chosen))
    assert precision >= PRECISION
    assert recall >= RECALL


def test_precision_and_recall_over_all_documents() -> None:
    counts = count(documents())
    print(f"\n{'type':9} {'labelled':>8} {'found':>6} {'wrong':>6} {'missed':>6} {'P':>6} {'R':>6}")
    for kind, each in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        labelled, right = each["right"] + each["missed"], each["right"]
        precision = right / (right + each["wrong"]) if right else 0.0
        print(
            f"{kind:9} {labelled:8} {right:6} {each['wrong']:6} {each['missed']:6}"
            f" {precision:6.3f} {right / labelled:6.3f}"
        )
    precision, recall = shares(counts)
    assert precision >= PRECISION
    assert recall >= RECALL
