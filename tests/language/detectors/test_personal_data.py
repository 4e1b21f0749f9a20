"""Personal data in any text: what it gives holds together, nothing breaks it, and it stays quick."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptwell.language.detectors.personal_data.find import find_personal_data
from promptwell.language.detectors.personal_data.masking import masked
from promptwell.language.detectors.personal_data.placeholders import as_written, placeholders
from promptwell.language.text.source import Span

REAL = (
    "lena.hartwig@posteo.de",
    "+49 30 84 71 29 36",
    "(212) 867-4309",
    "4539 5787 6362 1486",
    "DE92 1005 0000 0190 4728 36",
    "536-90-4399",
    "BRTLNE84E45F205I",
    "84.132.91.7",
    "2a02:8109:9ac0:1d4c::42b7",
)
near_data = st.text(alphabet="0123456789 .-+()/:@aAxZ_\n\\,", max_size=200)


def cleaned(text: str) -> str:
    found = find_personal_data(text)
    chosen = placeholders(text, found)
    for each in reversed(found):
        written = text[each.span.start : each.span.end]
        placeholder = as_written(each, chosen[each.kind, each.value], written)
        text = text[: each.span.start] + placeholder + text[each.span.end :]
    return text


@given(st.one_of(st.text(), near_data))
def test_findings_are_in_order_apart_and_within_the_text(text: str) -> None:
    end = 0
    for found in find_personal_data(text):
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end


@given(near_data, st.sampled_from(REAL), near_data)
def test_a_value_is_found_whatever_stands_on_the_lines_around(
    before: str, value: str, after: str
) -> None:
    text = f"{before}\n\n- {value},\n\n{after}"
    start = len(before) + 4
    place = Span(start, start + len(value))
    assert any(each.span.overlaps(place) for each in find_personal_data(text))


@given(st.lists(st.sampled_from(REAL), max_size=8))
def test_a_cleaned_text_has_nothing_left_to_tell(values: list[str]) -> None:
    text = "\n".join(f"- {value}." for value in values)
    assert len(find_personal_data(text)) == len(values)
    assert find_personal_data(cleaned(text)) == ()


@given(st.lists(st.sampled_from(REAL), min_size=2, max_size=8))
def test_each_value_gets_one_placeholder_of_its_own(values: list[str]) -> None:
    lines = cleaned("\n".join(f"- {value}." for value in values)).split("\n")
    assert len(set(lines)) == len(set(values))
    assert all(
        (lines[one] == lines[other]) == (values[one] == values[other])
        for one in range(len(values))
        for other in range(one)
    )


@pytest.mark.parametrize("value", REAL)
def test_a_masked_value_keeps_a_third_of_it_at_most(value: str) -> None:
    (found,) = find_personal_data(value)
    shown = sum(letter.isalnum() for letter in masked(found.kind, value))
    assert shown <= sum(letter.isalnum() for letter in value) / 3


def test_ten_thousand_values_each_get_a_placeholder_quickly() -> None:
    text = "\n".join(
        f"n{number}.hartwig@posteo.de, 536-{10 + number % 80}-{4000 + number}"
        for number in range(5000)
    )
    start = time.process_time()
    found = find_personal_data(text)
    chosen = placeholders(text, found)
    assert len(found) == 10_000
    assert len({text for (kind, _), text in chosen.items() if kind == "email"}) == 5000
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "unit",
    [
        *("1", "1 ", "1-", "1.", "(1", "1)", "+1 ", "1:", ":0", "0:", "::", "a@", "a@a.", "@a.aa."),
        *(
            "GB29 ",
            "GB29NWBK6016",
            "1234 5678 ",
            "A1",
            "12A34",
            "phone 12345 ",
            "\\n12345678",
            "1_",
        ),
        *(
            "ssn 123",
            "ann@mail.de ",
            "+49 30 847129 36, ",
            "555-867-5309,",
            "212-867-4309,",
            "\u00a01",
        ),
    ],
)
def test_twice_the_text_takes_twice_the_time_at_most(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        find_personal_data.__wrapped__(text)
        return time.process_time() - start

    seconds(1000)
    small, large = min(seconds(50_000) for _ in range(3)), min(seconds(200_000) for _ in range(3))
    # Four times the text; the rest is room for a busy machine.
    assert large <= 8 * small + 0.1
